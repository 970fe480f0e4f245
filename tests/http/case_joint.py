"""A specialised firm from its city to the plaque: first instance, first
evaluation per category, the leading group with its places, two signatures,
the joint publication; everything by forms."""
import re
import time

from case_application import PDF, section, url
from case_application import STATE as FORM
from case_bodies import account, sql, write
from case_panel import STATE, give, person, there
from site_ import Site, check, credit_code

DEMO = True
CODE = 'specialised-law-firm'
FIRMS = {}


def prepare(site):
    Site.init(site)
    FIRMS.clear()  # other cases go this way too
    STATE['seen'].clear()
    STATE.pop('city', None)
    now = int(time.time() * 1e6)
    STATE['there'] = len(sql(site, 'SELECT id FROM programme WHERE code = '
                             f"'{CODE}'")) == 1
    write(site, f"INSERT INTO round SELECT 1, id, '第三批', {now - 10**9}, "
          f"{now + 7 * 86400 * 10**6}, NULL, '', '执行办公室', "
          "'028-00000000', '', pack_hash, 'OPEN', 1 "
          f"FROM programme WHERE code = '{CODE}'")


def body(site, name, kind, region, mail):
    """Registers a body and seats a person on it."""
    rules, admin = person(site, 'rules'), person(site, 'admin')
    page = rules.get(url(f'/desk/bodies/new?kind={CODE}/{kind}')).is_(200)
    page = rules.send(page, {'name': name, 'region': region,
                             'contact': '示例', 'phone': '028-1234567'},
                      '/desk/bodies/new').is_(200)
    at = re.search(r'/desk/bodies/\d+', page.path).group(0)
    STATE.setdefault('city', at)
    account(site, mail, name + '经办')
    page = admin.get(at).is_(200)
    admin.send(page, {'login': mail}, at + '/seat').is_(200)


def apply(site, seed, name, categories, incubate='1', more=None):
    v = site.visitor()
    v.sign_up(seed, name=name)
    page = v.get(f'/mine/start/{CODE}').is_(200)
    page = v.send(page, {}).is_(200)
    at = FORM['at'] = re.search(r'/applications/\d+', page.path).group(0)
    section(v, '律所基本情况', {
        '律所名称': name, '统一社会信用代码': credit_code(seed),
        '律所组织形式': '普通合伙', '机构类型': '总所', '所在地区': '510107',
        '办公地址': f'示例路{seed}号', '执业许可证号': '25101201010000002',
        '执业许可状态': '正常', '律所主任': f'示例主任{seed}',
        '联系人': f'示例联系人{seed}', '手机号码': f'1300{seed:07d}'},
        [('执业许可证', 'a.pdf', PDF)]).is_(200)
    year = time.gmtime().tm_year
    section(v, '规模和营收', {'执业律师数': '18', '律所总人数': '25'},
            [('营收证明', 'b.pdf', PDF)], rows=[
                ('营收情况[0].会计年度', str(year - 1)),
                ('营收情况[0].总营收', '6000000'),
                ('营收情况[0].领域收入', '2400000')]).is_(200)
    section(v, '处罚处分', {'近两年处罚处分情况': '无'}).is_(200)
    section(v, '申报类别', {'接受培育': incubate},
            rows=[('申报类别', c) for c in categories]).is_(200)
    if '精细化' in categories:
        section(v, '精细化', {'管理体系': '质量、档案和客户管理成体系' * 9},
                [('体系文件', 'd.pdf', PDF)]).is_(200)
    if more:
        more(v)
    today = time.strftime('%Y-%m-%d', time.gmtime(time.time() + 8 * 3600))
    section(v, '声明和盖章', {'自愿申报': '1', '材料真实': '1',
                         '盖章日期': today},
            [('盖章页', 'c.pdf', PDF)]).is_(200)
    page = v.get(at + '/check').is_(200)
    v.send(page, {'declare': '1'}, at + '/submit').is_(200).has('已提交')
    FIRMS[name] = v, at, at.rsplit('/', 1)[1]
    return FIRMS[name]


def number(name):
    return FIRMS[name][2]


