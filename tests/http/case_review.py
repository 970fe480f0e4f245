"""From a submitted application to the certificate: review with four eyes,
public notice, an objection, the grant, verification by anybody."""
import re

import case_application as applicant
from site_ import check

DEMO = True
STATE = {}


def prepare(site):
    applicant.prepare(site)


def test_an_application_is_submitted(site):
    applicant.test_start_needs_the_right_subject(site)
    applicant.test_what_is_typed_is_never_lost(site)
    applicant.test_rows_without_script(site)
    applicant.test_saving_by_script(site)
    applicant.test_submit_once(site)
    STATE['v'] = applicant.STATE['v']
    number = applicant.STATE['at'].rsplit('/', 1)[1]
    STATE['desk'] = f'/desk/applications/{number}'


def test_conditions_hold_and_two_people_decide(site):
    at = STATE['desk']
    first, second = site.officer('secretariat'), site.officer('centre')
    first.get('/desk/applications').is_(200).has(applicant.STATE['number'])
    page = first.get(at).is_(200).has(
        '形式审查表', '申请材料', '截止后集中审核')
    page = first.send(page, {}, at + '/take').is_(200).has('审核结论')
    # Undecided conditions cannot be passed; a refusal needs a reason.
    first.send(page, {'conclusion': 'pass', 'reason': ''},
               at + '/propose').is_(409).has('尚不能确定')
    first.send(page, {'conclusion': 'refuse', 'reason': ''},
               at + '/propose').is_(422).has('请写明理由')
    first.send(page, {'reason': ''}, at + '/propose').is_(422)
    marks = {n: 'yes' for n in page.form(at + '/marks').names
             if n.startswith('mark')}
    check(len(marks) > 2, marks)
    page = first.send(page, marks, at + '/marks').is_(200).has('已保存')
    page = first.send(page, {'conclusion': 'pass', 'reason': ''},
                      at + '/propose').is_(200).has('须由另一人复核')
    check(at + '/confirm' not in [f.action for f in page.page.forms],
          'the proposer may confirm')
    page = second.get(at).is_(200)
    # A page that is out of date.
    second.post(at + '/confirm', {
        **dict(page.form(at + '/confirm').fields), 'version': '1',
        'conclusion': 'agree'}).is_(409).has('刷新')
    second.send(page, {'conclusion': 'agree'},
                at + '/confirm').is_(200).has('待公示')


def test_notice(site):
    second = site.officer('centre')
    path = f'/desk/notices/new?programme={applicant.STATION}'
    page = second.get(path).is_(200)
    if '节假日' in page.words and '缺少' in page.words:
        STATE['no_year'] = True  # next year's holidays are not published yet
        return
    page.has('公示届满', '最早认定日')
    page = second.send(page, {}, '/desk/notices/new').is_(200).has('已发布')
    STATE['notice'] = page.link(r'/notices/\d+')
    second.get('/desk' + STATE['notice']).is_(200).has('最早认定日')
    public = site.visitor().get(STATE['notice']).is_(200)
    public.has('公示中', '提出异议', '期限怎样计算')
    for private in ('13714914933', '乙某'):
        check(private not in public.text, private)


def test_objection(site):
    if STATE.get('no_year'):
        return
    v = site.visitor()
    path = STATE['notice'] + '/objections/1'
    page = v.get(path).is_(200)
    v.send(page, {'objector': '异议人', 'contact': '13000000009',
                  'facts': '太短'}, path).is_(422).has('现为 2 个字', '异议人')
    v.send(page, {'objector': '异议人', 'contact': '13000000009',
                  'facts': '该单位上年服务企业数与事实不符'}, path,
           files={'evidence': ('x.html', b'<html><script>')}).is_(422)
    receipt = v.send(page, {
        'objector': '异议人', 'contact': '13000000009',
        'facts': '该单位上年服务企业数与事实不符'}, path,
        files={'evidence': ('e.pdf', applicant.PDF)}).is_(200)
    number = re.search(r'YY-\d{4}-\d{5}', receipt.words)[0]
    code = re.search(r'查询码 (\w{8})', receipt.words)[1]
    v.get(f'/objections/{number}?c={code}').is_(200).has('核实中')
    v.get(f'/objections/{number}?c=AAAAAAAA').is_(404)
    site.visitor().get(STATE['notice']).has('异议核实中')
    # The applicant learns of it, not of who made it.
    mine = STATE['v'].get(applicant.STATE['at']).is_(200)
    mine.has('异议处理中')
    check('异议人' not in mine.words, 'the objector is told')
    second = site.officer('centre')
    link = second.get('/desk/notices').is_(200).link(
        r'/desk/objections/\d+')
    page = second.get(link).is_(200).has('异议人', '13000000009')
    file = page.link(r'/files/\d+/\d+')
    second.get(file).is_(200)
    STATE['v'].get(file).is_(404)
    second.send(page, {'conclusion': 'dismissed', 'answer': ''},
                link).is_(422)
    second.send(page, {'conclusion': 'dismissed', 'answer': '经核实属实'},
                link).is_(200).has('异议不成立')
    v.get(f'/objections/{number}?c={code}').is_(200).has('经核实属实')


