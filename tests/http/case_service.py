"""The holder's service on the demo's data: diary, the enterprise's word,
activities, needs, registers."""
import datetime
import re
import urllib.parse

from site_ import check

DEMO = True
PASSWORD = 'demo-2026-mingce'
STATION = 'station@demo.example'


def prepare(site):
    site.run('demo')


def station(site):
    v = site.visitor()
    v.sign_in(STATION, PASSWORD)
    check('mc_s' in v.cookies, 'the station is not signed in')
    return v


def yesterday(page):
    """A day that has passed by the server's own clock."""
    year, month, day = map(int, re.search(
        r'今天是(\d+)年(\d+)月(\d+)日', page.text).groups())
    return (datetime.date(year, month, day)
            - datetime.timedelta(days=1)).isoformat()


def entry(v, **changes):
    page = v.get('/mine/diary/new').is_(200)
    day = yesterday(page)
    fields = {
        'csrf': v.csrf(), 'activity': '',
        'holding': re.search(r'name="holding" value="(\d+)"',
                             page.text).group(1),
        '服务日期': day, '开始时间': day + 'T02:00',
        '结束时间': day + 'T04:00', '日记服务方式': '线下',
        '日记服务类型': '咨询', '服务企业[0].企业名称': '甲有限公司',
        '服务企业[0].企业联系手机': '13900000001', '服务内容': '讲解政策',
        '收费金额': '0', '企业意愿': '1'}
    return {**fields, **changes}


def test_fee_is_refused(site):
    v = station(site)
    a = v.post('/mine/diary/new', entry(v, 收费金额='100'), [])
    a.is_(422).has('应为 0.00 元')
    check(a.text.count('<p class="error"') == 1, 'one problem, shown once')
    check('讲解政策' in a.text, 'what was typed is gone')


def test_rows_without_script(site):
    v = station(site)
    a = v.post('/mine/diary/new', entry(v, add='服务企业'), [])
    a.is_(200)
    check('服务企业[1].企业名称' in a.text, 'no second row')


def test_confirm_correct_void(site):
    v = station(site)
    a = v.post('/mine/diary/new', entry(v), [], follow=False).is_(303)
    path = a.header('Location').split('?')[0]
    page = v.post(path + '/link', {'csrf': v.csrf(), 'n': '1'}).is_(200)
    token = re.search(r'/confirm/([0-9A-Z]{16})', page.text).group(1)
    enterprise = site.visitor()
    form = enterprise.get('/confirm/' + token).is_(200).has('甲有限公司')
    csrf = re.search(r'name="csrf" value="([^"]+)"', form.text).group(1)
    said = {'csrf': csrf, 'was_here': '1', 'rating': '5'}
    enterprise.post('/confirm/' + token, said).is_(200).has('感谢')
    enterprise.post('/confirm/' + token, said).is_(409)
    v.get(path).is_(200).has('已确认')
    new = entry(v, reason='时间填错')
    new['结束时间'] = new['结束时间'].replace('T04:00', 'T03:30')
    a = v.post(path + '/correct', new, [], follow=False).is_(303)
    after = a.header('Location').split('?')[0]
    check(after != path, 'the correction is the entry itself')
    v.get(path).is_(200).has('已作废')
    v.post(after + '/void', {'csrf': v.csrf(), 'reason': ''}).is_(422)
    v.post(after + '/void', {'csrf': v.csrf(), 'reason': '试填'}).is_(200)


def test_entries_are_private(site):
    v = station(site)
    path = re.search(r'/mine/diary/\d+', v.get('/mine/diary').text).group(0)
    other = site.visitor()
    other.sign_in('expert@demo.example', PASSWORD)
    other.get(path).is_(404)
    site.visitor().get(path, follow=False).is_(303)


def test_need_from_end_to_end(site):
    v = site.visitor()
    page = v.get('/needs/new').is_(200)
    csrf = re.search(r'name="csrf" value="([^"]+)"', page.text).group(1)
    a = v.post('/needs/new', {
        'csrf': csrf, '需求企业': '丙公司', '需求地区': '510100',
        '需求领域': '法律', '需求内容': '合同审查', '需求联系人': '王五',
        '需求手机': '13900000003'}).is_(200)
    number, code = re.findall(r'class="id">([^<]+)', a.text)
    v.get(f'/needs/{number}?c={code}').is_(200).has('合同审查')
    v.get(f'/needs/{number}?c=AAAAAAAA').is_(404)


def test_suggestion_is_answered(site):
    v = station(site)
    path = '/mine/records/' + urllib.parse.quote('意见建议')
    holding = entry(v)['holding']
    v.post(path, {'csrf': v.csrf(), 'holding': holding,
                  '建议主题': '培训', '建议内容': '多办线上培训'}, []).is_(200)
    c = site.visitor()
    c.sign_in('centre@demo.example', PASSWORD)
    desk = '/desk/records/sme-volunteer-station/' + \
        urllib.parse.quote('意见建议')
    page = c.get(desk).is_(200).has('多办线上培训')
    row = {k: re.search(rf'name="{k}" value="(\d+)"', page.text).group(1)
           for k in ('subject', 'id', 'version')}
    c.post(desk + '/answer', {**row, 'csrf': c.csrf(), 'text': '已采纳'})
    v.get(path).is_(200).has('已采纳', '已答复')