@there
def test_city_passes_what_it_may(site):
    for name, kind, region, mail in (
            ('蓉律协', '市州律师协会', '510100', 'rong@example.com'),
            ('省行业党委', '省律师行业党委', '510000', 'party@example.com'),
            ('省律协', '省律师协会', '510000', 'bar@example.com')):
        body(site, name, kind, region, mail)
    apply(site, 801, '蓉第一律师事务所', ['特色化', '精细化'])
    apply(site, 802, '蓉第二律师事务所', ['特色化'])
    apply(site, 803, '蓉第三律师事务所', ['特色化'], '0')
    city = person(site, 'rong')
    ids = []
    for name in FIRMS:
        at = f'/body/files/{number(name)}'
        page = city.get(at).is_(200)
        marks = {n: 'yes' for n in page.form(at + '/marks').names
                 if n.startswith('mark')}
        page = city.send(page, marks, at + '/marks').is_(200)
        city.send(page, {'decision': 'pass', 'opinion': '同意上报'},
                  at + '/decide', files={'seal': ('章.pdf', PDF)}).is_(200)
        ids.append(number(name))
    page = city.get('/body').is_(200).has('0 天')
    # One takes his file back meanwhile: it does not stop the others.
    v, at, gone = apply(site, 804, '蓉第四律师事务所', ['特色化'])
    del FIRMS['蓉第四律师事务所']
    stale = city.send(page, {'ids': [gone], 'sure': '1'}, '/body/forward')
    stale.is_(409).has('还没有通过，通过后才能转报')
    city.send(page, {'ids': [gone, *ids], 'sure': '1'}, '/body/forward').is_(
        200).has('ZB-', '蓉第一律师事务所', '蓉第三律师事务所',
                 '以下 1 份没有转报，其余已转报', '蓉第四律师事务所')
    city.send(page, {'ids': ids, 'sure': '1'}, '/body/forward').is_(409).has(
        '已不在本单位办理')
    # Who has an interest sees neither the file nor how many there are.
    account(site, 'rong2@example.com', '蓉乙')
    admin = person(site, 'admin')
    page = admin.get(STATE['city']).is_(200)
    admin.send(page, {'login': 'rong2@example.com'},
               STATE['city'] + '/seat').is_(200)
    two = person(site, 'rong2')
    two.get('/body').is_(200).has('共 1 份')
    two.send(two.get('/ties').is_(200), {
        'relation': 'FORMER', 'value': '蓉第四律师事务所',
        'left': time.strftime('%Y-%m-%d', time.gmtime())}, '/ties').is_(200)
    page = two.get('/body').is_(200).has('目前没有送达本单位的申请')
    two.get(f'/body/files/{gone}').is_(404)
    two.post(f'/body/files/{gone}/decide', {
        'csrf': two.csrf(), 'version': '1', 'decision': 'pass'}, []).is_(404)
    FIRMS['蓉第一律师事务所'][0].get(FIRMS['蓉第一律师事务所'][1]).is_(
        200).has('评审中')


@there
def test_a_refusal_is_looked_at_again(site):
    v, at, number_ = apply(site, 805, '蓉第五律师事务所', ['特色化'])
    del FIRMS['蓉第五律师事务所']
    city, s = person(site, 'rong'), person(site, 'secretariat')
    v.get(at + '/recheck').is_(409)
    page = city.get(f'/body/files/{number_}').is_(200)
    marks = {n: 'yes' for n in page.form(
        f'/body/files/{number_}/marks').names if n.startswith('mark')}
    page = city.send(page, marks, f'/body/files/{number_}/marks').is_(200)
    city.send(page, {'decision': 'refuse', 'opinion': '规模超过中小型'},
              f'/body/files/{number_}/decide').is_(200)
    page = v.get(at).is_(200).has('可以在', '申请复查')
    page = v.get(page.link(at + '/recheck')).is_(200).has('规模超过中小型')
    v.send(page, {'reason': ''}, at + '/recheck').is_(422)
    v.send(page, {'reason': '人数计算有误'}, at + '/recheck').is_(200).has(
        '待复查', '人数计算有误')
    v.post(at + '/recheck', {'csrf': v.csrf(), 'reason': '再次'}).is_(
        409).has('一次')
    s.get('/desk').is_(200).has('待复查的不予通过 1', '复查不予通过')
    desk = s.get('/desk/rechecks').is_(200).has('蓉第五律师事务所').link(
        r'/desk/rechecks/\d+')
    page = s.get(desk).is_(200).has('规模超过中小型', '人数计算有误')
    s.send(page, {}, desk).is_(422)
    s.send(page, {'result': 'reverse'}, desk).is_(422)
    s.send(page, {'result': 'uphold', 'answer': '人数确实超过'}, desk).is_(
        200).has('维持不予通过')
    v.get(at).is_(200).has('维持不予通过', '人数确实超过')
    s.get('/desk').is_(200).has('待复查的不予通过 0')
    v.get('/mine/messages').is_(200).has('复查维持不予通过')
    s.send(page, {'result': 'reverse', 'answer': '改'}, desk).is_(409)


@there
def test_first_evaluation_proposes(site):
    for i in range(1, 4):
        account(site, f'p{i}@example.com', f'评委{i}')
    c = person(site, 'centre')
    page = c.get('/desk/panels/new').is_(200)
    programme = re.search(r'<option value="(\d+)"[^>]*>专精特新', page.text)
    page = c.send(page, {
        'programme': programme.group(1), 'round': '1', 'name': '初评小组',
        'document_no': '川律〔2026〕1号', 'members':
        'p1@example.com\np2@example.com\np3@example.com'},
        '/desk/panels/new').is_(200).has('第三批')
    at = re.search(r'/desk/panels/\d+', page.path).group(0)
    c.send(page, {}, at + '/assign').is_(200)
    lines = {'蓉第一律师事务所': {'特色化': 'RECOGNISE', '精细化': 'REJECT'},
             '蓉第二律师事务所': {'特色化': 'INCUBATE'},
             '蓉第三律师事务所': {'特色化': 'REJECT'}}
    s = person(site, 'secretariat')
    for name, said in lines.items():
        for i in range(1, 4):
            give(person(site, f'p{i}'), number(name), 'PASS', more=said)
        page = s.get(f'/panel/files/{number(name)}').is_(200).has(
            '各类别的建议')
        s.send(page, {}, f'/panel/files/{number(name)}/conclude').is_(
            200).has('通过')


