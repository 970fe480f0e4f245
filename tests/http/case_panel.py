"""A station from the recommender to the plaque: formal review, a panel with a
recusal and a tie, a review on site, the notice, recordation; and those with an
interest see nothing of it. Everything by forms."""
import re
import time

from book import texts
from case_application import PDF, section, url
from case_application import STATE as FORM
from case_bodies import account, sign_in, sql, write
from site_ import Site, check, credit_code

DEMO = True
CODE = 'legal-service-station'
STATE = {'seen': {}}
CLOSED = '川示例律师事务所'


def prepare(site):
    """The draft regulation is issued; a round is open."""
    Site.init(site)
    again(site)
    now = int(time.time() * 1e6)
    STATE['there'] = len(sql(site, 'SELECT id FROM programme WHERE code = '
                             f"'{CODE}'")) == 1
    write(site, "UPDATE programme SET state = 'OPEN', issued_day = "
          f"{now // 86400000000 - 1} WHERE code = '{CODE}'")
    write(site, f"INSERT INTO round SELECT 1, id, '首批', {now - 10**9}, "
          f"{now + 90 * 86400 * 10**6}, NULL, '', '会员发展与服务部', "
          "'010-00000000', '', pack_hash, 'OPEN', 1 "
          f"FROM programme WHERE code = '{CODE}'")


def there(f):
    """Only if the program carries the programme."""
    def run(site):
        if STATE['there']:
            f(site)
    run.__name__ = f.__name__
    return run


def person(site, key):
    """One session each: too many attempts to sign in are refused."""
    if key not in STATE['seen']:
        STATE['seen'][key] = sign_in(site, key if '@' in key else
                                     f'{key}@example.com')
    return STATE['seen'][key]


def again(site):
    """After the clock was moved: sessions are over."""
    STATE['seen'].clear()


def move_clock(site, days):
    v = site.visitor()
    page = v.get('/demo').is_(200)
    v.send(page, {'days': str(days)}, '/demo/clock').is_(200)
    again(site)


def today(v):
    return re.search(r'演示时间：(\d{4}-\d\d-\d\d)',
                     v.get('/').is_(200).words).group(1)


def fill(v, at, name, seed):
    FORM['at'] = at
    mobile = f'1300{seed:07d}'
    section(v, '律所基本情况', {
        '律所名称': name, '统一社会信用代码': credit_code(seed),
        '律所组织形式': '普通合伙', '机构类型': '总所', '所在地区': '510107',
        '办公地址': f'示例大道{seed}号'}).is_(200)
    section(v, '执业许可', {
        '持有律师事务所执业许可证': '1', '执业许可证号': '25101201010000001',
        '发证机关': '示例省司法厅', '执业许可取得日期': '2012-03-15',
        '执业许可状态': '正常'}, [('执业许可证', 'a.pdf', PDF)]).is_(200)
    rows = []
    for i in range(30):
        rows += [(f'人员名册[{i}].姓名', f'人员{seed}{i:02d}'),
                 (f'人员名册[{i}].角色', '律师')]
    section(v, '律所人员', {
        '律所主任': f'示例主任{seed}', '主任手机': mobile,
        '联系人': f'示例联系人{seed}', '手机号码': mobile,
        '电子邮箱': f'f{seed}@example.cn'},
        [('人员证明', 'b.pdf', PDF)], rows=rows).is_(200)
    section(v, '政治立场和服务能力', {
        '政治立场声明': '1', '党组织情况': '党支部', '党员人数': '12',
        '业务领域': '公司商事、劳动用工', '专业优势': '为中小企业服务' * 20}).is_(200)
    section(v, '管理情况', {
        '场所面积': '1500', '场所设施': '会议室', '信息系统': '案件管理系统',
        '律师监督措施': '质量抽查'},
        [('制度文件', 'c.pdf', PDF), ('场所照片', 'd.pdf', PDF)],
        rows=[('内部制度', '执业管理')]).is_(200)
    section(v, '投诉处罚处分', {'近三年投诉情况': '无',
                          '近三年处罚处分情况': '无'}).is_(200)
    section(v, '中小企业法律服务', {},
            [('事项证明', 'e.pdf', PDF), ('承诺书', 'f.pdf', PDF)],
            rows=[('服务事项[0].客户名称', f'示例客户{seed}公司'),
                  ('服务事项[0].是否中小企业', '1'),
                  ('服务事项[0].事项类别', '诉讼'),
                  ('服务事项[0].委托日期', '2025-03-01')]).is_(200)
    section(v, '声明和盖章', {'接受管理办法': '1', '材料真实': '1',
                         '盖章日期': today(v)},
            [('盖章页', 'g.pdf', PDF)]).is_(200)


