"""One register of facts for all programmes, complaints of members, real-name
reports, reports of changes: by forms, on a firm that holds two titles."""
import datetime
import re
import time

from case_application import PDF, section, url
from case_application import STATE as FORM
from case_bodies import sql, write
from site_ import Site, check, credit_code

DEMO = True
STATION, FIRM = 'legal-service-station', 'specialised-law-firm'
NAME = '示例登记律师事务所'
STATE = {}
DAY = 86400 * 10**6


def prepare(site):
    Site.init(site)
    STATE.clear()  # other cases use the forms of this one
    now = int(time.time() * 1e6)
    write(site, "UPDATE programme SET state = 'OPEN', issued_day = "
          f"{now // DAY - 400} WHERE code = '{STATION}'")
    for i, code in ((1, FIRM), (2, STATION)):
        write(site, f"INSERT INTO round SELECT {i}, id, '首批', "
              f"{now - 10**9}, {now + 7 * DAY}, NULL, '', '执行办公室', "
              "'028-00000000', '', pack_hash, 'OPEN', 1 "
              f"FROM programme WHERE code = '{code}'")


def person(site, role):
    if role not in STATE:
        STATE[role] = site.officer(role)
    return STATE[role]


def day(back=0):
    now = datetime.datetime.now(datetime.timezone(
        datetime.timedelta(hours=8))).date()
    return (now - datetime.timedelta(days=back)).isoformat()


def holds(site, subject, i, code, number):
    """A title in force for a year and two more, with its term."""
    today = int(time.time()) // 86400
    write(site, 'INSERT INTO accreditation (subject_id, id, programme_id, '
          'number, verify_code, state, route, name, region, info, '
          'admitted_day, last_day, end_reason, watch_day, completed, '
          'pack_hash, category, variant, version) SELECT '
          f"{subject}, {900 + i}, id, '{number}', 'ABCDEFG{i}', 'ACTIVE', "
          f"'self', '{NAME}', '510107', '{{}}', {today - 365}, "
          f"{today + 730}, '', {today - 365}, 1, pack_hash, '', '', 1 "
          f"FROM programme WHERE code = '{code}'")
    write(site, f'INSERT INTO term VALUES ({subject}, {900 + i}, 1, '
          f'{today - 365}, {today + 730}, {(today - 365) * DAY}, NULL)')


def enter(site, **values):
    v = person(site, 'secretariat')
    page = v.get('/desk/incidents/new').is_(200)
    given = {'subject': NAME, 'kind': 'penalty', 'decided': day(1),
             'authority': '示例司法局', 'content': '因违规收费被处警告。',
             'source': '公开网站', **values}
    return v.send(page, given, '/desk/incidents/new')


def state_of(site, number):
    return sql(site, 'SELECT state FROM accreditation WHERE number = '
               f"'{number}'")[0][0]


def test_one_entry_for_all_programmes(site):
    firm = site.visitor()
    firm.sign_up(801, name=NAME, region='510107').is_(200)
    STATE['firm'] = firm
    subject = sql(site, f"SELECT id FROM subject WHERE name = '{NAME}'")
    STATE['subject'] = subject[0][0]
    holds(site, STATE['subject'], 1, STATION, 'GZZ-1')
    holds(site, STATE['subject'], 2, FIRM, 'ZJ-1')
    enter(site, doc_no='', decided=day(1)).is_(422).has('请填写文号')
    enter(site, doc_no='甲', decided='').is_(422).has('决定或者登记的日期')
    enter(site, doc_no='甲', decided=day(-1)).is_(422).has('晚于今日')
    enter(site, doc_no='甲', subject='没有的单位').is_(404).has('曾用名')
    page = enter(site, doc_no='示司罚〔2026〕1号').is_(200)
    page.has('已添加', '立案', '提示', '专精特新律所', '法律服务工作站',
             '最近处罚日')
    STATE['entry'] = re.search(r'/desk/incidents/\d+', page.path).group(0)
    STATE['case'] = page.link(r'/desk/proceedings/\d+')
    check(state_of(site, 'ZJ-1') == 'ACTIVE', 'ended by itself')


def test_same_document_is_one_entry(site):
    """Another spelling of the number, the credit code instead of the name."""
    page = enter(site, doc_no='示司罚[2026] 1号',
                 subject=credit_code(801)).is_(200).has('没有重复登记')
    check(STATE['entry'] in page.path, 'another entry')
    n = sql(site, "SELECT COUNT(*) FROM proceeding WHERE kind = 'REVOCATION'")
    check(n[0][0] in (1, '1'), f'{n} cases')