def line(v, name, position, values, act='decide'):
    at = f'/desk/decisions/{number(name)}/lines/{position}'
    return v.send(v.get(at).is_(200).has('剩余'), values, f'{at}/{act}')


@there
def test_leading_group_decides_with_places(site):
    c = person(site, 'centre')
    year = time.gmtime(time.time() + 8 * 3600).tm_year
    c.get('/desk/decisions').is_(200).has('剩余', '待决定')
    one, two, three = FIRMS
    page = c.get(f'/desk/decisions/{number(one)}').is_(200).has(
        '特色化', '精细化', str(year))
    order = re.findall(r'/lines/(\d)">([^<]+)<', page.text)
    position = {n: p for p, n in order}
    # Another outcome than the proposal needs reasons.
    line(c, one, position['精细化'], {'outcome': 'INCUBATE',
                                'document_no': '会〔2026〕1号'}).is_(
        422).has('理由')
    line(c, one, position['精细化'], {
        'outcome': 'REJECT', 'document_no': '会〔2026〕1号',
        'reason': '管理体系未达到先进'}).is_(200)
    page = line(c, one, position['特色化'], {
        'outcome': 'RECOGNISE', 'document_no': '会〔2026〕1号'}).is_(200)
    page.has('已决定', '1/')
    # It takes a place; incubation and rejection take none.
    line(c, two, 1, {'outcome': 'INCUBATE',
                     'document_no': '会〔2026〕1号'}).is_(200)
    line(c, three, 1, {'outcome': 'REJECT', 'document_no': '会〔2026〕1号',
                       'reason': '特色不具有影响力'}).is_(200)
    words = c.get('/desk/quotas').is_(200).words
    check(f'{year}年名额 1/' in words, words)


@there
def test_two_signatures_in_order(site):
    c = person(site, 'centre')
    c.get('/desk').is_(200).has('拟联合发布')
    page = c.get('/desk/publications').is_(200)
    page = c.send(page, {'kind': 'RESULT'}, '/desk/publications').is_(
        200).has('发布稿预览', '蓉第一律师事务所', '管理体系未达到先进',
                 '特色不具有影响力')
    at = re.search(r'/publications/\d+', page.path).group(0)
    FIRMS_AT['at'] = at
    site.visitor().get(at).is_(404)
    party, bar = person(site, 'party'), person(site, 'bar')
    # The association does not go first.
    bar.get('/body/publications').is_(200).has('没有等待本单位签署的发布稿')
    bar.post(f'/body{at}/sign', {'csrf': bar.csrf(), 'version': '1'}).is_(403)
    party.get('/body/publications').is_(200).has('评审结果')
    page = party.get('/body' + at).is_(200).has('发布稿预览', '未签署')
    party.send(page, {}, f'/body{at}/sign').is_(200)
    site.visitor().get(at).is_(404)
    party.post(f'/body{at}/sign', {'csrf': party.csrf(),
                                   'version': '2'}).is_(403)
    page = bar.get('/body' + at).is_(200)
    bar.send(page, {}, f'/body{at}/sign').is_(200).has('已发布')
    words = site.visitor().get(at).is_(200).words
    check('蓉第一律师事务所' in words and '蓉第二律师事务所' in words, words)
    check('蓉第三律师事务所' not in words, 'a rejected firm is published')


FIRMS_AT = {}


@there
def test_everybody_learns_and_the_plaque_is_made(site):
    one, two, three = FIRMS
    for name, seed in ((one, 801), (two, 802), (three, 803)):
        FIRMS[name][0].sign_in(f'1300{seed:07d}')
    FIRMS[three][0].get(FIRMS[three][1]).is_(200).has('特色不具有影响力')
    FIRMS[two][0].get('/mine/messages').is_(200).has('培育')
    page = FIRMS[one][0].get(FIRMS[one][1]).is_(200).has('不予认定通知书')
    FIRMS[one][0].get(page.link(r'/letters/\d+/\d+')).is_(200).has(
        '精细化', '管理体系未达到先进')
    FIRMS[one][0].get('/mine/holdings').is_(200).has('有效')
    site.visitor().get(f'/register?programme={CODE}').is_(200).has(one)
    c = person(site, 'centre')
    c.get('/desk/plaques').is_(200).has(one)
    page = c.get('/desk/plaques')
    plaque = page.link(r'/desk/plaques/\d+')
    page = c.get(plaque).is_(200)
    form = [f for f in page.page.forms if f.action.startswith(plaque)][0]
    c.send(page, {'receiver': '示例甲'}, form.action).is_(200).has('已颁发')
