"""Bodies beside the authority: an officer registers them and seats people, a
first instance returns, passes and forwards files, and nobody sees those of
another region."""
import re
import sqlite3
import subprocess
import time

from book import texts
from case_application import PDF, section, url
from case_application import STATE as FORM
from site_ import PASSWORD, Site, at_once, check, credit_code

DEMO = True
FIRMS = 'specialised-law-firm'
STATIONS = 'legal-service-station'
LESHAN, YIBIN = '511100', '511500'
STATE = {}


def sql(site, text):
    """Rows, every value as text."""
    if site.engine == 'sqlite':
        db = sqlite3.connect(site.db.removeprefix('sqlite:'))
        rows = db.execute(text).fetchall()
        db.close()
        return [tuple(str(c) for c in r) for r in rows]
    done = subprocess.run(['psql', '-qAtF\t', site.db, '-c', text], check=True,
                          text=True, capture_output=True)
    return [tuple(r.split('\t')) for r in done.stdout.splitlines()]


def write(site, text):
    if site.engine == 'sqlite':
        db = sqlite3.connect(site.db.removeprefix('sqlite:'))
        db.execute(text)
        db.commit()
        db.close()
    else:
        subprocess.run(['psql', '-qAt', site.db, '-c', text], check=True)


def prepare(site):
    """Rounds of both programmes, open for a week."""
    Site.init(site)
    now = int(time.time() * 1e6)
    # The draft regulation is issued.
    write(site, "UPDATE programme SET state = 'OPEN', issued_day = "
          f"{now // 86400000000 - 1} WHERE code = '{STATIONS}'")
    for i, code in ((1, FIRMS), (2, STATIONS)):
        write(site, f"INSERT INTO round SELECT {i}, id, '首批', "
              f"{now - 10**9}, {now + 7 * 86400 * 10**6}, NULL, '', "
              "'执行办公室', '028-00000000', '', pack_hash, 'OPEN', 1 "
              f"FROM programme WHERE code = '{code}'")


def audits(site, event):
    return sql(site, 'SELECT actor_id, object_id FROM audit WHERE event = '
               f"'{event}' ORDER BY id")


def account(site, mail, name):
    """An account without roles, by the administrator and its link."""
    admin = site.officer('admin')
    page = admin.get('/desk/users').is_(200)
    page = admin.send(page, {'name': name, 'email': mail}, '/desk/users')
    link = re.search(r'/reset/[0-9a-f]{64}', page.is_(200).text).group(0)
    v = site.visitor()
    v.send(v.get(link).is_(200), {'password': PASSWORD}, link).is_(200)
    return v


def sign_in(site, mail):
    v = site.visitor()
    v.sign_in(mail)
    check('mc_s' in v.cookies, f'{mail} is not signed in')
    return v


def rules(site):
    """One session: too many attempts to sign in are refused."""
    if 'rules' not in STATE:
        STATE['rules'] = site.officer('rules')
    return STATE['rules']


def register(site, name, region, kind=f'{FIRMS}/市州律师协会'):
    v = rules(site)
    page = v.get(url(f'/desk/bodies/new?kind={kind}')).is_(200)
    return v, v.send(page, {'name': name, 'region': region, 'contact': '示例',
                            'phone': '0833-1234567'}, '/desk/bodies/new')