def test_decision_ban_and_what_others_see(site):
    centre = person(site, 'centre')
    case = STATE['case']
    page = centre.get(case).is_(200).has('牌匾', '不得申报', '各类资格一并取消')
    centre.send(page, {'what': 'revoke', 'reason': ''},
                case + '/decide').is_(422)
    page = centre.get(case).is_(200)
    centre.send(page, {'what': 'revoke', 'reason': '处罚已生效，在有效期内。'},
                case + '/decide').is_(200).has('已决定')
    check(state_of(site, 'ZJ-1') == 'REVOKED', 'not ended')
    check(state_of(site, 'GZZ-1') == 'ACTIVE', 'the other programme ended')
    last = day(0)
    page = centre.get('/desk/bans').is_(200).has(NAME, day(0), '+ 3年')
    check(str(int(last[:4]) + 3) in page.words, 'no last day')
    firm = STATE['firm']
    firm.get('/mine/holdings/902').is_(200).has('已撤销', '不得申报的期间')
    page = firm.get(f'/mine/start/{FIRM}').is_(200)
    firm.send(page, {}).is_(409).has('不得申报的期间', '起可以申报')
    firm.get(STATE['entry']).is_(403)
    a = site.visitor().get('/desk/incidents', follow=False).is_(303)
    check(a.header('Location').startswith('/sign-in'), 'shown to anybody')
    site.visitor().get('/register/ZJ-1').is_(200)


def test_set_aside_restores(site):
    """Gap 10: status restored, ban lifted, entry kept as set aside."""
    v, at = person(site, 'secretariat'), STATE['entry']
    page = v.get(at).is_(200)
    v.send(page, {'state': 'REVOKED', 'reason': ''},
           at + '/state').is_(422).has('复议决定书')
    page = v.get(at).is_(200)
    old = dict(page.form(at + '/state').fields)['version']
    v.send(page, {'state': 'STAYED', 'reason': '申请复议'},
           at + '/state').is_(200).has('停止执行')
    v.post(at + '/state', {'csrf': v.csrf(), 'version': old, 'reason': '甲',
                           'state': 'REVOKED'}).is_(409).has('刷新')
    page = v.get(at).is_(200)
    v.send(page, {'state': 'REVOKED', 'reason': '复议决定撤销处罚'},
           at + '/state').is_(200).has('已撤销', '复议决定撤销处罚')
    check(state_of(site, 'ZJ-1') == 'ACTIVE', 'not restored')
    v.get('/desk/bans').is_(200).has('没有不得申报的单位')
    v.get('/desk/bans?which=all').is_(200).has('已解除')


def complain(site, i, **values):
    v = site.visitor()
    page = v.get('/complain?number=GZZ-1').is_(200)
    given = {'complainant': f'示例会员企业{i}', 'credit_code':
             credit_code(820 + i), 'member_no': f'HY-{i}', 'contact': '示例人',
             'phone': '13000000001',
             'facts': f'约定的咨询多次没有按时提供，第{i}件。', **values}
    return v, v.send(page, given, '/complain/GZZ-1')


def member(site, i):
    v = person(site, 'secretariat')
    at = url(f'/desk/records/{STATION}/会员企业')
    page = v.get(at).is_(200)
    v.send(page, {'企业名称': f'示例会员企业{i}', '企业代码':
                  credit_code(820 + i), '企业地区': '510107',
                  '入会日期': '2020-01-01'}, at).is_(200)


def settle(site, at, finding, **values):
    v = person(site, 'secretariat')
    page = v.get(at).is_(200)
    return v.send(page, {'finding': finding, 'reason': '经核实。', **values},
                  at + '/finding')


