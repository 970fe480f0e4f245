"""The two shipped packs of a workforce, driven by forms alone: a county's
figures become an issued plan, a worker may not move into a district that has
reached the ratio and may move into another, a draw is made, downloaded and
computed again."""
import json
import re
import urllib.parse

from site_ import PASSWORD, Site, at_once, check, id_no

DEMO = True  # staff sign in without a second factor
OFFICE, WORKER = 'chongqing-legal-office', 'chongqing-legal-worker'
COUNTIES = ('500101', '500102', '500103')
FIGURES = {'数据来源': '示例统计公报', '常住人口': '1000000', '律师人数': '229',
           '工作者人数': '200', '拟发展人数': '2', '其中农村乡镇人数': '2'}
NUMBER = r'[A-Z]{2}-[A-Z]+-\d{4}-\d{5}'
STATE = {}


def prepare(site):
    Site.init(site)
    for county in COUNTIES:
        for role in ('centre', 'secretariat'):
            site.run('user', 'add', f'{role}-{county}@example.com',
                     f'{county} {role}', role, '', county,
                     stdin=PASSWORD + '\n')
    site.run('user', 'add', 'second-500103@example.com', '500103 second',
             'centre', '', '500103', stdin=PASSWORD + '\n')


def url(path):
    return urllib.parse.quote(path, safe='/?=&:.-')


def this_year(site):
    """That of the server, which may run at another clock."""
    said = site.visitor().get('/').is_(200).words
    return int(re.search(r'(\d{4})年\d+月\d+日', said).group(1))


def plan(site, code=None):
    year = STATE.setdefault('year', this_year(site))
    at = f'/desk/plan/{WORKER}/{year}'
    return f'{at}/units/{code}' if code else at


def enter(officer, site, code, **other):
    page = officer.get(plan(site, code)).is_(200)
    day = f'{STATE["year"] - 1}-12-31'
    return officer.send(page, {**FIGURES, '统计时点': day, **other},
                        plan(site, code))


# --- the plan ---

def test_counties_enter_their_own_figures(site):
    one = site.officer('secretariat-500101')
    enter(one, site, '500101').is_(200).has(
        '2.2900', '229 × 10000 = 2290000 < 2.3 × 1000000 = 2300000',
        '4.2900', '示例统计公报', '区划未变更')
    enter(one, site, '500101', 常住人口='0').is_(422)
    enter(one, site, '500101', 律师人数='').is_(200).has('缺少的数据')
    enter(one, site, '500101').is_(200)
    other = site.officer('secretariat-500102')
    enter(other, site, '500102', 律师人数='230', 拟发展人数='').is_(200).has(
        '已达到', '230 × 10000 = 2300000 ≥ 2.3 × 1000000 = 2300000')
    enter(site.officer('secretariat-500103'), site, '500103',
          律师人数='100').is_(200)
    form = dict(one.get(plan(site, '500101')).form(
        plan(site, '500101')).fields)
    one.post(plan(site, '500102'), {**form, **FIGURES}).is_(403)
    one.post(plan(site) + '/compile', {'csrf': one.csrf()}).is_(403)


def test_the_authority_compiles_and_issues(site):
    centre = site.officer('centre')
    page = centre.get(plan(site)).is_(200)
    check('h-500102' not in page.text, 'places where the gate is reached')
    page = centre.send(page, {'h-500101': '2', 'r-500101': '2',
                              'h-500103': '1', 'r-500103': '1'},
                       plan(site) + '/compile').is_(200).has('待下达')
    centre.send(page, {'document_no': ''}, plan(site) + '/issue').is_(422)
    centre.send(page, {'document_no': '示例司发〔1〕号'},
                plan(site) + '/issue').is_(200).has('已下达')
    public = plan(site).replace('/desk', '')
    site.visitor().get(public).is_(200).has('示例司发〔1〕号', '2.2900',
                                            '2.3000')
    late = site.officer('secretariat-500101')
    check('填报数据' not in late.get(plan(site, '500101')).is_(200).text,
          'figures after the issue')
    late.post(plan(site, '500101'), {**FIGURES, 'csrf': late.csrf(),
                                     '统计时点': '2020-12-31'}).is_(409).has(
        '编报已经截止')


# --- people and offices ---

def history(officer, programme, answers):
    path = f'/desk/history?programme={programme}'
    page = officer.get(path).is_(200)
    return officer.send(page, answers, path).is_(200)


def add_office(site, county, i, area):
    history(site.officer(f'centre-{county}'), OFFICE, {
        'name': f'示例{county}第{i}法律服务所', 'number': f'所{county}-{i}',
        'region': county, 'recognised': '2010-05-01', 'source': '设立批复',
        '许可日期': '2010-05-01', '区域类型': area, '住所': '示例镇1号',
        '乡镇街道': '示例镇', '负责人': '示例主任'})