def test_bodies_are_registered(site):
    v = rules(site)
    v.get('/desk/bodies').is_(200).has('没有符合条件的单位', '登记单位')
    v.get('/desk/bodies/new').is_(200).has('项目和单位类型', '下一步')
    # A prefecture is asked for, not a province, and a name.
    register(site, '乐山市律协', '510000')[1].is_(422).has('辖区应为市（州）')
    register(site, '', LESHAN)[1].is_(422).has('请填写单位名称')
    for name, region in (('乐山市律协', LESHAN), ('宜宾市律协', YIBIN),
                         ('泸州市律协', '510500')):
        _, page = register(site, name, region)
        page.is_(200).has('已添加', name, '参与中', '还没有经办人')
        STATE[name] = re.search(r'/desk/bodies/\d+', page.path).group(0)
    v.get('/desk/bodies').is_(200).has('乐山市律协', '宜宾市律协')
    page = v.get(f'/desk/bodies?q=%E4%B9%90%E5%B1%B1').is_(200)
    check('宜宾市律协' not in page.words, 'the search shows all')
    page = v.get(STATE['泸州市律协']).is_(200)
    v.send(page, {'reason': ''}, STATE['泸州市律协'] + '/retire').is_(
        422).has('理由')
    stale = page
    v.send(page, {'phone': '0830-7654321'}, STATE['泸州市律协']).is_(
        200).has('0830-7654321')
    v.send(stale, {'phone': '1'}, STATE['泸州市律协']).is_(409).has('刷新')
    page = v.get(STATE['泸州市律协'])
    v.send(page, {'reason': '并入他市'},
           STATE['泸州市律协'] + '/retire').is_(200).has('已停用')


def test_people_are_seated(site):
    applicant = site.visitor()
    applicant.sign_up(611, name='示例律师事务所')
    admin = site.officer('admin')
    for mail, name, body in (('le1@example.com', '乐甲', '乐山市律协'),
                             ('le2@example.com', '乐乙', '乐山市律协'),
                             ('yi@example.com', '宜甲', '宜宾市律协')):
        account(site, mail, name)
        page = admin.get(STATE[body]).is_(200)
        admin.send(page, {'login': mail}, STATE[body] + '/seat').is_(
            200).has(name)
    page = admin.get(STATE['宜宾市律协'])
    action = STATE['宜宾市律协'] + '/seat'
    admin.send(page, {'login': 'nobody@example.com'}, action).is_(
        422).has('没有这个账号')
    admin.send(page, {'login': '13000000611'}, action).is_(409).has(
        '示例律师事务所')
    # An officer of the rules registers bodies but seats nobody.
    officer = rules(site)
    officer.post(action, {'csrf': officer.csrf(),
                          'login': 'yi@example.com'}).is_(403)
    # They come to their own desk and were told.
    v = sign_in(site, 'le1@example.com')
    a = v.get('/start', follow=False)
    check(a.header('Location').startswith('/body'), a.header('Location'))
    v.get('/body').is_(200).has('乐山市律协', '目前没有送达本单位的申请')
    v.get('/mine/messages').is_(200).has('您已成为办理单位的经办人')
    for path in ('/desk', '/desk/applications', '/desk/bodies'):
        v.get(path).is_(403)
    seated = admin.get('/desk/users?q=le1@example.com').is_(200)
    admin.get(seated.link(r'/desk/users/\d+')).is_(200).has('经办的单位',
                                                           '乐山市律协')


def apply(site, seed, name, county):
    """A firm fills in everything and hands it in."""
    v = site.visitor()
    v.sign_up(seed, name=name)
    page = v.get(f'/mine/start/{FIRMS}').is_(200)
    page = v.send(page, {}).is_(200)
    FORM['at'] = re.search(r'/applications/\d+', page.path).group(0)
    page.has('市（州）律师协会初审')
    section(v, '律所基本情况', {
        '律所名称': name, '统一社会信用代码': credit_code(seed),
        '律所组织形式': '普通合伙', '机构类型': '总所', '所在地区': county,
        '办公地址': '示例路1号', '执业许可证号': '25101201010000002',
        '执业许可状态': '正常', '律所主任': '示例甲', '联系人': '示例乙',
        '手机号码': f'1300{seed:07d}'},
        [('执业许可证', 'a.pdf', PDF)]).is_(200)
    section(v, '规模和营收', {'执业律师数': '18', '律所总人数': '25'},
            [('营收证明', 'b.pdf', PDF)], rows=[
                ('营收情况[0].会计年度', '2025'),
                ('营收情况[0].总营收', '6000000'),
                ('营收情况[0].领域收入', '2400000')]).is_(200)
    section(v, '处罚处分', {'近两年处罚处分情况': '无'}).is_(200)
    section(v, '申报类别', {'申报类别': '特色化', '接受培育': '1'}).is_(200)
    today = time.strftime('%Y-%m-%d', time.gmtime(time.time() + 8 * 3600))
    section(v, '声明和盖章', {'自愿申报': '1', '材料真实': '1',
                         '盖章日期': today},
            [('盖章页', 'c.pdf', PDF)]).is_(200)
    return v, FORM['at']