def apply(site, seed, name, recommender=None):
    v = site.visitor()
    v.sign_up(seed, name=name)
    page = v.get(f'/mine/start/{CODE}').is_(200)
    page = v.send(page, {'channel': 'recommended' if recommender else
                         'self'}).is_(200)
    at = re.search(r'/applications/\d+', page.path).group(0)
    fill(v, at, name, seed)
    if recommender:
        page = v.get(at + '/body').is_(200)
        v.send(page, {'body': recommender}, at + '/body').is_(200)
    page = v.get(at + '/check').is_(200)
    v.send(page, {'declare': '1'}, at + '/submit').is_(200).has('已提交')
    return v, at, at.rsplit('/', 1)[1]


@there
def test_recommender_passes_and_forwards(site):
    rules = person(site, 'rules')
    page = rules.get(url(f'/desk/bodies/new?kind={CODE}/省级律师行业协会'))
    page = rules.send(page, {'name': '川律协', 'region': '510000',
                             'contact': '示例', 'phone': '028-1234567'},
                      '/desk/bodies/new').is_(200)
    body = re.search(r'/desk/bodies/\d+', page.path).group(0)
    account(site, 'rec@example.com', '荐甲')
    admin = person(site, 'admin')
    page = admin.get(body).is_(200)
    admin.send(page, {'login': 'rec@example.com'}, body + '/seat').is_(200)
    STATE['one'] = apply(site, 701, '川第一律师事务所', body.rsplit('/', 1)[1])
    STATE['two'] = apply(site, 702, CLOSED)
    STATE['three'] = apply(site, 703, '川第三律师事务所')
    rec = person(site, 'rec')
    rec.get('/body').is_(200).has('川第一律师事务所')
    at = f"/body/files/{STATE['one'][2]}"
    page = rec.get(at).is_(200)
    rec.send(page, {'decision': 'pass', 'opinion': '同意推荐'},
             at + '/decide', files={'seal': ('章.pdf', PDF)}).is_(200)
    page = rec.get('/body').is_(200)
    rec.send(page, {'ids': STATE['one'][2], 'sure': '1'},
             '/body/forward').is_(200).has('ZB-')


def review(site, number):
    desk = f'/desk/applications/{number}'
    s = person(site, 'secretariat')
    page = s.get(desk).is_(200)
    page = s.send(page, {}, desk + '/take').is_(200)
    marks = {n: 'yes' for n in page.form(desk + '/marks').names
             if n.startswith('mark')}
    page = s.send(page, marks, desk + '/marks').is_(200)
    s.send(page, {'conclusion': 'pass'}, desk + '/propose').is_(200).has(
        '评审中')


@there
def test_formal_review(site):
    for key in ('one', 'two', 'three'):
        review(site, STATE[key][2])
    v, at, _ = STATE['one']
    v.get(at).is_(200).has('评审中')


