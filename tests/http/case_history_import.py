"""Holders from before the regulation by workbook, for any programme: what would
become of each row first, then all at once or nothing."""
import datetime
import re
import time

from book import texts, write as book
from case_bodies import sql
from site_ import Site, check, credit_code, id_no

DEMO = True
STATION, FIRM = 'legal-service-station', 'specialised-law-firm'
POINT, EXPERT = 'sme-volunteer-station', 'sme-volunteer-expert'
OFFICE, WORKER = 'chongqing-legal-office', 'chongqing-legal-worker'
IMPORT = '/desk/history/import'
STATE = {}


def prepare(site):
    Site.init(site)
    STATE.clear()  # case_registers prepares its own site with this
    # The draft regulation is issued.
    STATE['now'] = int(time.time() * 1e6)
    from case_bodies import write
    write(site, "UPDATE programme SET state = 'OPEN', issued_day = "
          f"{STATE['now'] // 86400000000 - 1} WHERE code = '{STATION}'")


def holders(site, code):
    return int(sql(site, 'SELECT count(*) FROM accreditation JOIN programme '
                   'ON programme.id = accreditation.programme_id WHERE '
                   f"programme.code = '{code}'")[0][0])


def upload(v, code, rows, name='清单.xlsx', data=None):
    path = f'{IMPORT}?programme={code}'
    page = v.get(path).is_(200)
    return v.send(page, {}, path, files={
        'table': (name, book(rows) if data is None else data)})


def at(page):
    return re.search(r'/desk/history/imports/\d+', page.path).group(0)


def apply(v, page, sure='1'):
    return v.send(page, {'sure': sure}, at(page) + '/apply')


def centre(site):
    if 'centre' not in STATE:
        STATE['centre'] = site.officer('centre')
    return STATE['centre']


def test_templates(site):
    v = centre(site)
    v.get('/desk/history').is_(200).link(r'.*programme=' + WORKER)
    for code, heads in (
            (STATION, ['名称', '统一社会信用代码', '有效期末日', '行政区划']),
            (FIRM, ['名称', '类别', '行政区划']),
            (POINT, ['名称', '原证书编号']), (EXPERT, ['姓名', '公民身份号码']),
            (OFFICE, ['名称', '住所', '乡镇街道', '负责人', '区域类型']),
            (WORKER, ['姓名', '所在基层法律服务所的编号'])):
        v.get(f'/desk/history?programme={code}').is_(200).has('批量补录')
        page = v.get(f'{IMPORT}?programme={code}').is_(200).has('下载模板')
        check(page.link(r'.*template\.xlsx.*'), 'a link to the template')
        got = texts(v.get(f'{IMPORT}/template.xlsx?programme={code}').is_(
            200).body)
        for head in [*heads, '原认定日期', '原认定文件']:
            check(head in got, f'{code}: {head} is not in {got}')
    v.get(f'{IMPORT}/template.xlsx?programme=none').is_(404)
    site.officer('secretariat').get(IMPORT).is_(403)
    upload(v, POINT, [['甲', '乙']]).is_(422).has('没有找到列名')
    upload(v, POINT, [], data=b'').is_(422)


HEAD = ['名称', '统一社会信用代码', '原证书编号', '原认定日期', '有效期末日', '行政区划',
        '原认定文件']


