"""A table of 3,000 rows by workbook: template, rows that are wrong, the same
workbook back with the reasons, and the way to the reviewer's page."""
import io
import re
import time
import zipfile

from book import texts, write as book
from case_application import PDF, section, url
from case_application import STATE as FORM
from case_panel import STATE as PANEL, fill, person, prepare as prepare_panel
from site_ import check

DEMO = True
CODE = 'legal-service-station'
FIRM = 'specialised-law-firm'
STATE = {}
HEAD = ['姓名', '性别', '类别', '律师执业证号', '入所日期']


def prepare(site):
    prepare_panel(site)
    from case_bodies import write
    now = int(time.time() * 1e6)
    write(site, f"UPDATE programme SET state = 'OPEN' WHERE code = '{FIRM}'")
    write(site, f"INSERT INTO round SELECT 2, id, '首批', {now - 10**9}, "
          f"{now + 90 * 86400 * 10**6}, NULL, '', '会员部', "
          "'010-00000000', '', pack_hash, 'OPEN', 1 "
          f"FROM programme WHERE code = '{FIRM}'")


def rows_of(n, first=0):
    return [[f'示例{i:04d}', '男' if i % 2 else '女', '律师',
             f'25101201010{i:06d}', '2015-03-02']
            for i in range(first, first + n)]


def at(more=''):
    return url(f"{STATE['at']}/rows/人员名册{more}")


def upload(v, rows, mode='replace', name='名册.xlsx', data=None):
    page = v.get(at()).is_(200)
    data = book(rows) if data is None else data
    return v.send(page, {'mode': mode}, at('/upload'),
                  files={'table': (name, data)})


def start(v, code):
    page = v.get(f'/mine/start/{code}').is_(200)
    options = {'channel': 'self'} if 'name="channel"' in page.text else {}
    page = v.send(page, options).is_(200)
    return re.search(r'/applications/\d+', page.path).group(0)


def test_template(site):
    v = site.visitor()
    v.sign_up(811, name='川三千律师事务所')
    STATE['v'], STATE['at'] = v, start(v, CODE)
    page = v.get(url(f"{STATE['at']}/sections/律所人员")).is_(200)
    page.has('可以用工作簿填写')
    page = v.get(at()).is_(200).has('下载模板', '上传并检查')
    check('下载已填的各行' not in page.words, 'nothing is filled in yet')
    body = v.get(at('/template.xlsx')).is_(200).body
    got = texts(body)
    for t in ['人员名册', *HEAD]:
        check(t in got, f'{t} is not in the template: {got}')
    with zipfile.ZipFile(io.BytesIO(body)) as z:
        check('律师,实习人员,律师助理,行政人员' in
              z.read('xl/worksheets/sheet1.xml').decode(), 'no drop-down')
    check(any('必填的栏目：姓名、类别' in t for t in got), got)
    v.get(at('/problems.xlsx')).is_(404)
    # Somebody else's, and a field that is no table.
    other = site.visitor()
    other.sign_up(812)
    for more in ('', '/template.xlsx', '/rows.xlsx', '/problems.xlsx'):
        other.get(at(more)).is_(404)
    v.get(url(f"{STATE['at']}/rows/律所主任")).is_(404)


def test_bad_workbooks_change_nothing(site):
    v = STATE['v']
    upload(v, [HEAD, *rows_of(2)]).is_(200).has('已存为草稿', '共 2 行')
    for rows, words in (
            ([['甲', '乙'], ['丙', '丁']], '没有找到列名'),
            ([HEAD], '没有填写任何一行'),
            ([[*HEAD, '工资'], ['甲']], 'F 列“工资”不是本表的栏目'),
            ([[*HEAD, '姓名'], ['甲']], 'F 列的“姓名”与 A 列重复'),
            ([['姓名', '性别'], ['甲', '男']], '缺少“类别”一栏'),
            ([HEAD, *rows_of(5001)], '应不超过 5000 行')):
        upload(v, rows).is_(422).has(words)
    upload(v, None, data=b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old',
           name='旧.xls').is_(422).has('.xlsx')
    upload(v, None, data=PDF, name='a.pdf').is_(422)
    upload(v, None, data='姓名,类别\n甲,律师\n'.encode('gbk'),
           name='a.csv').is_(422)
    upload(v, None, data=b'').is_(422).has('请选择')
    v.get(at()).is_(200).has('共 2 行')
    # CSV is read too, in any order of the columns.
    page = upload(v, None, data='类别,姓名\n律师,甲\n'.encode(),
                  name='a.csv', mode='append').is_(200)
    page.has('共 3 行')