@there
def test_panel_is_appointed(site):
    for i in range(1, 6):
        account(site, f'p{i}@example.com', f'评委{i}')
    account(site, 'sub@example.com', '候补甲')
    c = person(site, 'centre')
    c.get('/desk/panels').is_(200).has('还没有评审小组')
    page = c.get('/desk/panels/new').is_(200)
    programme = re.search(r'<option value="(\d+)"[^>]*>法律服务工作站',
                          page.text).group(1)
    lines = ['p1@example.com 示例大学', 'p2@example.com 示例学院',
             'p3@example.com', 'p4@example.com 川示例律师事务所成都分所']
    fields = {'programme': programme, 'name': '首批评定小组',
              'document_no': '中企协〔2026〕1号', 'members': '\n'.join(lines[:2])}
    c.send(page, fields, '/desk/panels/new').is_(422).has('应为 3 至 7 人')
    fields['members'] = '\n'.join(lines + ['候补 sub@example.com 示例中心'])
    page = c.send(page, fields, '/desk/panels/new').is_(200).has(
        '首批评定小组', '评委1', '候补甲')
    STATE['panel'] = re.search(r'/desk/panels/\d+', page.path).group(0)
    # One may be added, and takes the seat of one who leaves.
    action = STATE['panel'] + '/substitute'
    c.send(page, {'login': 'nobody@example.com'}, action).is_(422).has(
        '没有这个账号')
    page = c.send(page, {'login': 'p5@example.com'}, action).is_(200).has(
        '评委5')
    form = [f for f in page.page.forms
            if f.action == STATE['panel'] + '/replace'][2]
    fields = dict(form.fields)
    who = fields['account']
    choice = re.search(r'<option value="(\d+)"[^>]*>评委5', page.text).group(1)
    fields[f'substitute.{who}'] = choice
    c.post(form.action, fields).is_(422).has('请填写更换成员的理由')
    fields[f'reason.{who}'] = '工作调动'
    page = c.post(form.action, fields).is_(200).has('已离任：工作调动')
    page = c.send(page, {}, STATE['panel'] + '/assign').is_(200).has(
        '川第一律师事务所', '川第三律师事务所')
    # There are open files: it does not end.
    c.send(page, {}, STATE['panel'] + '/close').is_(409).has(
        '还有申请没有形成结果')
    person(site, 'p3').get('/panel').is_(403)


@there
def test_the_conflicted_see_nothing(site):
    """p4 works at a branch of an applicant: neither it nor a count of it."""
    number = sql(site, "SELECT number FROM application WHERE id = "
                 f"{STATE['two'][2]}")[0][0]
    two, v = STATE['two'][2], person(site, 'p4')
    page = v.get('/panel').is_(200)
    check(number not in page.text and CLOSED not in page.text, page.words)
    check('等 3 份' not in page.words, page.words)
    told = v.get('/mine/messages').is_(200).words
    check('分配到 2 份' in told and '分配到 3 份' not in told, told)
    for path in ('', '/sheet', '/versions'):
        v.get(f'/panel/files/{two}{path}').is_(404)
    for act in ('declare', 'open', 'opinion', 'conclude', 'reopen', 'onsite'):
        v.post(f'/panel/files/{two}/{act}',
               {'csrf': v.csrf(), 'interest': 'no', 'what': 'form/1',
                'version': '1', 'final': 'yes', 'reason': '试'}).is_(404)
    # The others have three.
    person(site, 'p1').get('/mine/messages').is_(200).has('分配到 3 份')
    # The hit says why, to others, and is cleared with a note by another.
    c = person(site, 'centre')
    page = c.get('/desk/interests').is_(200).has(
        '评委4', '现工作单位', '川示例律师事务所成都分所')
    at = f'/desk/applications/{two}/interests'
    page = c.get(at).is_(200).has('材料已对其关闭')
    form = page.form(at + '/clear')
    note = [n for n in form.names if n.startswith('note.')][0]
    c.send(page, {note: ''}, at + '/clear').is_(422).has('请写明理由')
    STATE['clear'] = at, note
    c.get(f'/panel/files/{two}').is_(200)