def test_complaints_are_heard_and_counted(site):
    complain(site, 1, credit_code='123')[1].is_(422)
    complain(site, 1, facts='短')[1].is_(422)
    for i in (1, 2, 3):
        member(site, i)
    for i in (1, 2, 3):
        v, page = complain(site, i)
        page.is_(200).has('投诉回执', '待核实', '跳过')
        receipt = page.path.split(' ')[1]
        desk = person(site, 'secretariat').get('/desk/complaints').is_(200)
        at = desk.link(r'/desk/complaints/\d+')
        number = at.rsplit('/', 1)[1]
        settle(site, at, 'VERIFIED').is_(409).has('说明的期限')
        firm = STATE['firm']
        mine = firm.get(f'/mine/complaints/{number}').is_(200)
        check('13000000001' not in mine.text, 'the contact is told')
        mine = firm.send(
            mine, {'statement': '已补充提供服务。'},
            f'/mine/complaints/{number}/statement').is_(200).has('已提交')
        page = settle(site, at, 'VERIFIED').is_(200)
        page.has(f'任期属实投诉数 {i}')
        page = v.get(receipt).is_(200).has('属实')
        check('已补充提供服务' not in page.text, 'the statement is told')
        site.visitor().get(receipt.replace('c=', 'c=A')).is_(404)
        cases = sql(site, "SELECT COUNT(*) FROM proceeding WHERE ground = "
                    "'三次会员企业投诉'")[0][0]
        check(int(cases) == (i == 3), f'{cases} cases after {i}')
    check(state_of(site, 'GZZ-1') == 'ACTIVE', 'ended by itself')
    firm = STATE['firm']
    firm.get('/mine/holdings/901').is_(200).has('核实中', '任期属实投诉数 3')
    person(site, 'secretariat').get('/desk/holders/901').is_(200).has(
        '核实中', '会员企业投诉')


def test_who_complained_follows_it(site):
    """By the account of the same credit code; nobody else."""
    number = sql(site, 'SELECT MIN(id) FROM complaint')[0][0]
    v = site.visitor()
    v.sign_up(821, name='示例会员企业一')
    v.get('/mine/complaints').is_(200).has('TS-', NAME)
    v.get('/complain').is_(200).link('/mine/complaints')
    page = v.get(f'/mine/complaints/{number}').is_(200).has('属实')
    check('已补充提供服务' not in page.text, 'the statement is told')
    other = site.visitor()
    other.sign_up(850, name='别的企业')
    other.get('/mine/complaints').is_(200).has('没有提交过投诉')
    other.get(f'/mine/complaints/{number}').is_(404)
    other.get(f'/desk/complaints/{number}').is_(403)


IDENTITY = '51010719900101000X'  # made up


def report(site, files, **values):
    v = site.visitor()
    page = v.get('/report/ZJ-1').is_(200).has('须实名')
    given = {'ground': '举报查实', 'facts': '申报的专业成果并非本所所有，有合同为证。',
             'reporter': '示例举报人', 'contact': '13800000009',
             'identity': IDENTITY, **values}
    return v.send(page, given, '/report/ZJ-1',
                  files={'evidence': ('证据.pdf', PDF)} if files else None)


def test_real_name_report(site):
    report(site, True, reporter='').is_(422).has('真实姓名')
    report(site, True, contact='').is_(422).has('电话或者邮箱')
    report(site, False).is_(422).has('至少一份佐证材料')
    report(site, True, identity='').is_(422).has('身份证号码')
    report(site, True, identity='510107199001010001').is_(422).has(
        '校验码', '现为 18 位')
    page = report(site, True).is_(200).has('登记编号')
    number = re.search(r'FY-\d+-\d+', page.words).group(0)
    v, other = person(site, 'secretariat'), person(site, 'centre')
    page = v.get('/desk/proceedings?kind=REPORT').is_(200).has(number)
    at = page.link(r'/desk/proceedings/\d+')
    page = v.get(at).is_(200)
    check(not any(t in page.text for t in ('示例举报人', '13800000009', IDENTITY)),
          'the reporter is told before anybody handles it')
    v.send(page, {}, at + '/take').is_(200)
    page = v.get(at).is_(200).has('示例举报人', '13800000009', '证据.pdf', IDENTITY,
                              '核实举报人身份')
    file = page.link(r'/files/\d+/\d+')
    v.get(file).is_(200)
    page = other.get(at).is_(200)
    check('示例举报人' not in page.text and '证据.pdf' not in page.text,
          'another officer learns who reported')
    other.get(file).is_(404)
    STATE['firm'].get(file).is_(404)
    other.post(at + '/take', {'csrf': other.csrf()}).is_(409)
    other.post(at + '/reporter', {'csrf': other.csrf(), 'genuine': 'yes',
                                  'remark': '核实'}).is_(403)
    page = v.get(at).is_(200)
    v.send(page, {'remark': '电话核实'}, at + '/reporter').is_(422)
    page = v.send(page, {'genuine': 'yes', 'remark': '电话核实'},
                  at + '/reporter').is_(200).has('已核实属实')
    check(IDENTITY not in other.get(at).is_(200).text, 'the number is told')
    log = sql(site, "SELECT COUNT(*) FROM audit WHERE reason LIKE "
              f"'%{IDENTITY}%' OR document LIKE '%{IDENTITY}%'")[0][0]
    check(int(log) == 0, 'the number is in the log')
    v.send(page, {'what': 'case', 'reason': '成果并非本所所有。'},
           at + '/answer').is_(200)