def test_grant_after_the_last_day(site):
    if STATE.get('no_year'):
        return
    second = site.officer('centre')
    desk = '/desk' + STATE['notice']
    page = second.get(desk).is_(200)
    second.post(desk + '/grant', {'csrf': second.csrf()}).is_(409).has(
        '最早可于')
    clock = second.get('/demo').is_(200)
    second.send(clock, {'days': '20'}, '/demo/clock')
    second = site.officer('centre')  # sessions do not last that long
    page = second.get(desk).is_(200).has('公示期满')
    page = second.send(page, {}, desk + '/grant').is_(200).has('已认定')
    STATE['granted'] = True


def test_certificate_and_verification(site):
    if not STATE.get('granted'):
        return
    v = STATE['v']
    v.sign_in('13000000301').is_(200)
    at = v.get('/mine/holdings').is_(200).link(r'/mine/holdings/\d+')
    page = v.get(at).is_(200).has('有效')
    number = re.search(r'ZYGZZ-\d{4}-\d{5}', page.words)[0]
    code = re.search(r'校验码 (\w{8})', page.words)[1]
    v.get(at + '/certificate.pdf').is_(404)
    pdf = v.send(page, {}, at + '/certificate').is_(200)
    check(pdf.body.startswith(b'%PDF-'), pdf.body[:40])
    check(v.get(at + '/certificate.pdf').body == pdf.body, 'made anew')
    v.get(at).has('查看和下载证书')
    anybody = site.visitor()
    anybody.get(at, follow=False).is_(303)
    anybody.get(f'/v/{number}?c={code}').is_(200).has('证书真实有效', number)
    anybody.get(f'/verify?number={number.lower()}').is_(200).has(
        '编号有效', '未核对校验码')
    anybody.get(f'/v/{number}?c=AAAAAAAA').is_(200).has('校验码不符')
    page = anybody.get('/verify?number=ZYGZZ-2000-99999').is_(200)
    page.has('没有查到')
    for private in ('13714914933', '乙某'):
        check(private not in anybody.get(f'/v/{number}?c={code}').text,
              private)
    second = site.officer('secretariat')
    mine = '?programme=' + applicant.STATION
    second.get('/desk/holders' + mine).is_(200).has(number)
    sheet = second.get('/desk/holders.csv' + mine).is_(200).text
    check(sheet.splitlines()[0].lstrip('\ufeff').startswith(
        '序号,单位名称,地址,联系人,联系电话,'), sheet[:200])
    check(number in sheet, sheet)


def test_withdrawal_ends_the_certificate(site):
    """S-C32: after the Centre's confirmation the check shows 已退出."""
    if not STATE.get('granted'):
        return
    v, centre = STATE['v'], site.officer('centre')
    at = v.get('/mine/holdings').is_(200).link(r'/mine/holdings/\d+')
    page = v.get(at).is_(200)
    number = re.search(r'ZYGZZ-\d{4}-\d{5}', page.words)[0]
    token = v.csrf()
    # Years before the last day there is nothing to renew.
    v.post(at + '/apply', {'csrf': token, 'procedure': 'renew'}).is_(
        409).has('办理时间为')
    page = v.post(at + '/apply', {'csrf': token,
                                  'procedure': 'withdraw'}).is_(200)
    app = page.path.split(' ', 1)[1]
    section = applicant.url(app + '/sections/退出申请')
    page = v.send(v.get(section).is_(200),
                  {'退出理由': '机构合并，不再开展', '知悉后果': '1'},
                  section).is_(200)
    v.send(page, {'declare': '1'}, app + '/submit').is_(200)
    check('有效' in v.get(at).words, 'ended before the confirmation')
    desk = '/desk' + app
    page = centre.send(centre.get(desk), {}, desk + '/take').is_(200)
    centre.send(page, {'conclusion': 'pass', 'reason': ''},
                desk + '/propose').is_(200).has('已准入')
    site.visitor().get(f'/verify?number={number}').is_(200).has(
        '证书已失效', '已退出', '自愿退出')
    v.get(at + '/certificate.pdf').is_(404)
    # The confirmation is there in writing, for both and nobody else.
    for who, page in ((v, app), (centre, desk)):
        at = who.get(page).is_(200).link(r'/letters/\d+/\d+$')
        who.get(at).is_(200).has('退出确认书', 'TC-GZZ-')
        a = who.get(at + '/letter.pdf').is_(200)
        check(a.body.startswith(b'%PDF-'), a.body[:20])
    site.visitor().get(at, follow=False).is_(303)
    other = site.visitor()
    other.sign_up(190)
    other.get(at).is_(404)
    other.get(at + '/letter.pdf').is_(404)
    v.get('/mine/messages').is_(200).has('退出确认书')