def declare(v, number, interest='no', reason=''):
    at = f'/panel/files/{number}'
    page = v.get(at).is_(200).has('打开材料前请先声明')
    return v.send(page, {'interest': interest, 'reason': reason},
                  at + '/declare')


SCORES = ('服务能力', '内部管理', '场所设施得分', '信息化', '中小企业服务',
          '类别条件得分', '示范带动得分')


def give(v, number, vote, score='80', note='', more=None):
    """Opens everything that must be opened, marks and submits."""
    at = f'/panel/files/{number}'
    page = v.get(at).is_(200)
    if '打开材料前请先声明' in page.words:
        declare(v, number).is_(200)
        page = v.get(at).is_(200)
    form = page.form(at + '/opinion')
    values = {n: score for n in form.names if n in SCORES}
    marks = set(re.findall(r'type="radio"[^>]*name="([^"]+)"', page.text))
    values.update({n: 'yes' for n in marks & form.names if n != 'vote'})
    values.update(vote=vote, opinion=f'意见：{vote}', **(more or {}))
    if note:
        values['note0'] = note
    button = ('final', 'yes')
    early = v.send(page, values, at + '/opinion', button=button)
    if early.status == 409:
        early.has('还没有打开')
    for f in [f for f in page.page.forms if f.action == at + '/open']:
        v.post(f.action, f.fields, follow=False)
    page = v.get(at).is_(200)
    if early.status == 409:
        early = v.send(page, values, at + '/opinion', button=button)
    return early.is_(200)


def crawl(v, start, words, skip=None):
    """Everything that is linked from the desk: none of the words stands
    there."""
    todo, seen, found = list(start), set(), []
    while todo and len(seen) < 250:
        path = todo.pop(0).split('#')[0]
        kind = path.split('?')[0]
        if kind in seen or (skip and re.match(skip, path)) or not re.match(
                r'/(desk|panel|body|mine/messages|files|api)', path):
            continue
        seen.add(kind)
        a = v.get(path)
        check(a.status < 500, f'{path}: {a.status}')
        if a.status != 200:
            continue
        if b'<html' not in a.body[:300]:
            found += [f'{path}: {w}' for w in words if a.body[:2] == b'PK'
                      and w in ' '.join(texts(a.body))]
            found += [f'{path}: {w}' for w in words if a.body[:2] != b'PK'
                      and w.encode() in a.body]
            continue
        found += [f'{path}: {w}' for w in words if w in a.text]
        todo += a.page.links
    check(not found, '\n'.join(found))
    return len(seen)


@there
def test_officers_with_an_interest_see_nothing(site):
    """Those of the office, the rules and the administration alike."""
    one = STATE['one'][2]
    number = sql(site, f'SELECT number FROM application WHERE id = {one}')
    STATE['words'] = ('川第一律师事务所', number[0][0], one)
    for role in ('centre', 'secretariat', 'admin', 'auditor'):
        site.run('user', 'add', f'no{role}@example.com', f'避官{role}', role,
                 stdin='wen-quan-2023-x\n')
        v = person(site, f'no{role}')
        page = v.get('/ties').is_(200)
        v.send(page, {'relation': 'UNIT', 'value': ''}, '/ties').is_(422)
        page = v.send(page, {'relation': 'UNIT', 'value':
                             '川第一律师事务所（成都）分所'}, '/ties').is_(200)
        check(crawl(v, ['/desk', '/desk/audit.csv'], STATE['words']) > 5,
              f'{role}: nothing was looked at')
    v = person(site, 'nocentre')
    for path in ('', '/interests', '/versions', '/disqualify'):
        v.get(f'/desk/applications/{one}{path}').is_(404)
    for path in (f'/desk/decisions/{one}', f'/panel/files/{one}',
                 f'/panel/files/{one}/sheet', f'/panel/files/{one}/versions'):
        v.get(path).is_(404)
    # Two files of three: the counts say so, and neither the panel nor its
    # list says more.
    check(STATE['panel'] in v.get('/desk/panels').text, 'no panel')
    row = re.search(r'首批评定小组.*?</tr>', v.get('/desk/panels').text,
                    re.S).group(0)
    check(re.findall(r'>(\d+)<', row)[:2] == ['2', '0'], row)
    for path, values in (
            (f'/panel/files/{one}/stand-in', {'substitute': '1'}),
            (f'/panel/files/{one}/reopen', {'reason': '试'}),
            (f'/panel/files/{one}/conclude', {'version': '1'}),
            (f'/desk/applications/{one}/disqualify',
             {'sure': '1', 'finding': '试', 'conclusion': '试'}),
            (f'/desk/applications/{one}/interests/lift', {'account': '1'}),
            (f'/desk/applications/{one}/interests/clear',
             {'account': '1', 'trait': 'x'})):
        v.post(path, {'csrf': v.csrf(), **values}).is_(404)
    # Nobody clears his own.
    c = person(site, 'centre')
    c.get(f'/desk/applications/{one}/interests').is_(200).has('避官centre')