def test_offices_as_they_stand(site):
    for county in COUNTIES:
        for i in range(4):
            add_office(site, county, i,
                       '城区街道' if i == 3 else '农村乡镇')
    site.visitor().get(f'/register?programme={OFFICE}').is_(200).has(
        '所500103-3', '12')


def add_worker(site, seed, name):
    """Signs up, then is entered; (visitor, the page of the holding)."""
    worker = site.visitor()
    worker.sign_up(seed, person=True, name=name, region='500101').is_(200)
    history(site.officer('centre-500101'), WORKER, {
        'name': name, 'number': f'证{seed}', 'recognised': '2012-03-01',
        'source': '核准文书', 'host': '所500101-3', 'id_no': id_no(seed)})
    page = worker.get('/mine/holdings').is_(200)
    check(f'证{seed}' in page.words, f'nothing entered: {page.words[:900]}')
    return worker, page.link(r'/mine/holdings/\d+')


# --- transfers ---

def begin(worker, holding):
    page = worker.post(holding + '/apply', {
        'csrf': worker.csrf(), 'procedure': 'transfer'}).is_(200)
    return re.search(r'/applications/\d+', page.text).group(0)


def ask(worker, file, host, papers):
    """Names the office; the page where everything is checked."""
    page = worker.get(url(f'{file}/sections/变更内容')).is_(200)
    files = {k: (k + '.pdf', b'%PDF-1.4\n%%EOF\n')
             for k in ('解除聘用证明', '变更接收证明')} if papers else {}
    worker.send(page, {'调入机构编号': host, '变更原因': '照顾家庭',
                       '承办业务情况': '已办结'},
                None, files).is_(200)
    return worker.get(file + '/check').is_(200)


def test_no_way_into_a_district_that_has_reached_it(site):
    worker, holding = add_worker(site, 31, '示例甲')
    file = begin(worker, holding)
    ask(worker, file, '所500102-0', True).has(
        '不得变更到律师万人比达到2.3的区县', '不符合', '四、（三）')
    STATE['first'] = worker, holding, file


def submit(worker, file, host, papers):
    page = ask(worker, file, host, papers)
    page = worker.send(page, {'declare': '1'}, r'.*/submit').is_(200)
    return re.search(NUMBER, page.words).group(0)


def consents(site):
    """The bureau that is left says yes to all that waits for it."""
    bureau = site.officer('centre-500101')
    page = bureau.get('/desk/consents').is_(200)
    for at in {h for h in page.page.links
               if re.fullmatch(r'/desk/consents/\d+', h)}:
        page = bureau.get(at).is_(200)
        if any(f.action == at for f in page.page.forms):
            bureau.send(page, {'agree': 'yes'}, at).is_(200)


def papers(officer, at):
    """Who handles the file enters what the offices gave on paper."""
    page = officer.get(at).is_(200)
    for one in {h for h in page.page.links
                if re.fullmatch(r'/desk/consents/\d+', h)}:
        page = officer.get(one).is_(200)
        if any(f.action == one for f in page.page.forms):
            officer.send(page, {'agree': 'yes', 'reason': '原件'},
                         one).is_(200)


def review(site, number):
    """The receiving county proposes; the address of the file."""
    officer = site.officer('secretariat-500103')
    page = officer.get('/desk/applications?q=' + number).is_(200)
    at = page.link(r'/desk/applications/\d+')
    page = officer.send(officer.get(at).is_(200), {}, at + '/take').is_(200)
    refused = officer.send(page, {'conclusion': 'pass'}, at + '/propose')
    check(refused.status == 409, f'nobody consented: {refused.status}')
    refused.has('尚未答复；由其在')
    consents(site)
    papers(officer, at)
    page = officer.get(at).is_(200)
    officer.send(page, {'conclusion': 'pass'}, at + '/propose').is_(200)
    return at


