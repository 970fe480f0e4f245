"""Plans: figures by form and workbook, compiling with the gate, issuing,
amending, the public page, study; who may do what."""
import pathlib

from book import texts, write
from site_ import PASSWORD, Site, check

DEMO = True
PACK = pathlib.Path(__file__).parent.parent / 'packs' / 'planned-adviser'
YEAR = 2026
DESK = f'/desk/plan/planned-adviser/{YEAR}'
PUBLIC = f'/plan/planned-adviser/{YEAR}'
FIGURES = {'常住人口': '1000000', '统计时点': f'{YEAR - 1}-12-31',
           '数据来源': '示例统计公报', '律师人数': '100', '顾问人数': '20',
           '拟发展人数': '5', '其中农村人数': '3'}
HEAD = ['计划单元代码', '计划单元', '常住人口', '统计时点', '数据来源',
        '律师人数', '顾问人数', '拟发展人数']


def prepare(site):
    Site.init(site)
    site.run('pack', 'install', str(PACK))
    site.run('user', 'add', 'county@example.com', '区县人员', 'secretariat',
             'planned-adviser', '500101', stdin=PASSWORD + '\n')


def unit(code):
    return f'{DESK}/units/{code}'


def enter(officer, code, **other):
    page = officer.get(unit(code)).is_(200)
    return officer.send(page, {**FIGURES, **other}, unit(code))


def test_visitors_see_no_plan_that_is_not_issued(site):
    v = site.visitor()
    v.get('/plan').is_(200).has('还没有下达的发展计划')
    v.get(PUBLIC).is_(404)
    check('/sign-in' in v.get('/desk/plan').path, 'not asked to sign in')


def test_figures_by_form(site):
    centre = site.officer('centre')
    centre.get('/desk/plan').is_(200).has('顾问队伍发展计划')
    centre.get(DESK).is_(200).has('未编制')
    enter(centre, '500101').is_(200).has('1.0000', '1.2000', '已保存')
    enter(centre, '500102', 律师人数='230').is_(200).has(
        '已达到', '230 × 10000 = 2300000 ≥ 2.3 × 1000000 = 2300000')
    enter(centre, '500103', 律师人数='').is_(200).has('缺少的数据', '律师人数')
    enter(centre, '500104', 常住人口='0').is_(422).has('常住人口')
    enter(centre, '500104', 数据来源='').is_(422)
    centre.get(unit('500105')).is_(409).has('现属两江新区')
    centre.get(unit('510104')).is_(404)


def test_a_county_proposes_for_itself(site):
    county = site.officer('county')
    enter(county, '500101', 顾问人数='21').is_(200).has('待汇总', '已采用')
    page = county.get(unit('500102')).is_(200)
    check('填报数据' not in page.text, 'the form of another unit')
    enter(county, '500101', 顾问人数='22').is_(200).has('1.2200')
    site.officer('centre').get(DESK).is_(200).has('1.2200', '（待汇总）')
    own = county.get(unit('500101')).is_(200)
    fields = dict(own.form(unit('500101')).fields)
    county.post(unit('500102'), {**fields, **FIGURES}).is_(403)
    county.post(f'{DESK}/compile', {'csrf': county.csrf()}).is_(403)
    check('万州区' in texts(county.get(f'{DESK}/template.xlsx').body)
          and '涪陵区' not in texts(
              county.get(f'{DESK}/template.xlsx').body),
          'a template with other units')


def test_what_a_county_proposed_is_sent_back(site):
    centre, county = site.officer('centre'), site.officer('county')
    centre.get('/desk').is_(200).has('待汇总 1', '填报或汇总')
    back = unit('500101') + '/return'
    county.post(back, {'csrf': county.csrf(), 'return_reason': 'x'}).is_(403)
    page = centre.get(unit('500101')).is_(200).has('退回填报')
    centre.send(page, {'return_reason': ''}, back).is_(422).has('退回的理由')
    page = centre.get(unit('500101')).is_(200)
    centre.send(page, {'return_reason': '与公报不符'}, back).is_(200)
    county.get('/desk').is_(200).has('的填报已退回，请重新填报')
    county.get(unit('500101')).is_(200).has('与公报不符', '填报数据')
    county.get('/mine/messages').is_(200).has('填报已退回', '与公报不符')
    enter(county, '500101', 顾问人数='22').is_(200).has('1.2200', '已退回：')
    check('填报已退回，请更正' not in county.get(unit('500101')).text,
          'still sent back')