@there
def test_recusal_and_substitute(site):
    one = STATE['one'][2]
    at = f'/panel/files/{one}'
    p1, p2 = person(site, 'p1'), person(site, 'p2')
    # Before the declaration it is shown whose file it is, and nothing of it.
    page = p1.get(at).is_(200).has('川第一律师事务所', '武侯区')
    check('申请材料' not in page.words and '示例主任701' not in page.words and
          '评委2' not in page.words, page.words)
    p1.get(at + '/versions').is_(409).has('请先声明')
    p1.get(at + '/sheet').is_(409)
    p1.post(at + '/open', {'csrf': p1.csrf(), 'what': 'form/1'}).is_(409)
    file = sql(site, 'SELECT subject_id, id FROM attachment LIMIT 1')[0]
    p1.get(f'/files/{file[0]}/{file[1]}').is_(404)
    declare(p2, one, 'yes').is_(422).has('利害关系')
    declare(p2, one, 'yes', '曾任该所顾问').is_(200)
    p2.get(at).is_(404)
    check('SQ-' in p2.get('/panel').words, 'his other files are gone too')
    # The office sees the recusal; one proposes, another agrees to lift it.
    c = person(site, 'centre')
    page = c.get(at).is_(200).has('回避', '川第一律师事务所')
    give(p1, one, 'PASS', note='材料齐全').has('已提交意见')
    p1.get(at + '/sheet').is_(200).has('评委1', '材料齐全')
    page = c.get(at).is_(200)
    check('材料齐全' not in page.words, 'an officer sees one opinion early')
    c.get(at + '/sheet').is_(409)
    sub = person(site, 'sub')
    sub.get(at).is_(404)
    page = c.send(c.get(at), {}, at + '/stand-in').is_(200).has('递补成员')
    c.post(at + '/stand-in', {'csrf': c.csrf(), 'substitute': '1'}).is_(422)
    give(sub, one, 'REJECT')
    p1.get(at).is_(200).has('意见：REJECT')