def test_two_want_the_last_place_of_another(site):
    worker, _, file = STATE['first']
    second, holding = add_worker(site, 32, '示例乙')
    at = [review(site, submit(worker, file, '所500103-0', False)),
          review(site, submit(second, begin(second, holding), '所500103-1',
                              True))]
    other = site.officer('centre-500101')
    check(other.get(at[0]).status in (403, 404), 'a file of another county')
    # The level above follows the file; the county decides it.
    page = site.officer('centre').get(at[0]).is_(200).has(
        '渝中区的主管机关办理', '您可以查看，不能代为办理')
    check(not any(f.action.endswith(('/take', '/confirm', '/propose'))
                  for f in page.page.forms), 'a button for the level above')
    officers = [site.officer('centre-500103'),
                site.officer('second-500103')]
    pages = [o.get(a).is_(200) for o, a in zip(officers, at)]

    def confirm(i):
        return officers[i].send(pages[i], {'conclusion': 'agree'},
                                at[i] + '/confirm')
    answers = at_once(lambda: confirm(0), lambda: confirm(1))
    check(sorted(a.status for a in answers) == [200, 409],
          [(a.status, a.words[-400:]) for a in answers])
    refused = [a for a in answers if a.status == 409][0]
    refused.has('1/1', '计划 1 名，已用 1 名（变更执业机构 1 名），剩余 0 名')
    officers[0].get(url(f'/desk/records/{WORKER}/流动登记')).is_(200).has(
        '示例500103第')
    officers[0].get(url(f'/desk/records/{WORKER}/备案登记')).is_(200).has(
        '待备案')


# --- a draw ---

def test_a_draw_from_the_pool_to_the_command_line(site):
    centre = site.officer('centre')
    page = centre.get(url(f'/desk/draws/new?what={OFFICE}/双随机检查'
                          '&kind=regular&region=')).is_(200).has(
        '检查对象 12 名')
    page = centre.send(page, {'seed_source': '公开掷骰'},
                       '/desk/draws').is_(200)
    number = re.search(r'CC-\d{4}-\d{4}', page.words).group(0)
    commitment = re.search(r'\b[0-9a-f]{64}\b', page.words).group(0)
    public = site.visitor()
    public.get(f'/draws/{number}').is_(200).has(commitment)
    at = page.form(r'/desk/draws/\d+/seed').action
    centre.send(page, {'seed': ''}, at).is_(422)
    page = centre.send(page, {'seed': '５31624', 'source': '公开掷骰'},
                       at).is_(200)
    again = centre.post(at, {'csrf': centre.csrf(), 'seed': '1',
                             'source': 'x', 'taken': ''})
    check(again.status in (409, 422), f'a second seed: {again.status}')
    got = public.get(f'/draws/{number}/draw.json').is_(200)
    path = site.folder + '/draw.json'
    with open(path, 'wb') as f:
        f.write(got.body)
    said = site.run('draw', 'verify', path, '--commitment', commitment)
    check('全部相符' in said.stdout, said.stdout)
    drawn = json.loads(got.body)['result']['drawn']
    check(len(drawn) == 2, f'ten of a hundred of twelve: {len(drawn)}')
    with open(path, 'wb') as f:
        f.write(got.body.replace(b'531624', b'531625'))
    said = site.run('draw', 'verify', path, ok=False)
    check(said.returncode == 1 and '［不符］' in said.stdout, said.stdout)


# --- a district that ended ---

def test_offices_of_a_district_that_ended_move_on(site):
    city, county = site.officer('centre'), site.officer('centre-500101')
    for i, town in enumerate(('大湾镇', '示例镇', '')):
        history(city, OFFICE, {
            'name': f'示例渝北第{i}法律服务所', 'number': f'所500112-{i}',
            'region': '500112', 'recognised': '2010-05-01',
            'source': '设立批复', '许可日期': '2010-05-01',
            '区域类型': '农村乡镇', '住所': '示例镇1号',
            '乡镇街道': town or '无', '负责人': '示例主任'})
    at = city.get('/desk/succession').is_(200).has(
        '2025-11-06', '设立两江新区').link(r'/desk/succession/[^/]+/1')
    check(county.get(at).status == 403, 'a county sees it')
    check('区划变更' not in county.get('/desk/plan').is_(200).words,
          'a county is shown the way')
    city.get('/desk/plan').is_(200).has('区划变更：机构和申请转入')
    page = city.get(at).is_(200).has(
        '示例渝北第0法律服务所', '重庆市 北碚区', '按乡镇街道',
        '重庆市 两江新区', '名额和万人比不随机构转移')
    city.send(page, {'which': 'all', 'source': ''}, at).is_(422).has(
        '依据的文件')
    city.send(page, {'which': 'chosen', 'source': '批复'}, at).is_(422).has(
        '请选中')
    page = city.send(page, {'which': 'all', 'source': '示例批复1号'},
                     at).is_(200).has('没有待转入')
    site.visitor().get(f'/towns?programme={OFFICE}&region=500109').is_(
        200).has('示例渝北第0法律服务所')
    site.visitor().get(f'/towns?programme={OFFICE}&region=500157').is_(
        200).has('示例渝北第1法律服务所', '重庆市 两江新区（2 家）')