def case_of(site, ground):
    number = sql(site, 'SELECT MAX(id) FROM proceeding WHERE ground = '
                 f"'{ground}' AND kind = 'REVOCATION'")[0][0]
    return f'/desk/proceedings/{number}'


def test_meeting_before_the_end(site):
    """S-B20: nothing is cancelled before the meeting has confirmed it."""
    v, centre = person(site, 'secretariat'), person(site, 'centre')
    at = case_of(site, '变化后不再符合')
    page = v.get(at).is_(200)
    v.send(page, {}, at + '/notify').is_(200)
    firm = STATE['firm']
    mine = at.replace('/desk/', '/mine/')
    page = firm.get(mine).is_(200)
    firm.send(page, {'statement': '成果由联合团队完成。'},
              mine + '/statement').is_(200)
    page = centre.get(at).is_(200)
    decide = {'what': 'revoke', 'reason': '不再符合。'}
    centre.send(page, decide, at + '/decide').is_(409).has('会议尚未核实')
    page = v.get(at).is_(200)
    v.send(page, {'check': '团队成果不足三项。'}, at + '/check').is_(200)
    page = v.get(at).is_(200)
    v.send(page, {'meeting_day': day(1), 'minutes_no': '纪要1号',
                  'confirmed': 'confirmed'}, at + '/meeting').is_(422)
    page = v.get(at).is_(200)
    v.send(page, {'meeting_day': day(0), 'minutes_no': '纪要1号',
                  'confirmed': 'not'}, at + '/meeting').is_(200).has(
                      '纪要1号', '仍然符合')
    page = centre.get(at).is_(200)
    centre.send(page, decide, at + '/decide').is_(409).has('仍符合')
    page = centre.get(at).is_(200)
    centre.send(page, {'what': 'keep', 'reason': '仍符合标准。'},
                at + '/decide').is_(200)
    check(state_of(site, 'ZJ-1') == 'ACTIVE', 'ended without the meeting')


def test_late_report_of_a_change(site):
    firm = STATE['firm']
    page = firm.get('/mine/holdings/902').is_(200).has('填写报告')
    form = [f for f in page.page.forms
            if ('procedure', 'change') in f.fields][0]
    page = firm.post(form.action, form.fields).is_(200)
    at = re.search(r'/applications/\d+', page.path).group(0)
    FORM['at'] = at
    page.has('填写变化发生的日期后')
    section(firm, '变化情况', {
        '律所名称': NAME, '报告时身份': '认定', '所属类别': '专业化',
        '变化种类': '更名', '变化日期': day(40), '变化前': '甲所',
        '变化后': '乙所', '受影响条件': '无', '联系人': '示例人',
        '手机号码': '13000000801'},
        [('变化证明', 'a.pdf', PDF), ('报告盖章页', 'b.pdf', PDF)])
    page = firm.get(at).is_(200).has('现在提交已逾期', '跳过')
    check(re.search(r'逾期 \d+ 个工作日', page.words), 'not counted')
    page = firm.get(at + '/check').is_(200)
    firm.send(page, {'declare': '1'}, at + '/submit').is_(200).has('已提交')
    late = case_of(site, '逾期报告变化')
    v, centre = person(site, 'secretariat'), person(site, 'centre')
    v.get(late).is_(200).has('待告知')
    check(state_of(site, 'ZJ-1') == 'ACTIVE', 'ended by itself')
    desk = '/desk' + at
    page = v.get(desk).is_(200).has('逾期', '变化后是否仍符合标准')
    v.send(page, {'reason': '甲'}, desk + '/change').is_(422)
    page = v.get(desk).is_(200)
    v.send(page, {'met': 'met', 'reason': '更名不影响条件。'},
           desk + '/change').is_(200)
    v.post(desk + '/change', {'csrf': v.csrf(), 'met': 'met',
                              'reason': '甲'}).is_(409)
    # The outcome in between: the status stays with a mark.
    page = v.get(late).is_(200)
    v.send(page, {}, late + '/notify').is_(200)
    mine = late.replace('/desk/', '/mine/')
    page = firm.get(mine).is_(200)
    firm.send(page, {'statement': '因文件晚到。'},
              mine + '/statement').is_(200)
    page = centre.get(late).is_(200).has('取消复核资格')
    centre.send(page, {'what': 'mark', 'reason': '主动报告。'},
                late + '/decide').is_(200)
    check(state_of(site, 'ZJ-1') == 'ACTIVE', 'the mark ended it')