def submit(v, at, status=200):
    page = v.get(at + '/check').is_(200)
    return v.send(page, {'declare': '1'}, at + '/submit').is_(status)


def test_files_go_to_the_body_of_their_region(site):
    STATE['le'] = apply(site, 621, '乐山示例律师事务所', '511102')
    STATE['le3'] = apply(site, 623, '乐山第三律师事务所', '511181')
    STATE['yi'] = apply(site, 622, '宜宾示例律师事务所', '511502')
    # Nobody is registered for Luzhou any more: said, and nothing is lost.
    v, at = apply(site, 624, '泸州示例律师事务所', '510502')
    submit(v, at, 409).has('尚未登记负责初审的单位')
    for key in ('le', 'le3', 'yi'):
        submit(*STATE[key]).has('申报已提交')
    v, at = STATE['le']
    v.get(at).is_(200).has('初审中', '乐山市律协', '0833-1234567')
    le, yi = sign_in(site, 'le1@example.com'), sign_in(site, 'yi@example.com')
    page = le.get('/body').is_(200).has('乐山示例律师事务所',
                                        '乐山第三律师事务所', '0 天')
    check('宜宾示例' not in page.words, 'the file of another city is listed')
    yi.get('/body').is_(200).has('宜宾示例律师事务所')
    # The province sees where it is, read only, and cannot take it up.
    centre = site.officer('centre')
    centre.get('/desk/applications').is_(200).has('乐山市律协，0 天')
    page = centre.get('/desk' + at).is_(200)
    check(not [f for f in page.page.forms if f.action.endswith('/take')],
          'the province may take a file of the first instance')
    page = centre.get('/desk/applications').is_(200)


def test_a_file_of_another_region_is_not_there(site):
    yi = sign_in(site, 'yi@example.com')
    le = sign_in(site, 'le1@example.com')
    number = STATE['le'][1].rsplit('/', 1)[1]
    before = len(audits(site, 'access-refused'))
    yi.get(f'/body/files/{number}').is_(404)
    yi.get(STATE['le'][1]).is_(404)
    page = le.get(f'/body/files/{number}').is_(200).has(
        '申请材料', '本单位意见', '至多 1 次，已退回 0 次')
    seen = page.link(r'/files/\d+/\d+')
    check(le.get(seen).is_(200).body == PDF, 'another file')
    yi.get(seen).is_(404)
    yi.post(f'/body/files/{number}/decide', {
        'csrf': yi.csrf(), 'version': '1', 'decision': 'pass'}, []).is_(404)
    after = audits(site, 'access-refused')
    check(len(after) == before + 4, f'{len(after) - before} refusals kept')
    # What is not there at all leaves no trace.
    yi.get('/body/files/999').is_(404)
    check(len(audits(site, 'access-refused')) == len(after), 'kept too much')
    # An applicant has no such desk; a visitor signs in first.
    STATE['yi'][0].get(f'/body/files/{number}').is_(403)
    a = site.visitor().get('/body', follow=False)
    check(a.status in (302, 303), a.status)


def decide(v, number, values, files=None):
    at = f'/body/files/{number}'
    return v.send(v.get(at).is_(200), values, at + '/decide', files=files)