def test_wrong_rows_are_told_and_good_ones_kept(site):
    v = STATE['v']
    rows = rows_of(3000)
    rows[4][0] = ''                       # row 6
    rows[9][2] = '会计'                    # row 11
    rows[10][4] = '2015年13月1日'           # row 12
    rows[20][3] = rows[19][3]             # row 22: the same licence
    rows[2999] = list(rows[5])            # row 3001: the same person
    page = upload(v, [HEAD, *rows]).is_(200)
    page.has('其中有误、没有存入的 5 行', '共 2995 行',
             '请填写姓名', '类别没有“会计”这一项，应为：', 'E 入所日期',
             '与第21行重复', '与第7行重复')
    got = texts(v.get(at('/problems.xlsx')).is_(200).body)
    check('错误原因' in got and '示例2999' not in got, 'reasons')
    check(any('没有“会计”这一项' in t for t in got), 'reason of a row')
    check(sum(t.startswith('示例') for t in got) == 2999, 'all rows come back')
    # Only what was mended, after the rest.
    mended = [['改正甲', '男', '律师', '35101201010000001', '2015-03-02']]
    page = upload(v, [[*HEAD, '错误原因'], [*mended[0], '已改']], 'append')
    page.is_(200).has('已存为草稿', '共 2996 行')
    v.get(at('/problems.xlsx')).is_(404)
    # The whole, mended: what was there is replaced.
    upload(v, [HEAD, *rows_of(3000)]).is_(200).has('共 3000 行')


def test_rows_page_by_page(site):
    v = STATE['v']
    page = v.get(at('?page=60')).is_(200).has('第 2951 至 3000 行')
    check(len(page.body) < 300_000, f'{len(page.body)} bytes for one page')
    form = page.form(at('?page=60'))
    pairs = [(k, x) for k, x in form.fields if k != '人员名册[0].姓名']
    v.post(at('?page=60'), [*pairs, ('人员名册[0].姓名', '改名乙')]).is_(
        200).has('已保存')
    got = texts(v.get(at('/rows.xlsx')).is_(200).body)
    check('改名乙' in got and '示例2950' not in got, 'one cell changed')
    check('示例2949' in got and '示例2999' in got, 'the others stay')
    # With an old version: refused, and nothing lost.
    v.post(at('?page=60'), pairs).is_(409)
    # A row is removed, one is added.
    page = v.get(at('?page=2')).is_(200)
    form = page.form(at('?page=2'))
    v.post(at('?page=2'), [*form.fields, ('remove', '人员名册[0]')]).is_(
        200).has('共 2999 行')
    page = v.get(at('?page=60')).is_(200)
    form = page.form(at('?page=60'))
    page = v.post(at('?page=60'), [*form.fields, ('add', '人员名册')]).is_(200)
    check('人员名册[49].姓名' in page.text, 'an empty row is offered')
    pairs = page.form(at('?page=60')).fields
    pairs = [(k, {'人员名册[49].姓名': '新来丙',
                  '人员名册[49].角色': '律师'}.get(k, x)) for k, x in pairs]
    v.post(at('?page=60'), pairs).is_(200).has('共 3000 行')
    v.get(url(f"{STATE['at']}/sections/律所人员")).is_(200).has('已填 3000 行')


def test_submitted_and_reviewed(site):
    v = STATE['v']
    import case_panel
    rows = case_panel.section
    # The section of the people without the table: the rows stay.
    case_panel.section = lambda v, name, values, files=None, rows=(): \
        section(v, name, values, files,
                rows=[r for r in rows if not r[0].startswith('人员名册')])
    fill(v, STATE['at'], '川三千律师事务所', 811)
    case_panel.section = rows
    started = time.monotonic()
    page = v.get(STATE['at'] + '/check').is_(200).has('共 3000 行')
    seen = time.monotonic()
    v.send(page, {'declare': '1'}, STATE['at'] + '/submit').is_(200).has(
        '已提交')
    sent = time.monotonic()
    s = person(site, 'secretariat')
    desk = '/desk' + STATE['at']
    page = s.get(desk).is_(200).has('3000', '共 3000 行')
    print(f'  3,000 rows: check {seen - started:.2f} s, submit '
          f'{sent - seen:.2f} s, review page {time.monotonic() - sent:.2f} s, '
          f'{len(page.body) // 1024} KiB')
    got = texts(s.get(at('/rows.xlsx')).is_(200).body)
    check('示例2999' in got, 'the officer has the rows as a workbook')
    v.get(STATE['at'] + '/print').is_(200)
    upload_path = at('/upload')
    v.get(at()).is_(200)
    v.post(upload_path, [('version', '1'), ('csrf', v.csrf())],
           [('table', 'a.xlsx', book([HEAD, *rows_of(1)]))]).is_(409)


def test_money_of_fifteen_digits(site):
    v = site.visitor()
    v.sign_up(813, name='川专精律师事务所')
    STATE['at'] = start(v, FIRM)
    table = url(f"{STATE['at']}/rows/代表业绩")
    head = ['名称', '日期', '标的额（元）']

    def send(*amounts):
        page = v.get(table).is_(200)
        rows = [[f'业绩{i}', '2025-01-02', a] for i, a in enumerate(amounts)]
        return v.send(page, {'mode': 'replace'}, table + '/upload', files={
            'table': ('业绩.xlsx', book([head, *rows]))}).is_(200)

    send('9999999999999.99', '9,999,999,999,999.99').has('已存为草稿')
    page = send('0.01', '99999999999999.99', '1.001', '-1', '一百万')
    page.has('没有存入的 4 行', '整数部分', '14 位', '小数应不超过 2 位')
    got = texts(v.get(table + '/rows.xlsx').is_(200).body)
    check('0.01' in got, got)
