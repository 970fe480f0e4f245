"""The yearly assessment: own report, opinion of the office, result of the
county, correction; the lists of who is missing; rows in the inbox."""
import urllib.parse

from case_people import OFFICE, WORKER, enter, prepare
from site_ import check, credit_code, id_no

DEMO = True  # staff sign in without a second factor
STATE = {}
REPORT = {'办理案件数': '3', '公益服务次数': '1', '参加培训学时': '8',
          '受处罚情况': '无', '自评小结': '全年依法执业。'}


def url(path):
    return urllib.parse.quote(path)


def begin(site):
    """An office with people, who works there, and the year that is over."""
    if STATE.get('site') is site:
        return STATE
    STATE.clear()
    county = site.officer('centre-500101')
    office = site.visitor()
    office.sign_up(901, name='示例镇法律服务所').is_(200)
    enter(county, OFFICE, {
        'name': '示例镇法律服务所', 'number': '所一', 'region': '500101',
        'recognised': '2010-05-01', 'source': '批复', '许可日期': '2010-05-01',
        '区域类型': '农村乡镇', '住所': '示例镇1号', '乡镇街道': '示例镇',
        '负责人': '示例主任', 'credit_code': credit_code(901)}).is_(200)
    worker = site.visitor()
    worker.sign_up(902, person=True, name='示例甲', region='500101').is_(200)
    enter(county, WORKER, {
        'name': '示例甲', 'number': '证一', 'recognised': '2012-03-01',
        'source': '核准文书', 'host': '所一', 'id_no': id_no(902)}).is_(200)
    page = county.get('/desk/reports').is_(200)
    year = int(page.words.split(' 年度义务跟踪')[0].split()[-1])
    now = int(page.words.split('今天是')[1].split('年')[0])
    STATE.update(site=site, office=office, worker=worker,
                 year=min(year, now - 1))
    return STATE


def lists(duty, **query):
    return (url(f'/desk/reports/{WORKER}/{duty}')
            + '?' + urllib.parse.urlencode({'year': STATE['year'], **query}))


def test_the_lists_before_anything(site):
    s = begin(site)
    county = site.officer('secretariat-500101')
    page = county.get(lists('年度考核')).is_(200)
    page.has('示例甲', '证一', '示例镇法律服务所', '逾期', '四、（八）')
    page.link('/desk/records/.*holder=.*')
    book = county.get(lists('年度考核').replace('?', '/export.xlsx?')).is_(200)
    check(book.body[:2] == b'PK', 'a workbook')
    site.officer('centre').get(lists('年度考核')).is_(200).has('示例甲',
        '未完成')
    other = site.officer('secretariat-500102').get(lists('年度考核')).is_(200)
    check('示例甲' not in other.words, 'another county reads the list')
    s['worker'].get(lists('年度考核')).is_(403)
    county.get(lists('没有')).is_(404)
    county.get('/desk').is_(200).has('年度登记', '区县司法局年度考核')


def test_own_report(site):
    s = begin(site)
    s['worker'].get('/mine').is_(200).has('年度执业情况自评', '去填写')
    path = url('/mine/records/年度自评')
    page = s['worker'].get(path + f'?year={s["year"]}').is_(200)
    s['worker'].send(page, {**REPORT, '自评年度': str(s['year'])},
                     path).is_(200).has('全年依法执业')
    check('去填写' not in s['worker'].get('/mine').words, 'still asked for')


def person(s):
    page = s['office'].get(f'/mine/staff?year={s["year"]}').is_(200)
    page.has('示例甲', '机构出具考核意见')
    return page.link('/mine/staff/[0-9]+/' + url('年度考核意见') + '.*')