def test_returned_once_and_handed_in_anew(site):
    le = sign_in(site, 'le1@example.com')
    v, at = STATE['le3']
    number = at.rsplit('/', 1)[1]
    decide(le, number, {}).is_(422).has('请选择结论')
    decide(le, number, {'decision': 'return'}).is_(422).has('请写明理由')
    decide(le, number, {'decision': 'return', 'opinion': '盖章页不清楚'},
           {'seal': ('x.html', b'<html>')}).is_(422).has('不能接受')
    decide(le, number, {'decision': 'return', 'opinion': '盖章页不清楚'},
           {'seal': ('意见.pdf', PDF)}).is_(200).has('决定已记录')
    le.get(f'/body/files/{number}').is_(404)
    page = v.get(at).is_(200).has('退回修改', '盖章页不清楚', '请在此之前重新提交')
    check(v.get(page.link(r'/files/\d+/\d+')).status == 200, 'no seal')
    v.get('/mine/messages').is_(200).has('初审退回补正', '24时前')
    first = re.search(r'受理编号 (\S+)', page.words).group(1)
    submit(v, at).has(first)
    le.get('/body').is_(200).has(first)
    decide(le, number, {'decision': 'return', 'opinion': '再补'}).is_(
        409).has('已退回 1 次')


def test_two_of_one_body_and_forwarding(site):
    one, two = sign_in(site, 'le1@example.com'), sign_in(site,
                                                        'le2@example.com')
    numbers = [STATE[k][1].rsplit('/', 1)[1] for k in ('le', 'le3')]
    page = two.get(f'/body/files/{numbers[0]}').is_(200)
    marks = {n: 'yes' for n in page.form(r'/body/files/\d+/marks').names
             if n.startswith('mark')}
    check(marks, 'nothing to attest')
    two.send(page, marks, f'/body/files/{numbers[0]}/marks').is_(
        200).has('已保存')
    # Both decide on what they saw: the second is told to look again.
    pages = [p.get(f'/body/files/{numbers[0]}').is_(200) for p in (one, two)]
    action = f'/body/files/{numbers[0]}/decide'
    got = at_once(
        lambda: one.send(pages[0], {'decision': 'pass', 'opinion': '甲同意'},
                         action),
        lambda: two.send(pages[1], {'decision': 'pass', 'opinion': '乙同意'},
                         action))
    check(sorted(a.status for a in got) == [200, 409],
          [str(getattr(a, 'status', a)) for a in got])
    # The applicant learns of it when it goes out.
    v, at = STATE['le']
    check('同意' not in v.get(at).words, 'told before it was forwarded')
    # One that was not passed does not go.
    page = one.get('/body').is_(200).has('已通过，待转报')
    one.send(page, {'ids': numbers[1:], 'sure': '1'},
             '/body/forward').is_(409).has('乐山第三律师事务所', '还没有通过')
    one.get('/body').is_(200).has('乐山示例律师事务所')
    one.send(page, {'ids': numbers[:1]}, '/body/forward').is_(
        422).has('同意转报')
    one.send(page, {'sure': '1'}, '/body/forward').is_(422).has('现为 0 份')
    # Forwarded twice at once: once.
    pages = [p.get('/body').is_(200) for p in (one, two)]
    got = at_once(*[
        lambda p=p, s=s: p.send(s, {'ids': numbers[:1], 'sure': '1'},
                                '/body/forward')
        for p, s in zip((one, two), pages)])
    check(sorted(a.status for a in got) == [200, 409],
          [str(getattr(a, 'status', a)) for a in got])
    done = [a for a in got if a.status == 200][0].has('ZB-', '本批申请')
    batch = re.search(r'/body/batches/\d+', done.path).group(0)
    book = one.get(batch + '/list.xlsx').is_(200)
    check('乐山示例律师事务所' in texts(book.body), texts(book.body))
    one.get('/body/batches').is_(200).has('ZB-')
    yi = sign_in(site, 'yi@example.com')
    yi.get(batch).is_(404)
    yi.get(batch + '/list.xlsx').is_(404)
    v.get(at).is_(200).has('评审中', '单位转报', '同意')
    v.get('/mine/messages').is_(200).has('初审通过并转报')