def test_nothing_is_stored_before_it_is_confirmed(site):
    v = centre(site)
    before = holders(site, STATION)
    rows = [
        ['甲律师事务所', credit_code(91), 'A-1', '2024-06-11', '2027-06-10',
         '四川省成都市武侯区', '旧字1号'],
        ['乙律师事务所', credit_code(92), '', '2019-06-11', '', '510107', '旧字1号'],
        ['丙律师事务所', '123', 'A-3', '2024-06-11', '', '510107', '旧字1号'],
        ['丁律师事务所', '', 'A-4', '2999-01-01', '', '510107', '旧字1号'],
        ['戊律师事务所', '', 'A-1', '2024-06-11', '', '510107', '旧字1号'],
        ['己律师事务所', '', '', '2024-06-11', '2024-06-10', '510107', '旧字1号'],
        ['甲所改名', credit_code(91), 'A-7', '2024-06-11', '', '510107', '旧字1号'],
        ['庚律师事务所', '', '', '2024-06-11', '', '火星', '旧字1号'],
        ['辛律师事务所', '', '', '2024-06-11', '', '510107', '']]
    page = upload(v, STATION, [HEAD, *rows]).is_(200)
    page.has('待确认', '行数 9', '可以补录 2', '其中补录后有效 1', '其中已到期 1',
             '有误 7', '应为 18 位', '与第2行重复', '与第2行是同一个',
             '应不早于原认定日期', '请填写原认定文件')
    check(holders(site, STATION) == before, 'something is stored')
    got = texts(v.get(at(page) + '/problems.xlsx').is_(200).body)
    check('庚律师事务所' in got and '错误原因' in got, got)
    # Nobody else sees it; without the tick nothing happens.
    site.officer('rules').get(at(page)).is_(403)
    apply(v, page, '').is_(422).has('请核对后勾选')
    check(holders(site, STATION) == before, 'something is stored')
    done = apply(v, page).is_(200).has('已补录', '补录 2')
    check(holders(site, STATION) == before + 2, 'two are entered')
    v.post(at(page) + '/apply', [('csrf', v.csrf()), ('sure', '1')]).is_(409)
    check(holders(site, STATION) == before + 2, 'entered twice')
    found = sql(site, "SELECT name, last_day FROM accreditation WHERE "
                "number = 'A-1'")
    last = datetime.date(2027, 6, 10) - datetime.date(1970, 1, 1)
    check([list(map(str, r)) for r in found] ==
          [['甲律师事务所', str(last.days)]], found)
    v.get(at(done)).is_(200)
    found = sql(site, 'SELECT event, reason FROM audit WHERE object_kind = '
                "'history_import'")
    check([list(r) for r in found] == [['import', '共 9 行，补录 2 行']], found)
    # The same list again: the register says who is there already.
    page = upload(v, STATION, [HEAD, *rows[:2]]).is_(200)
    page.has('可以补录 0', '不重复录入')
    v.send(page, {}, at(page) + '/discard').is_(200).has('已放弃')
    v.post(at(page) + '/apply', [('csrf', v.csrf()), ('sure', '1')]).is_(409)


def test_each_kind_of_programme(site):
    v = centre(site)
    page = upload(v, FIRM, [
        ['名称', '类别', '原认定日期', '行政区划', '原认定文件'],
        ['川甲所', '专业化', '2020-01-02', '四川省成都市', '旧字2号'],
        ['川甲所', '精细化', '2020-01-02', '四川省成都市', '旧字2号'],
        ['川乙所', '没有的类别', '2020-01-02', '四川省成都市', '旧字2号']])
    page.is_(200).has('有误 1', '类别没有“没有的类别”这一项')
    page = upload(v, EXPERT, [
        ['姓名', '公民身份号码', '原认定日期', '行政区划', '原认定文件'],
        ['示例张', id_no(11), '2020-01-02', '510107', '旧字3号'],
        ['示例张', id_no(12), '2020-01-02', '510107', '旧字3号']])
    apply(v, page.is_(200).has('可以补录 2')).is_(200)
    page = upload(v, OFFICE, [
        ['名称', '原证书编号', '原认定日期', '行政区划', '原认定文件', '许可日期',
         '区域类型', '住所', '乡镇街道', '负责人'],
        ['示例镇法律服务所', '渝-１/a', '2010-05-01', '500101', '批复',
         '2010-05-01', '农村乡镇', '示例镇1号', '示例镇', '示例主任'],
        ['无住所法律服务所', '渝-2', '2010-05-01', '500101', '批复',
         '2010-05-01', '农村乡镇', '', '示例镇', '示例主任']])
    page.is_(200).has('可以补录 1', '请填写住所')
    apply(v, page).is_(200)
    host = '所在基层法律服务所的编号'
    page = upload(v, WORKER, [
        ['姓名', '公民身份号码', '原证书编号', '原认定日期', host, '原认定文件'],
        ['示例王', id_no(21), 'G-1', '2012-03-01', '渝-1/A', '核准'],
        ['示例李', id_no(22), 'G-2', '2012-03-01', '渝-404', '核准'],
        ['示例赵', id_no(23), 'G-3', '2012-03-01', '', '核准']])
    page.is_(200).has('可以补录 1', '没有编号', '请填写' + host)
    apply(v, page).is_(200).has('补录 1')
    found = sql(site, "SELECT name, region FROM accreditation WHERE "
                "number = 'G-1'")
    check([list(r) for r in found] == [['示例王', '500101']], found)


def test_three_thousand_at_once(site):
    v = centre(site)
    before = holders(site, POINT)
    head = ['名称', '原证书编号', '原认定日期', '行政区划', '原认定文件']
    rows = [[f'批量站{i:04d}', f'P-{i}', '2021-03-02', '510107', '旧字4号']
            for i in range(3001)]
    upload(v, POINT, [head, *rows]).is_(422).has('应不超过 3000 行')
    started = time.monotonic()
    page = upload(v, POINT, [head, *rows[:3000]]).is_(200)
    page.has('可以补录 3000')
    seen = time.monotonic()
    apply(v, page).is_(200).has('补录 3000')
    print(f'  3,000 holders: preview {seen - started:.2f} s, entered '
          f'{time.monotonic() - seen:.2f} s')
    check(holders(site, POINT) == before + 3000, 'all are entered')
