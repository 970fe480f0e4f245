"""Files with the rows of registers: a holder's and an officer's, who may read
them, what is no file, that a refused row leaves none behind; tasks from end
to end; what stands in the menu of whom."""
import re

from book import write as book
from case_application import PDF, url
from case_bodies import sql
from case_history_import import STATION, centre, prepare as prepare_import
from case_history_import import apply, upload
from site_ import check, credit_code

DEMO = True
STATE = {}
KIND = '法律体检'


def prepare(site):
    prepare_import(site)
    STATE.clear()


def holder(site):
    """A firm with an account that is in the register."""
    if 'v' not in STATE:
        v = site.visitor()
        v.sign_up(821, name='川登记律师事务所')
        page = upload(centre(site), STATION, [
            ['名称', '统一社会信用代码', '原证书编号', '原认定日期', '行政区划',
             '原认定文件'],
            ['川登记律师事务所', credit_code(821), 'R-1', '2025-01-02', '510107',
             '旧字5号']])
        apply(centre(site), page.is_(200).has('可以补录 1')).is_(200)
        STATE['v'] = v
    return STATE['v']


def today(page):
    return '-'.join(f'{int(x):02d}' for x in re.search(
        r'今天是(\d+)年(\d+)月(\d+)日', page.text).groups())


def attachments(site):
    return int(sql(site, "SELECT count(*) FROM attachment WHERE owner_kind = "
                   "'record'")[0][0])


def checkup(v, files, **changes):
    path = url(f'/mine/records/{KIND}')
    page = v.get(path).is_(200)
    day = today(page)
    values = {'体检年度': day[:4], '体检企业': '示例甲公司',
              '体检企业代码': credit_code(831), '邀请日期': day,
              '体检结果': '已体检', '体检日期': day, '指派律师': '示例律师',
              '指导记录': '逐项说明。', '体检收费': '0', **changes}
    return v.send(page, values, path, files=files)


def test_holder_adds_a_row_with_files(site):
    v = holder(site)
    page = checkup(v, {'体检报告': ('体检报告.pdf', PDF)}).is_(200)
    page.has('已添加', '示例甲公司', '体检报告.pdf')
    link = re.search(r'/files/\d+/\d+', page.text).group(0)
    check(v.get(link).is_(200).body == PDF, 'the bytes come back')
    STATE['file'] = link
    check(attachments(site) == 1, 'one file is kept')
    # The roster is not known: it was entered, it did not apply.
    page = centre(site).get(url(f'/desk/records/{STATION}/{KIND}')).is_(200)
    page.has('示例甲公司')
    check(centre(site).get(link).is_(200).body == PDF, 'the officer reads it')
    other = site.visitor()
    other.sign_up(822)
    other.get(link).is_(404)
    site.visitor().get(link, follow=False).is_(303)


def test_refused_rows_leave_nothing(site):
    v = holder(site)
    before = attachments(site)
    page = checkup(v, {'体检报告': ('坏.pdf', b'<html>')},
                   体检企业代码=credit_code(832))
    page.is_(422).has('PDF')
    check('逐项说明' in page.text, 'what was typed is lost')
    checkup(v, {'体检报告': ('好.pdf', PDF)}, 指派律师='示例甲、示例乙',
            体检企业代码=credit_code(832)).is_(422).has('一对一')
    refusal = {'体检结果': '企业谢绝', '体检日期': '', '指派律师': '',
               '指导记录': '', '体检收费': '', '体检企业代码': credit_code(832)}
    checkup(v, None, **refusal).is_(422).has('谢绝或者通知的证明')
    check(attachments(site) == before, 'a file of a refused row stayed')
    page = checkup(v, {'谢绝证明': ('谢绝函.pdf', PDF)}, **refusal)
    page.is_(200).has('谢绝函.pdf')
    check(attachments(site) == before + 1, 'one more file')
    # A workbook is a file like any other.
    checkup(v, {'体检报告': ('表.xlsx', book([['甲']]))},
            体检企业代码=credit_code(833)).is_(200).has('表.xlsx')


