"""A real draw: pools, commitment, seed, the file checked offline and changed;
the record with photographs, the correction order, publication."""
import hashlib
import json
import urllib.parse

from case_draw import verify
from case_people import AN_OFFICE, HISTORY, OFFICE, PACKS, WORKER
from site_ import Site, check

DEMO = True  # staff sign in without a second factor
KIND = '双随机检查'
NEW = (f'/desk/draws/new?what={OFFICE}/{urllib.parse.quote(KIND)}'
       '&kind=regular')
PNG = bytes.fromhex(
    '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489'
    '0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082')
SEED = '０３ 08 12 20'


def prepare(site):
    Site.init(site)
    for name in (OFFICE, WORKER):
        site.run('pack', 'install', str(PACKS / name), ok=False)


def commit(officer, **other):
    page = officer.get(NEW).is_(200)
    form = page.form('/desk/draws')
    day = dict(form.fields).get('seed_day', '')
    return officer.send(page, {'seed_source': '掷骰录像', 'seed_day': day,
                               **other}, '/desk/draws')


def office(officer, i):
    path = f'{HISTORY}?programme={OFFICE}'
    page = officer.get(path).is_(200)
    officer.send(page, {**AN_OFFICE, 'name': f'示例第{i}法律服务所',
                        'number': f'渝基所-{i}'}, path).is_(200)


def test_an_empty_pool_draws_nothing(site):
    centre = site.officer('centre')
    page = centre.get(NEW).is_(200).has('没有可以抽查的对象')
    check('公布方案' not in page.words, 'a form for nobody')
    centre.post('/desk/draws', {
        'csrf': centre.csrf(), 'what': f'{OFFICE}/双随机检查',
        'kind': 'regular', 'seed_source': 'x',
        'seed_day': '2099-01-01'}).is_(422).has('名单是空的')
    site.visitor().get('/draws').is_(200)


def test_one_object_and_more_wanted_than_there_are(site):
    centre = site.officer('centre')
    office(centre, 1)
    commit(centre, count='2', count_reason='多抽').is_(422).has('应不多于')
    commit(centre, count='0', count_reason='不抽').is_(422)
    commit(centre, count='1').is_(422).has('理由')
    commit(centre, seed_source='').is_(422)
    commit(centre, seed_day='2020-01-01').is_(422).has('不早于今天')
    page = centre.get(NEW).is_(200)
    box = [n for n, _ in page.form('/desk/draws').fields if n[:4] == 'why.']
    check(len(box) >= 3, box)  # one office, two inspectors at least
    out = box[-1].replace('why.', 'out.')
    commit(centre, **{out: '1', box[-1]: ''}).is_(422).has('理由')
    check('/draws/CC-' not in site.visitor().get('/draws').text,
          'something is stored')


def test_commit_seed_and_check_the_file(site):
    centre = site.officer('centre')
    for i in range(2, 13):
        office(centre, i)
    page = commit(centre).is_(200).has('等待种子')
    site.number = page.link(r'/draws/CC-[0-9-]+').split('/')[2].split('?')[0]
    desk = page.path.split()[-1].split('?')[0]
    v = site.visitor()
    plan = v.get(f'/draws/{site.number}/plan.json').is_(200).body
    digest = hashlib.sha256(plan).hexdigest()
    v.get(f'/draws/{site.number}').is_(200).has(digest, '掷骰录像')
    said = verify(
        site, v.get(f'/draws/{site.number}/draw.json').body.decode())
    check(said.returncode == 0 and '尚未产生' in said.stdout, said)
    page = centre.get(desk).is_(200)
    centre.send(page, {'seed': SEED, 'source': ''}, desk + '/seed').is_(422)
    centre.send(page, {'seed': SEED, 'source': '录像', 'taken':
                       '2020-01-01 10:00:00'}, desk + '/seed').is_(422)
    centre.send(page, {'seed': SEED, 'source': '掷骰录像'},
                desk + '/seed').is_(200).has('已抽取')
    centre.post(desk + '/seed', {
        'csrf': centre.csrf(), 'seed': '1', 'source': 'x',
        'taken': '2020-01-01 10:00:00'}).is_(409).has('第二个种子')
    text = v.get(f'/draws/{site.number}/draw.json').is_(200).body.decode()
    said = verify(site, text, '--commitment', digest)
    check(said.returncode == 0 and '全部相符' in said.stdout, said)
    changed = json.loads(text)
    check(len(changed['result']['drawn']) == 2, 'a tenth of twelve, up')
    changed['result']['drawn'].reverse()
    check(verify(site, changed).returncode == 1, 'another order passed')
    changed = json.loads(text)
    changed['plan']['objects'][0]['tickets'] = 3
    check(verify(site, changed).returncode == 1, 'more tickets passed')
    check(verify(site, text.replace('03081220', '03081221')).returncode == 1,
          'another seed passed')
    v.get(f'/draws/{site.number}').is_(200).has('03081220')


def mine(site):
    """The first inspection on the desk of who was drawn."""
    centre = site.officer('centre')
    page = centre.get('/desk/inspections').is_(200).has('我被抽中的检查')
    return centre, page.link(r'/desk/inspections/\d+')


def test_the_record_with_photographs_and_the_order(site):
    centre, path = mine(site)
    centre.get('/desk').is_(200).has('待记录、待公布检查', '检查或公布')
    page = centre.get(path).is_(200)
    out = site.officer('auditor')
    check('/record"' not in out.get(path).text, 'an auditor records')
    page = centre.get(path).is_(200)
    form = [f for f in page.page.forms if f.action.endswith('/record')][0]
    boxes = sorted(n for n in form.names if n.startswith('findings.'))
    check(len(boxes) == 4, boxes)
    centre.send(page, {'findings.0': 'NONSENSE'}, path + '/record').is_(422)
    centre.send(page, {'visited': '2020-01-01'}, path + '/record').is_(422)
    page = centre.get(path).is_(200)
    centre.send(page, {'findings.0': 'UNAPPROVED_PREMISES',
                       'text.0': '路口另有一处'}, path + '/record',
                files={'evidence': ('现场.png', PNG),
                       'photo.0': ('门口.png', PNG),
                       'photo.2': ('案卷.png', PNG)}).is_(200).has(
        '在核准的住所外另设办公场所', '路口另有一处', '现场.png', 'ZG-')
    words = centre.get(path).is_(200).words.split('照片和材料')[1]
    order = ['只在核准的住所办公', '门口.png', '统一收案', '案卷.png', '其他材料',
             '现场.png']
    at = [words.find(x) for x in order]
    check(-1 not in at and at == sorted(at), at)
    check('路口另有一处' not in site.visitor().get(
        f'/draws/{site.number}').text, 'public before its publication')
    page = centre.get(path).is_(200)
    centre.send(page, {}, path + '/publish').is_(200).has('已公布')
    site.visitor().get(f'/draws/{site.number}').is_(200).has(
        '在核准的住所外另设办公场所', '责令限期整改（ZG-')


def test_the_order_is_checked_again(site):
    centre = site.officer('centre')
    page = centre.get('/desk/rectifications').is_(200).has('ZG-', '24:00')
    path = page.link(r'/desk/rectifications/\d+')
    page = centre.get(path).is_(200).has('期限怎样计算', '起算日')
    centre.send(page, {'found': 'failed', 'remark': '未改'},
                path + '/check').is_(409).has('届满前')
    page = centre.get(path).is_(200)
    centre.send(page, {'found': 'passed', 'remark': '已拆除'},
                path + '/check').is_(200).has('复查合格')
    site.visitor().get(f'/draws/{site.number}').is_(200).has('复查合格')