def test_refused_is_the_end(site):
    yi = sign_in(site, 'yi@example.com')
    v, at = STATE['yi']
    number = at.rsplit('/', 1)[1]
    decide(yi, number, {'decision': 'refuse', 'opinion': '不在本地执业'}).is_(200)
    v.get(at).is_(200).has('未通过', '不在本地执业', '初审不通过通知书')
    yi.get('/body').is_(200).has('目前没有送达本单位的申请')


def test_who_has_no_seat_any_more(site):
    le = sign_in(site, 'le2@example.com')
    admin = site.officer('admin')
    page = admin.get(STATE['乐山市律协']).is_(200).has('乐乙')
    form = [f for f in page.page.forms if f.action.endswith('/unseat')][-1]
    admin.post(form.action, form.fields).is_(200).has('已移除')
    le.get('/body').is_(403)
    page = rules(site).get(STATE['乐山市律协']).is_(200)
    rules(site).send(page, {'reason': '试停'}, STATE['乐山市律协'] + '/retire').is_(
        409).has('还有 1 份申请没有办结')


def test_the_recommender_is_chosen(site):
    for name, region, kind in (
            ('川律协', '510000', '省级律师行业协会'),
            ('粤中心', '440000', '省级中小企业服务中心'),
            ('蓉中心', '510100', '重点城市中小企业服务中心'),
            ('蓉律协', '510100', '地市律师协会')):
        _, page = register(site, name, region, f'{STATIONS}/{kind}')
        STATE[name] = re.search(r'/desk/bodies/(\d+)', page.is_(200).path)[1]
    v = site.visitor()
    v.sign_up(641, name='成都示例律师事务所')
    page = v.get(f'/mine/start/{STATIONS}').is_(200).has('申报渠道')
    # On one's own there is nobody to choose, and no such step.
    page = v.send(page, {'channel': 'self'}).is_(200)
    at = re.search(r'/applications/\d+', page.path).group(0)
    check('选择推荐单位' not in page.words and '推荐单位推荐' not in page.words,
          'a recommender on one\'s own way')
    v.post(at + '/body', {'csrf': v.csrf(), 'body': STATE['川律协']}).is_(409)
    page = v.get(at + '/withdraw').is_(200)
    v.send(page, {}, at + '/withdraw').is_(200)
    page = v.get(f'/mine/start/{STATIONS}').is_(200)
    page = v.send(page, {'channel': 'recommended'}).is_(200).has(
        '选择推荐单位', '推荐单位推荐', '申请先送推荐单位审核')
    at = re.search(r'/applications/\d+', page.path).group(0)
    STATE['a'] = v, at
    # Registered for the province alone: the bodies of the province.
    page = v.get(at + '/body').is_(200).has('川律协', '省级律师行业协会')
    check('蓉中心' not in page.words and '粤中心' not in page.words, page.words)
    FORM['at'] = at
    section(v, '律所基本情况', {'所在地区': '510107'}).is_(200)
    page = v.get(at + '/body').is_(200).has('川律协', '蓉中心', '武侯区')
    check('粤中心' not in page.words and '蓉律协' not in page.words, page.words)
    # What is not offered is refused with its reason (S-A08).
    for name, words in (('粤中心', ('辖区是广东省', 'A-6-b')),
                        ('蓉律协', ('类型不符', 'A-8-a'))):
        v.post(at + '/body', {'csrf': v.csrf(), 'body': STATE[name]}).is_(
            422).has(*words)
    v.post(at + '/body', {'csrf': v.csrf()}).is_(422).has('请选择一个推荐单位')
    page = v.send(page, {'body': STATE['蓉中心']}, at + '/body').is_(200)
    page.has('蓉中心', '经推荐单位推荐')
    v.get(at + '/print').is_(200).has('蓉中心')
    # Another region afterwards: the choice does not fit any more, and the
    # list says who does.
    section(v, '律所基本情况', {'所在地区': '510704'}).is_(200)
    page = v.get(at + '/body').is_(200).has('川律协')
    check('蓉中心' not in page.words, 'a body of another city is offered')
    v.get(at).is_(200).has('申请先送推荐单位审核')