def test_officer_adds_a_row_with_files(site):
    holder(site)
    c = centre(site)
    kind = '弄虚作假认定'
    path = url(f'/desk/records/{STATION}/{kind}')
    page = c.get(path).is_(200)
    form = page.form(path)
    check('holder' in form.names, form.names)
    STATE['names'] = form.names
    values = {'holder': 'R-1'}
    for name in form.names:
        if '日期' in name:
            values[name] = today(page)
    files = {n: ('查证.pdf', PDF) for n in re.findall(
        r'<input type="file" id="[^"]*" name="([^"]*)"', page.text)}
    check(files, 'the form takes files')
    text = {n: '查证的事实和依据。' for n in re.findall(
        r'<textarea[^>]* name="([^"]*)"', page.text)}
    choice = {n: v for n, v in re.findall(
        r'<input type="radio" name="([^"]*)" value="([^"]*)"', page.text)}
    a = c.send(page, {**values, **text, **choice}, path, files=files)
    a.is_(200).has('已保存', '查证.pdf')
    link = re.search(r'/files/\d+/\d+', a.text).group(0)
    check(c.get(link).is_(200).body == PDF, 'the bytes come back')
    c.send(page, {**values, **text, **choice, 'holder': '没有'}, path,
           files=files).is_(422).has('没有编号')
    # About nobody in particular: of the programme, and read all the same.
    a = c.send(page, {**values, **text, **choice, 'holder': ''}, path,
               files=files).is_(200)
    links = set(re.findall(r'/files/\d+/\d+', a.text))
    check(len(links) == 2, links)
    for one in links:
        check(c.get(one).is_(200).body == PDF, f'{one}: no bytes')


def test_a_task_is_given_reported_and_accepted(site):
    v, c = holder(site), centre(site)
    w = site.visitor()
    w.sign_up(823, name='川任务律师事务所')
    page = upload(c, STATION, [
        ['名称', '统一社会信用代码', '原证书编号', '原认定日期', '行政区划',
         '原认定文件'],
        ['川任务律师事务所', credit_code(823), 'R-2', '2025-01-02', '510107',
         '旧字6号']])
    apply(c, page.is_(200)).is_(200)
    desk = url(f'/desk/records/{STATION}/任务安排')
    page = c.get(desk).is_(200).has('川登记律师事务所', '川任务律师事务所')
    day = today(page)
    names = page.form(desk).names
    check(not names & {'办理报告', '任务附件', '报告日期', '任务办理'},
          f'the holder answers these, or the program: {names}')
    task = {'任务类别': '免费咨询', '任务名称': '示例咨询日',
            '任务要求': '逐家咨询并书面报告。', '任务期限': day}
    c.send(page, {**task, 'holder': None}, desk).is_(422)
    c.send(page, {**task, 'holder': ['R-1', 'R-2']}, desk).is_(200)
    mine = url('/mine/records/任务安排')
    one = v.get(mine).is_(200).has('示例咨询日', '已安排').link(
        mine + r'/rows/\d+.*')
    other = w.get(mine).is_(200).has('示例咨询日').link(mine + r'/rows/\d+.*')
    check(one.split('?')[0] != other.split('?')[0], 'each has a row')
    v.get(other).is_(404)
    step = one.split('?')[0] + '/step'
    page = v.send(v.get(one), {}, step).is_(200).has('已接受', '提交报告')
    v.send(page, {}, step).is_(422).has('请写明办理经过和结果')
    page = v.send(page, {'办理报告': '咨询三次。'}, step, files={
        '任务附件': ('报告.pdf', PDF)}).is_(200)
    page.has('已报告', '咨询三次。', '报告.pdf', '等待验收')
    link = re.search(r'/files/\d+/\d+', page.text).group(0)
    check(c.get(link).is_(200).body == PDF, 'the officer reads it')
    w.get(link).is_(404)
    c.get('/desk/records').is_(200).has('等待您办理的登记事项')
    accept = desk + '/accept'
    c.send(c.get(desk), {}, accept).is_(422)
    c.send(c.get(desk), {'text': '没有写明企业', 'due': '昨天'},
           accept).is_(422)
    c.send(c.get(desk), {'text': '没有写明企业'}, accept).is_(200)
    page = v.get(one).is_(200).has('已接受', '没有写明企业', '提交报告')
    v.send(page, {'办理报告': '咨询示例甲公司三次。'}, step).is_(200).has(
        '已报告', '报告.pdf')
    c.send(c.get(desk), {'back': None}, accept).is_(200)
    page = v.get(one).is_(200).has('已验收', '办理经过')
    check('提交报告' not in page.words, 'a task that is done is asked for')
    book_of = v.get(mine + '/export.xlsx').is_(200)
    check(book_of.body[:2] == b'PK', 'a workbook')
    check(c.get(desk + '/export.xlsx').is_(200).body[:2] == b'PK',
          'a workbook')


def test_the_menu_of_who_holds_nothing(site):
    holder(site).get('/mine').is_(200).link('/mine/diary|/mine/records')
    page = site.visitor()
    page.sign_up(824)
    page = page.get('/mine').is_(200)
    for href in ('/mine/diary', '/mine/activities', '/mine/records'):
        check(href not in page.page.links, f'{href} stands in the menu')
