"""The API of the demo's data: answers as described, tokens, diary reports
that may be repeated; and nothing personal on any public page or answer."""
import json
import re
import sqlite3
import urllib.parse

from site_ import check

DEMO = True
PASSWORD = 'demo-2026-mingce'
STATION = 'sme-volunteer-station'


def prepare(site):
    site.run('demo')
    return site


def answer(visitor, path, status=200):
    a = visitor.get(path).is_(status)
    kind = a.header('Content-Type')
    want = 'application/json' if status < 400 else 'application/problem+json'
    check(kind.startswith(want), f'{path}: {kind}')
    return json.loads(a.text)


def send(visitor, path, body, headers=None):
    return visitor.request(
        'POST', path, json.dumps(body).encode(),
        {'Content-Type': 'application/json', **(headers or {})})


def fits(schema, value, where):
    """The little of JSON Schema that the description uses."""
    kinds = schema.get('type', [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    names = {'string': str, 'integer': int, 'boolean': bool, 'object': dict,
             'array': list, 'null': type(None)}
    check(any(type(value) is names[k] for k in kinds),
          f'{where}: {value!r} is no {kinds}')
    if isinstance(value, dict) and 'properties' in schema:
        for name in schema.get('required', ()):
            check(name in value, f'{where}: no {name}')
        for name, v in value.items():
            check(name in schema['properties'], f'{where}: {name} not told')
            fits(schema['properties'][name], v, f'{where}.{name}')
    if isinstance(value, list) and 'items' in schema:
        for i, v in enumerate(value):
            fits(schema['items'], v, f'{where}[{i}]')


def schema_of(site, method, path):
    text = site.visitor().get('/api/openapi.json').is_(200).text
    op = json.loads(text)['paths'][path][method]
    good = op['responses'].get('200') or op['responses']['201']
    return good['content']['application/json']['schema']


def test_every_api_route_is_described(site):
    paths = json.loads(site.visitor().get('/api/openapi.json').text)['paths']
    for method, path, *_ in site.routes():
        if path.startswith('/api/v1/'):
            told = re.sub(r':(\w+)', r'{\1}', path)
            check(method.lower() in paths.get(told, {}), f'{method} {path}')


def test_answers_are_as_described(site):
    v = site.visitor()
    first = answer(v, f'/api/v1/register?programme={STATION}&limit=3')
    number = first['items'][0]['number']
    notice = answer(v, '/api/v1/notices')['items'][0]['id']
    for told, asked in (
            ('/api/v1/programmes', '/api/v1/programmes'),
            ('/api/v1/rounds', f'/api/v1/rounds?programme={STATION}'),
            ('/api/v1/register',
             f'/api/v1/register?programme={STATION}&limit=3'),
            ('/api/v1/register/{number}', f'/api/v1/register/{number}'),
            ('/api/v1/verify', f'/api/v1/verify?number={number}'),
            ('/api/v1/notices', '/api/v1/notices'),
            ('/api/v1/notices/{id}', f'/api/v1/notices/{notice}'),
            ('/api/v1/activities', '/api/v1/activities')):
        fits(schema_of(site, 'get', told), answer(v, asked), asked)


def test_cursor_gives_every_holder_once(site):
    v, path, seen = site.visitor(), \
        f'/api/v1/register?programme={STATION}&limit=40', []
    while path:
        page = answer(v, path)
        seen += [h['number'] for h in page['items']]
        path = page['next']
    check(len(seen) == len(set(seen)) > 40, len(seen))


def test_errors_are_problems(site):
    v = site.visitor()
    p = answer(v, '/api/v1/register?programme=none', 422)
    check(p['errors'][0]['field'] == 'programme' and p['status'] == 422, p)
    answer(v, '/api/v1/register/NONE-1', 404)
    answer(v, '/api/v1/no-such-thing', 404)
    number = answer(v, f'/api/v1/register?programme={STATION}&limit=1')
    number = number['items'][0]['number']
    answer(v, f'/api/v1/verify?number={number}&code=WRONG', 404)
    for body in (b'', b'[]', b'{"facts": 1}', b'{"facts":'):
        a = v.request('POST', f'/api/v1/check/{STATION}', body,
                      {'Content-Type': 'application/json'})
        check(a.status == 422, (body, a.status, a.body))


def test_check_judges_and_tells_why(site):
    a = send(site.visitor(), f'/api/v1/check/{STATION}',
             {'facts': {'成立日期': '2021-03-13', '专职人员': [{}] * 9},
              'reference': '2023-03-12'}).is_(200)
    v = json.loads(a.text)
    fits(schema_of(site, 'post', '/api/v1/check/{programme}'), v, 'check')
    check(v['verdict']['outcome'] == 'not_met', v['verdict']['outcome'])
    check('2021-03-13' in a.text and 'CW-4-1' in a.text, a.text[:500])
    change = v['verdict']['change']
    check(change['kind'] == 'all', change)
    check([c['gap'] for c in change['parts']] == ['差 1 天', '还差 1 人'],
          change)
    basic = v['verdict']['parts'][0]['parts']
    age = next(p for p in basic if p['rule'] == '成立满两年')
    check(age['holds_from'] == '2023-03-13', age)
    served = next(p for p in basic if p['rule'] == '上年服务企业数达标')
    check(served['missing'] == ['上年服务中小企业数'], served)
    check(served['missing_from'][0]['from'] == 'form'
          and served['missing_from'][0]['section'], served)
    steps = v['steps']
    check(steps['kind'] == 'rule' and steps['shown'] in ('不符合', 'not met'),
          steps['shown'])
    check(steps['parts'][0]['weight'] == 'decides', steps['parts'][0])


def test_a_reached_age_has_no_day(site):
    a = send(site.visitor(), f'/api/v1/check/{STATION}',
             {'facts': {'成立日期': '2021-03-12'}, 'rule': '成立满两年',
              'reference': '2023-03-12'}).is_(200)
    v = json.loads(a.text)['verdict']
    check(v['outcome'] == 'met' and 'holds_from' not in v
          and 'change' not in v, v)


def make_token(site, login):
    v = site.visitor()
    v.sign_in(login, PASSWORD)
    page = v.get('/mine/account/tokens').is_(200)
    made = v.send(page, {'name': '试验系统', 'days': '30'},
                  '/mine/account/tokens').is_(200)
    found = re.search(r'<code>([0-9a-f]{64})</code>', made.text)
    check(found, made.words[:500])
    check(found.group(1) not in v.get('/mine/account/tokens').text,
          'the token is shown again')
    return v, found.group(1)


def entry(site):
    """A diary entry of today for the demo's station."""
    v = site.visitor()
    v.sign_in('station@demo.example', PASSWORD)
    number = re.search(r'ZY\w+-\d{4}-\d{5}',
                       v.get('/mine').text + v.get('/mine/holdings').text)
    today = re.search(r'演示时间：\s*(\d{4}-\d{2}-\d{2})',
                      v.get('/').words).group(1)
    return {'accreditation': number.group(0), 'answers': {
        '服务日期': today,
        '开始时间': f'{today}T00:00:00+08:00',
        '结束时间': f'{today}T00:01:00+08:00',
        '日记服务方式': '线上', '服务地点': '视频会议', '日记服务类型': '咨询',
        '服务企业': [{'企业名称': '接口试验企业'}], '服务内容': '融资政策咨询',
        '收费金额': 0, '企业意愿': True}}


def test_diary_needs_a_token(site):
    a = send(site.visitor(), '/api/v1/diary', {}).is_(401)
    check(a.header('WWW-Authenticate').startswith('Bearer'), a.headers)
    send(site.visitor(), '/api/v1/diary', {},
         {'Authorization': 'Bearer ' + '0' * 64}).is_(401)


def test_diary_once_per_key(site):
    v, token = make_token(site, 'station@demo.example')
    visitor, body = site.visitor(), entry(site)
    head = {'Authorization': f'Bearer {token}',
            'Idempotency-Key': 'key-0001'}
    first = send(visitor, '/api/v1/diary', body, head).is_(201)
    fits(schema_of(site, 'post', '/api/v1/diary'), json.loads(first.text),
         'diary')
    again = send(visitor, '/api/v1/diary', body, head).is_(201)
    check(again.text == first.text and
          again.header('Idempotent-Replayed') == 'true', again.text)
    send(visitor, '/api/v1/diary', {**body, 'x': 1}, head).is_(409)
    send(visitor, '/api/v1/diary', body,
         {'Authorization': f'Bearer {token}'}).is_(422)
    bad = {**body, 'answers': {**body['answers'], '收费金额': 100}}
    a = send(visitor, '/api/v1/diary', bad,
             {**head, 'Idempotency-Key': 'key-0002'}).is_(422)
    check(any(e['field'] == '收费金额'
              for e in json.loads(a.text)['errors']), a.text)
    page = v.get('/mine/account/tokens')
    v.send(page, {}, r'/mine/account/tokens/\d+/end').is_(200)
    send(visitor, '/api/v1/diary', body, head).is_(401)


def test_diary_of_others_is_not_told(site):
    body = entry(site)
    _, token = make_token(site, 'expert@demo.example')
    send(site.visitor(), '/api/v1/diary', body,
         {'Authorization': f'Bearer {token}',
          'Idempotency-Key': 'key-0003'}).is_(404)


def test_officers_rights_do_not_pass_to_tokens(site):
    body = entry(site)
    _, token = make_token(site, 'centre@demo.example')
    send(site.visitor(), '/api/v1/diary', body,
         {'Authorization': f'Bearer {token}',
          'Idempotency-Key': 'key-0004'}).is_(404)


# --- nothing personal in public ---

SECRETS = (
    ('subject_private', ('id_no', 'mobile', 'email')),
    ('account', ('email', 'mobile')),
    ('enrolment', ('mobile',)),
    ('need', ('mobile',)),
    ('diary_enterprise', ('mobile',)),
    ('activity', ('organiser_phone',)),
    ('objection', ('contact',)),
    ('proceeding', ('reporter_contact',)),
)


def secrets_of(site):
    """Every mobile, identity number and e-mail of the database."""
    db = sqlite3.connect(site.db.removeprefix('sqlite:'))
    found = set()
    try:
        for table, columns in SECRETS:
            for column in columns:
                found |= {str(row[0]) for row in db.execute(
                    f'SELECT DISTINCT {column} FROM {table}') if row[0]}
    finally:
        db.close()
    return {s for s in found if len(s) >= 6}


def public_addresses(site):
    """Every public GET, with what its links lead to as values."""
    v = site.visitor()
    todo = [p for m, p, need, *_ in site.routes()
            if m == 'GET' and need == 'anybody' and ':' not in p]
    todo += [f'/guide/{STATION}', f'/guide/{STATION}/regulation',
             f'/api/v1/register?programme={STATION}&limit=200',
             f'/api/v1/register?programme=sme-volunteer-expert&limit=200',
             '/register?programme=sme-volunteer-expert',
             '/register.csv?programme=sme-volunteer-expert']
    seen = set()
    while todo:
        path = todo.pop(0).split('#')[0]
        shape = re.sub(r'\d{3,}', '9', urllib.parse.unquote(path))
        if path in seen or sum(
                re.sub(r'\d{3,}', '9', urllib.parse.unquote(s)) == shape
                for s in seen) >= 4 or len(seen) > 400:
            continue
        seen.add(path)
        a = v.get(path)
        yield path, a
        kind = a.header('Content-Type') or ''
        if kind.startswith('text/html'):
            todo += [h for h in a.page.links if h.startswith('/') and
                     not h.startswith(('/desk', '/mine', '/demo'))]


def told(text, known):
    """What of the known secrets stands in a text."""
    return known & set(re.findall(
        r'[\w.+-]+@[\w.-]+|\d[\d-]{5,}[\dXx]', text))


def test_nothing_personal_in_public(site):
    if site.engine != 'sqlite':
        return  # the same pages; only this engine's file can be read beside
    known = secrets_of(site)
    check(len(known) > 1000, len(known))
    # The demo's own page gives its accounts away; that is what it is for.
    known = {s for s in known if not s.endswith('@demo.example')}
    check(all(told(f'<td>电话{s}</td>', known) for s in known), 'blind')
    wrong, pages = [], 0
    for path, a in public_addresses(site):
        pages += 1
        check(a.status < 500, f'{path}: {a.status}')
        wrong += [f'{path}: {s}'
                  for s in told(a.body.decode('utf-8', 'replace'), known)]
    check(pages > 60, pages)
    check(not wrong, '\n'.join(wrong[:20]))


def test_rate_limit(site):
    v, last = site.visitor(), None
    for _ in range(1300):  # more than two windows of a minute give
        last = v.request('GET', '/api/v1/programmes')
        if last.status != 200:
            break
    last.is_(429)
    check(last.header('Retry-After') == '60', last.headers)