@there
def test_onsite_with_notice_and_record(site):
    one = STATE['one'][2]
    at = f'/panel/files/{one}'
    p1 = person(site, 'p1')
    page = p1.get(at).is_(200).has('安排现场评审')
    p1.send(page, {'held': today(p1), 'place': '本所', 'items': '场所'},
            at + '/onsite').is_(422).has('最早可于')
    page = p1.send(page, {'place': '申请单位会议室', 'items': '查看场所和档案'},
                   at + '/onsite').is_(200).has('申请单位会议室')
    v, mine, _ = STATE['one']
    v.get(mine).is_(200).has('现场')
    held = re.search(r'现场评审 (\d{4}-\d\d-\d\d)', page.words).group(1)
    onsite = sql(site, 'SELECT id FROM panel_onsite')[0][0]
    p1.post(f'{at}/onsite/{onsite}', {'csrf': p1.csrf(),
                                     'findings': '场所属实'}).is_(409)
    for _ in range(20):
        if today(site.visitor()) >= held:
            break
        move_clock(site, 1)
    p1 = person(site, 'p1')
    page = p1.get(at).is_(200)
    p1.send(page, {'findings': ''}, f'{at}/onsite/{onsite}').is_(422)
    page = p1.send(page, {'findings': '场所属实', 'firm_people': '示例主任',
                          'panel_people': '评委1'},
                   f'{at}/onsite/{onsite}').is_(200).has('场所属实')
    p1.post(f'{at}/onsite/{onsite}', {'csrf': p1.csrf(),
                                     'findings': '再次'}).is_(409)


@there
def test_tie_is_broken_by_the_chair(site):
    one = STATE['one'][2]
    at = f'/panel/files/{one}'
    c = person(site, 'centre')
    c.get(at).is_(200).has('还差')
    give(person(site, 'p4'), one, 'REJECT')
    p5 = person(site, 'p5')
    give(p5, one, 'PASS')
    # Nobody submits twice.
    p5.post(at + '/opinion', {'csrf': p5.csrf(), 'final': 'yes',
                              'vote': 'REJECT'}).is_(409).has('不能修改')
    p1 = person(site, 'p1')
    page = p1.get(at).is_(200).has('票数相同，由组长的一票决定：赞成')
    # Given back, an opinion has to be submitted anew.
    p1.send(page, {'reason': ''}, at + '/reopen').is_(422)
    page = p1.send(page, {'reason': '请核对场所'}, at + '/reopen').is_(200)
    page.has('已提交 0 名')
    for key, vote in (('p1', 'PASS'), ('sub', 'REJECT'), ('p4', 'REJECT'),
                      ('p5', 'PASS')):
        give(person(site, key), one, vote)
    stale = p1.get(at).is_(200)
    p1.send(stale, {'remark': '择优通过'}, at + '/conclude').is_(200).has(
        '票数相同，由组长决定', '通过')
    p1.send(stale, {}, at + '/conclude').is_(409)
    c.get(at + '/sheet').is_(200).has('择优通过', '评委4', '意见：REJECT')
    STATE['one'][0].sign_in('13000000701')
    STATE['one'][0].get(STATE['one'][1]).is_(200)


@there
def test_dismissed_and_lifted(site):
    """A hit is dismissed with a note; a recusal is lifted by two people."""
    c, two = person(site, 'centre'), STATE['two'][2]
    at, note = STATE['clear']
    page = c.get(at).is_(200)
    c.send(page, {note: '同名分所，已与司法局核对'}, at + '/clear').is_(
        200).has('已核实为巧合', '同名分所')
    p4 = person(site, 'p4')
    declare(p4, two, 'yes', '与主任相熟').is_(200)
    p4.get(f'/panel/files/{two}').is_(404)
    page = c.get(at).is_(200).has('回避中', '与主任相熟')
    reason = [n for n in page.form(at + '/lift').names
              if n.startswith('reason.')][0]
    page = c.send(page, {reason: '仅会议上见过'}, at + '/lift').is_(200).has(
        '已提出解除', '须由另一人同意')
    row = sql(site, 'SELECT i.account_id FROM interest i JOIN account a ON '
              "a.id = i.account_id WHERE a.name = '评委4'")[0][0]
    c.post(at + '/lift', {'csrf': c.csrf(), 'account': row, 'at': '0'}).is_(
        403)
    p4.get(f'/panel/files/{two}').is_(404)
    site.run('user', 'add', 'centre2@example.com', '官员九', 'centre',
             stdin='wen-quan-2023-x\n')
    c2 = person(site, 'centre2')
    page = c2.get(at).is_(200)
    c2.send(page, {}, at + '/lift').is_(200).has('已解除')
    p4.get(f'/panel/files/{two}').is_(200)


