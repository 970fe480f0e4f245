"""Results of a firm judged row by row: a member must say why he refuses one;
the firm reads which row was refused and why, and the verdict follows."""
import re
import time

import case_joint
from case_application import PDF, section
from case_bodies import account
from case_joint import FIRMS, body, number
from case_panel import STATE, declare, person, there
from site_ import check

DEMO = True
NAME = '蓉成果律师事务所'
WHY = '署名单位不是本所'


def prepare(site):
    case_joint.prepare(site)


def special(v):
    """What the category asks for beside the results."""
    today = time.gmtime(time.time() + 8 * 3600)
    recent = f'{today.tm_year - 1}-06-01'
    rows = [('专业人才[0].人才姓名', '示例人才'),
            ('专业资质[0].资质类型', '专利代理'),
            ('专业资质[0].持有人类型', '律所'),
            ('专业资质[0].取得日期', '2018-06-01'),
            ('影响力材料[0].材料日期', recent),
            ('影响力材料[0].影响范围', '省'),
            ('影响力材料[0].影响内容', '省级专业委员会主任'),
            ('代表业绩[0].业绩名称', '示例专利案'),
            ('代表业绩[0].业绩日期', recent)]
    for i, kind in enumerate(('经典案例', '专业著作', '专业标准')):
        rows += [(f'专业成果[{i}].成果类型', kind),
                 (f'专业成果[{i}].成果名称', f'示例成果{i + 1}')]
    section(v, '专业化', {'专注领域': '知识产权', '专注起始日期': '2016-05-10',
                       '产品和服务': '专利布局'},
            [('成果证明', 'r.pdf', PDF)], rows=rows).is_(200)


@there
def test_to_the_panel(site):
    body(site, '蓉律协', '市州律师协会', '510100', 'rong@example.com')
    case_joint.apply(site, 811, NAME, ['专业化'], more=special)
    city = person(site, 'rong')
    at = f'/body/files/{number(NAME)}'
    page = city.get(at).is_(200)
    marks = {n: 'yes' for n in page.form(at + '/marks').names
             if n.startswith('mark')}
    page = city.send(page, marks, at + '/marks').is_(200)
    city.send(page, {'decision': 'pass', 'opinion': '同意上报'},
              at + '/decide', files={'seal': ('章.pdf', PDF)}).is_(200)
    page = city.get('/body').is_(200)
    city.send(page, {'ids': [number(NAME)], 'sure': '1'},
              '/body/forward').is_(200)
    for i in range(1, 4):
        account(site, f'r{i}@example.com', f'成评{i}')
    c = person(site, 'centre')
    page = c.get('/desk/panels/new').is_(200)
    programme = re.search(r'<option value="(\d+)"[^>]*>专精特新律所',
                          page.text).group(1)
    page = c.send(page, {'programme': programme, 'name': '初评小组',
                         'document_no': '省专班〔2026〕2号',
                         'members': '\n'.join(f'r{i}@example.com'
                                              for i in range(1, 4))},
                  '/desk/panels/new').is_(200)
    panel = re.search(r'/desk/panels/\d+', page.path).group(0)
    c.send(page, {}, panel + '/assign').is_(200).has(NAME)


def give(v, at, refused, why):
    """Marks yes but for the row refused; opens everything first."""
    page = v.get(at).is_(200)
    for f in [f for f in page.page.forms if f.action == at + '/open']:
        v.post(f.action, f.fields, follow=False)
    page = v.get(at).is_(200).has('专业成果第2行：专业著作，示例成果2')
    form = page.form(at + '/opinion')
    radios = set(re.findall(r'type="radio"[^>]*name="([^"]+)"', page.text))
    values = {n: 'yes' for n in radios & form.names if n != 'vote'}
    values.update({n: '80' for n in form.names if n.endswith('得分')})
    values.update({'vote': 'PASS', 'opinion': '逐行核对', '专业化': 'RECOGNISE'})
    rows = sorted(n for n in radios if n.startswith('专业成果.'))
    check(len(rows) == 3, f'{len(rows)} rows to mark')
    order = [m for m in dict.fromkeys(
        re.findall(r'type="radio"[^>]*name="([^"]+)"', page.text))
        if m in form.names]
    row = [n for n in order if n.startswith('专业成果.')][1]
    if refused:
        values[row] = 'no'
        values[f'note{order.index(row)}'] = why
    return v.send(page, values, at + '/opinion', button=('final', 'yes'))


@there
def test_a_row_is_refused_with_a_reason(site):
    at = f'/panel/files/{number(NAME)}'
    firm, mine, _ = FIRMS[NAME]
    for i in range(1, 4):
        v = person(site, f'r{i}')
        page = declare(v, number(NAME)).is_(200)
        check('示例成果2' in v.get(at).is_(200).words, 'rows are not shown')
        if i == 1:
            give(v, at, True, '').is_(422).has('不予认可', '应写明理由')
        give(v, at, i < 3, WHY).is_(200)
        page = firm.get(mine).is_(200)
        check(WHY not in page.words, 'told before there is a result')
    s = person(site, 'centre')
    page = s.get(at).is_(200).has('专业成果第2行', WHY)
    s.send(page, {}, at + '/conclude').is_(200).has('通过')


@there
def test_the_firm_reads_it(site):
    firm, mine, _ = FIRMS[NAME]
    page = firm.get(mine).is_(200).has(
        '逐行认可：专业成果', '填报 3 行，认可 2 行，不予认可 1 行',
        '专业著作，示例成果2', WHY)
    check(page.words.count(WHY) == 1, page.words)
    c = person(site, 'centre')
    at = f'/desk/decisions/{number(NAME)}'
    page = c.get(at).is_(200)
    line = re.search(at + r'/lines?/\d+', page.text).group(0)
    c.get(line).is_(200).has('不予认可', WHY, '成果数 2 < 最少成果数 3，还差 1 项')
    c.get(f'/desk/applications/{number(NAME)}').is_(200).has(WHY)
