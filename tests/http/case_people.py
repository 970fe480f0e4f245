"""Offices and people at offices: entered as they stand, by form; who may."""
import pathlib

from site_ import PASSWORD, Site, check, id_no

DEMO = True  # staff sign in without a second factor
PACKS = pathlib.Path(__file__).parent.parent.parent / 'packs'
OFFICE, WORKER = 'chongqing-legal-office', 'chongqing-legal-worker'
HISTORY = '/desk/history'
AN_OFFICE = {'name': '城关法律服务所', 'number': '渝基所-０１/a', 'region': '500101',
             'recognised': '2010-05-01', 'source': '设立批复',
             '许可日期': '2010-05-01', '区域类型': '农村乡镇', '住所': '示例镇1号',
             '乡镇街道': '示例镇', '负责人': '示例主任'}
A_WORKER = {'name': '示例甲', 'number': '任意 号 1', 'recognised': '2012-03-01',
            'source': '核准文书', 'host': '渝基所-01/A'}


def prepare(site):
    Site.init(site)
    for name in (OFFICE, WORKER):
        site.run('pack', 'install', str(PACKS / name), ok=False)
    for county in ('500101', '500102'):
        for role in ('centre', 'secretariat'):
            site.run('user', 'add', f'{role}-{county}@example.com',
                     f'{county} {role}', role, '', county,
                     stdin=PASSWORD + '\n')


def enter(officer, programme, answers, **other):
    path = f'{HISTORY}?programme={programme}'
    page = officer.get(path).is_(200)
    return officer.send(page, {**answers, **other}, path)


def test_the_programme_is_chosen_first(site):
    page = site.officer('centre').get(HISTORY).is_(200)
    page.link(r'.*programme=' + OFFICE)
    page.link(r'.*programme=' + WORKER)
    site.officer('secretariat').get(HISTORY).is_(403)


def test_an_office_with_its_own_number_and_form(site):
    county = site.officer('centre-500101')
    page = county.get(f'{HISTORY}?programme={OFFICE}').is_(200)
    page.has('乡镇街道', '负责人', '2020-07-06 及以前已设立的')
    page = enter(county, OFFICE, AN_OFFICE, 乡镇街道='')
    page.is_(422).has('乡镇街道')
    check('示例主任' in page.text, 'what was typed is lost')
    enter(county, OFFICE, AN_OFFICE, recognised='2020-07-07').is_(409).has(
        '此后不再新设')
    enter(county, OFFICE, AN_OFFICE, recognised='2020年').is_(422)
    enter(county, OFFICE, AN_OFFICE, region='999999').is_(422).has(
        '没有行政区划代码')
    enter(county, OFFICE, AN_OFFICE, region='500102').is_(403)
    enter(county, OFFICE, AN_OFFICE, credit_code='123').is_(422)
    enter(county, OFFICE, AN_OFFICE, number='长' * 61).is_(422)
    check('城关法律服务所' not in county.get('/desk/holders').words,
          'something is stored')
    enter(county, OFFICE, AN_OFFICE).is_(200).has('渝基所-01／A', '示例镇1号')
    enter(county, OFFICE, AN_OFFICE).is_(409)
    enter(county, OFFICE, AN_OFFICE, name='另一法律服务所').is_(409).has(
        '已由“城关法律服务所”使用')


def test_a_worker_at_the_office(site):
    county = site.officer('centre-500101')
    page = county.get(f'{HISTORY}?programme={WORKER}').is_(200)
    page.has('基层法律服务所的编号')
    enter(county, WORKER, A_WORKER, host='').is_(422).has('请填写所在')
    enter(county, WORKER, A_WORKER, host='没有').is_(422).has('没有编号')
    enter(county, WORKER, A_WORKER, id_no='500101198001010010').is_(422)
    other = site.officer('centre-500102')
    enter(other, WORKER, A_WORKER).is_(403)
    enter(county, WORKER, A_WORKER, id_no=id_no(1)).is_(200).has(
        '任意 号 1')
    # The same person at a second office, under whatever number.
    enter(county, WORKER, A_WORKER, id_no=id_no(1), number='另 2').is_(
        409).has('不重复录入')
    enter(county, WORKER, A_WORKER).is_(409)
    # Another person of that name.
    enter(county, WORKER, A_WORKER, id_no=id_no(2), number='任意号2').is_(200)
    enter(county, WORKER, A_WORKER, number='任意号3').is_(200)


def test_numbers_of_any_shape_are_found(site):
    v = site.visitor()
    v.get('/register?programme=' + OFFICE).is_(200).link(
        '/register/.*-01%EF%BC%8FA')
    v.get('/verify?number=%E6%B8%9D%E5%9F%BA%E6%89%80-01/a').is_(200)
    v.get('/register/%E6%B8%9D%E5%9F%BA%E6%89%80-01%EF%BC%8FA').is_(200).has(
        '城关法律服务所')
    v.get('/register/%E4%BB%BB%E6%84%8F%20%E5%8F%B7%201').is_(200).has(
        '示例甲')


def test_profile_of_an_office(site):
    county = site.officer('centre-500101')
    page = county.get(f'/desk/holders?programme={OFFICE}').is_(200)
    at = page.link(r'/desk/holders/\d+')
    county.get(at).is_(200).has('基层法律服务工作者（3 人）', '示例甲',
                                '任意 号 1', '档案要点', '六项关键制度')
    worker = county.get(
        f'/desk/holders?programme={WORKER}').is_(200).link(
        r'/desk/holders/\d+')
    county.get(worker).is_(200).has('执业机构', '城关法律服务所', '至今')
    v = site.visitor()
    page = v.get('/towns').is_(200)
    page = v.get(f'/towns?programme={OFFICE}&region=500101').is_(200).has(
        '示例镇', '城关法律服务所', '示例甲')
    page.link(r'/register/.*-01%EF%BC%8FA')
    page = v.get('/register/%E6%B8%9D%E5%9F%BA%E6%89%80-01%EF%BC%8FA').is_(
        200).has('示例甲', '示例主任', '示例镇1号')
    check(id_no(1) not in page.text and '档案要点' not in page.words,
          'the public sees too much')