@there
def test_not_selected_gets_reasons(site):
    two = STATE['two'][2]
    at = f'/panel/files/{two}'
    for key in ('p1', 'p2', 'p4', 'p5'):
        give(person(site, key), two, 'PASS' if key == 'p2' else 'REJECT')
    s = person(site, 'secretariat')
    s.send(s.get(at).is_(200), {'remark': '服务中小企业的事项偏少'},
           at + '/conclude').is_(200).has('未入选')
    v = STATE['two'][0]
    v.sign_in('13000000702')
    v.get(STATE['two'][1]).is_(200).has('服务中小企业的事项偏少')


@there
def test_falsified_material_ends_it(site):
    s, three = person(site, 'secretariat'), STATE['three'][2]
    at = f'/desk/applications/{three}/disqualify'
    page = s.get(at).is_(200).has('弄虚作假')
    s.send(page, {'finding': '名册虚假', 'conclusion': '属实'}, at).is_(422)
    s.send(page, {'finding': '名册虚假', 'conclusion': '属实', 'sure': '1'},
           at).is_(200)
    person(site, 'p1').get(f'/panel/files/{three}').is_(404)
    person(site, 'centre').get('/desk/panels').is_(200).has('首批评定小组')


@there
def test_ranking(site):
    c = person(site, 'centre')
    number = STATE['panel'].rsplit('/', 1)[1]
    c.get(f'/panel/ranking/{number}').is_(200).has('川第一律师事务所', '80')
    book = c.get(f'/panel/ranking/{number}/list.xlsx').is_(200)
    check(book.body[:2] == b'PK', book.body[:20])
    page = c.get(STATE['panel']).is_(200)
    c.send(page, {}, STATE['panel'] + '/close').is_(200).has('已结束')
    person(site, 'p1').get('/panel').is_(403)


@there
def test_notice_recordation_and_plaque(site):
    c = person(site, 'centre')
    page = c.get(f'/desk/notices/new?programme={CODE}').is_(200)
    page = c.send(page, {}, '/desk/notices/new').is_(200)
    notice = '/notices/' + re.search(r'/(\d+)(\?|$)', page.path).group(1)
    site.visitor().get(notice).is_(200).has('川第一律师事务所')
    # Recordation waits for the end of the notice.
    c.get('/desk/recordations').is_(200)
    move_clock(site, 14)
    for role in ('centre', 'secretariat', 'admin', 'auditor'):
        crawl(person(site, f'no{role}'), ['/desk', '/desk/recordations'],
              STATE['words'], r'/desk/notices')
    c = person(site, 'centre')
    page = c.get('/desk' + notice).is_(200)
    if any(f.action == f'/desk{notice}/grant' for f in page.page.forms):
        c.send(page, {}, f'/desk{notice}/grant').is_(200)
    c.get('/desk').is_(200).has('待报备、待备案 1', '报备或备案')
    page = c.get('/desk/recordations').is_(200).has('川第一律师事务所')
    page = c.send(page, {'ids': STATE['one'][2]},
                  '/desk/recordations').is_(200)
    report = re.search(r'/desk/recordations/\d+', page.path).group(0)
    crawl(person(site, 'nocentre'), ['/desk/recordations', report],
          STATE['words'], r'/desk/notices')
    c.send(page, {'recorded_no': ''}, report + '/record').is_(422)
    page = c.get(report).is_(200)
    c.send(page, {'recorded_no': '备〔2026〕1号'}, report + '/record').is_(
        200).has('备〔2026〕1号')
    c.get('/desk/plaques').is_(200).has('川第一律师事务所')
    v = STATE['one'][0]
    v.sign_in('13000000701')
    v.get('/mine/holdings').is_(200).has('有效')