def test_workbook_is_all_or_nothing(site):
    centre = site.officer('centre')
    page = centre.get(f'{DESK}/import').is_(200)
    book = centre.get(f'{DESK}/template.xlsx').is_(200)
    check('万州区' in texts(book.body), 'no units in the template')
    day = f'{YEAR - 1}-12-31'
    rows = [HEAD,
            ['', '大渡口区', '400000', day, '公报', '10', '', '2'],
            ['', '江北区', '900000', day, '公报', '10', '', '2'],
            ['500106', '九龙坡区', '900000', day, '公报', '10', '', '2'],
            ['', '沙坪坝', '900000', day, '公报', '10', '', '2'],
            ['500106', '', '九十万', day, '公报', '10', '', '2']]
    files = {'table': ('表.xlsx', write(rows))}
    centre.send(page, {}, f'{DESK}/import', files=files).is_(422).has(
        '第 3 行：江北区已于 2025-11-06 撤销',
        '第 4 行：代码 500106 是“沙坪坝区”',
        '第 5 行：没有计划单元“沙坪坝”，是否为“沙坪坝区”',
        '第 6 行')
    centre.get(unit('500104')).is_(200)
    check('填报记录' not in centre.get(unit('500104')).text, 'half stored')
    files = {'table': ('表.xlsx', write(rows[:2]))}
    centre.send(page, {}, f'{DESK}/import', files=files).is_(200).has('已保存')
    centre.get(unit('500104')).is_(200).has('工作簿', '0.2500')
    files = {'table': ('表.xlsx', b'PK no workbook')}
    centre.send(page, {}, f'{DESK}/import', files=files).is_(422)


def test_compile_and_issue(site):
    centre = site.officer('centre')
    page = centre.get(DESK).is_(200)
    check('h-500102' not in page.text, 'places where the gate is reached')
    centre.send(page, {'h-500101': '3', 'r-500101': '4'},
                f'{DESK}/compile').is_(422).has('农村名额 4')
    centre.send(page, {'h-500101': 'x'}, f'{DESK}/compile').is_(422)
    centre.send(page, {'h-500101': '3', 'r-500101': '1'},
                f'{DESK}/compile').is_(200).has('农村占比不够')
    page = centre.send(page, {'h-500101': '3', 'r-500101': '2'},
                       f'{DESK}/compile').is_(200).has('已汇总，待下达')
    centre.send(page, {'document_no': ''}, f'{DESK}/issue').is_(422)
    centre.send(page, {'document_no': '示例〔2026〕1 号'},
                f'{DESK}/issue').is_(200).has('已下达')
    site.officer('county').get('/mine/messages').is_(200).has(
        '发展计划已下达', '万州区名额 3，其中农村 2')
    centre.get(DESK + '?sort=gap').is_(200).has('按比率')
    centre.get(DESK + '?sort=ratio').is_(200)


def test_the_public_sees_what_was_issued(site):
    v = site.visitor()
    v.get('/plan').is_(200).has('示例〔2026〕1 号')
    v.get(PUBLIC).is_(200).has('万州区', '1.0000', '示例统计公报',
                               '2/3（66%）', '区划未变更', '由低到高')
    v.get(PUBLIC + '/units/500101').is_(200).has(
        '100 × 10000 = 1000000 < 2.3 × 1000000 = 2300000')
    check('万州区' in texts(v.get(PUBLIC + '/table.xlsx').is_(200).body),
          'no unit in the workbook')
    check(v.get(PUBLIC + '/table.pdf').is_(200).body[:5] == b'%PDF-', 'no PDF')
    v.get(PUBLIC + '?n=2').is_(404)
    v.get(PUBLIC + '/units/999999').is_(404)


def test_amend_and_close(site):
    centre = site.officer('centre')
    enter(centre, '500101', 律师人数='230').is_(200)
    page = centre.get(DESK).is_(200)
    centre.send(page, {'reason': ''}, f'{DESK}/amend').is_(422)
    centre.send(page, {'reason': '律师增加', 'document_no': '示例〔2026〕2 号'},
                f'{DESK}/amend').is_(200).has('已修订')
    site.officer('county').get('/mine/messages').is_(200).has(
        '发展计划已修订', '万州区名额 0（原 3）')
    v = site.visitor()
    v.get(PUBLIC).is_(200).has('示例〔2026〕2 号', '律师增加', '2.3000')
    v.get(PUBLIC + '?n=1').is_(200).has('2/3（66%）', '1.0000')
    page = centre.get(DESK).is_(200)
    centre.send(page, {'reason': '年度结束'}, f'{DESK}/close').is_(200).has(
        '已终结')
    enter_closed = centre.get(unit('500101')).is_(200)
    check('填报数据' not in enter_closed.text, 'a closed plan takes figures')


def test_study(site):
    centre = site.officer('centre')
    study = f'{DESK}/study'
    centre.get(study).is_(200)
    centre.get(study + '?total=12').is_(200).has(
        '最缺先补', '按缺口比例', '按申报数', '缺口')
    centre.get(study + '?total=999999').is_(200).has('20000')
    centre.get(study + '?total=x').is_(200)
    what_if = f'{DESK}/simulation'
    centre.get(what_if).is_(200).has('选取')
    centre.get(what_if + '?unit=500104&go=1&f0=400000&f1=92').is_(200).has(
        '92 × 10000 = 920000 ≥ 2.3 × 400000 = 920000')
    centre.get(what_if + '?unit=500104&go=1&f0=&f1=9').is_(200).has('未知')
    centre.get(what_if + '?unit=500104&go=1&f0=x&f1=9').is_(200).has('整数')


def test_who_may(site):
    for role in ('auditor', 'secretariat'):
        officer = site.officer(role)
        officer.get(DESK).is_(200)
        check('/compile"' not in officer.get(DESK).text, f'{role} compiles')
    check(site.officer('auditor').post(f'{DESK}/close', {'reason': 'x'}).status
          in (403, 422), 'an auditor closes')