def test_opinion_of_the_office(site):
    s = begin(site)
    s['office'].get('/mine').is_(200).has('有 1 名人员等待本机构出具', '去办理')
    at = person(s)
    s['worker'].get(at).is_(404)
    site.visitor().get(at, follow=False).is_(303)
    path = at.split('?')[0]
    page = s['office'].get(at).is_(200).has('全年依法执业')
    s['office'].send(page, {'意见年度': '2999', '意见等次': '称职',
                            '意见内容': '同意'}, path).is_(422)
    s['office'].send(page, {'意见年度': str(s['year']), '意见等次': '优秀',
                            '意见内容': '集体研究同意'}, path).is_(200)
    check('等待本机构出具' not in s['office'].get('/mine').words, 'still asked')
    page = s['office'].get(at).is_(200).has('集体研究同意')
    fix = page.link('/mine/staff/.*/correct')
    page = s['office'].get(fix).is_(200)
    s['office'].send(page, {'意见等次': '称职'}, fix).is_(200)
    s['office'].get(at).is_(200).has('已由更正代替', '称职')
    s['worker'].get(fix).is_(404)


def test_result_and_its_correction(site):
    s = begin(site)
    county = site.officer('secretariat-500101')
    path = url(f'/desk/records/{WORKER}/年度考核')
    page = county.get(path + '?holder=' + url('证一')).is_(200)
    form = dict(page.form(path).fields)
    check(form.get('holder') == '证一', form)
    day = f'{s["year"] + 1}-01-05'
    row = {'考核年度': str(s['year']), '考核结果': '不称职', '考核日期': day,
           '坚持政治要求': 'yes', '执业条件复核': 'yes'}
    page = county.send(page, row, path).is_(200).has('不称职', '与机构意见')
    at = page.link(path + '/rows/[0-9]+/[0-9]+')
    s['worker'].get('/mine/messages').is_(200).has('年度考核')
    s['worker'].get('/mine/holdings').is_(200).has('限期整改')
    county.get(lists('年度考核')).is_(200).has('没有需要列入的')
    holder = county.get(lists('年度考核', part='all')).is_(200).link(
        r'/desk/holders/\d+')
    county.get(holder).is_(200).has('未读', '年度事项')
    site.officer('secretariat-500102').get(at).is_(404)
    fix = county.get(at).is_(200).link('.*/correct')
    page = county.get(fix).is_(200)
    county.send(page, {'考核结果': ''}, fix).is_(422)
    county.send(page, {'考核结果': '称职'}, fix).is_(200).has('已由更正代替')
    check('限期整改' not in s['worker'].get('/mine/holdings').words,
          'the order stays')
    county.get('/desk/rectifications').is_(200)
    county.get(at).is_(200)
    county.get(fix).is_(404)
    path = person(s).split('?')[0]
    page = s['office'].get(path + f'?year={s["year"]}').is_(200)
    fix = page.link('/mine/staff/.*/correct')
    page = s['office'].get(fix).is_(200)
    s['office'].send(page, {'意见等次': '优秀'}, fix).is_(422).has('更正')


def test_rows_that_wait_stand_in_the_inbox(site):
    s = begin(site)
    path = url('/mine/records/维权请求')
    page = s['worker'].get(path).is_(200)
    values = {'请求种类': '阅卷', '涉及单位': '法院', '请求事实': '不予阅卷',
              '发生日期': f'{s["year"]}-12-01'}
    s['worker'].send(page, values, path).is_(200).has('不予阅卷')
    county = site.officer('secretariat-500101')
    page = county.get('/desk').is_(200).has('待办登记事项', '答复或决定',
                                            '执业权利保障请求')
    at = page.link('/desk/records/.*/rows/[0-9]+/[0-9]+')
    page = county.get(at).is_(200)
    answer = [f for f in page.page.forms if f.action.endswith('/answer')][0]
    county.send(page, {'text': '已与法院协调。'}, answer.action).is_(200)
    check('执业权利保障请求' not in county.get('/desk').words, 'still waits')
    check('执业权利保障请求' not in
          site.officer('secretariat-500102').get('/desk').words,
          'another county')
