"""Draws: the file is computed again by the program and, here, by itself."""
import hashlib
import json
import subprocess

from site_ import check

DEMO = True


def digest(*lines):
    return hashlib.sha256(
        ''.join(line + '\n' for line in lines).encode()).hexdigest()


def canonical(value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True,
                      separators=(',', ':'))
    return text.replace('<', '\\u003c').encode()


def make_plan(objects, inspectors, conflicts, count, each):
    return {
        'format': 'mingce-draw/1', 'number': 'CC-2021-0001', 'title': '甲<乙',
        'share': {'percent': 10, 'least': 1, 'count': count,
                  'count_from': 'given', 'reason': '示例'},
        'inspectors_per_object': each,
        'objects': [{'id': i, 'name': i, 'tickets': n}
                    for i, n in sorted(objects.items())],
        'objects_excluded': [], 'inspectors_excluded': [],
        'inspectors': [{'id': i, 'name': i} for i in sorted(inspectors)],
        'conflicts': [{'object': o, 'inspector': i, 'reason': '原单位'}
                      for o, i in conflicts],
        'seed': {'source': '摇号', 'day': '2021-03-02'}}


def make_file(plan, seed):
    """As docs/draw.md says, with nothing of the program."""
    order = []
    for o in plan['objects']:
        ticket, k = min((digest('mingce-draw/1', 'object', seed, o['id'],
                                str(k)), k)
                        for k in range(1, o['tickets'] + 1))
        order.append({'id': o['id'], 'ticket': ticket, 'k': k})
    order.sort(key=lambda row: row['ticket'])
    bars = {(c['object'], c['inspector']): c['reason']
            for c in plan['conflicts']}
    drawn = []
    for row in order[:plan['share']['count']]:
        people = sorted(
            ({'id': i['id'], 'ticket': digest(
                'mingce-draw/1', 'inspector', seed, row['id'], i['id'])}
             for i in plan['inspectors']), key=lambda p: p['ticket'])
        chosen, passed = [], []
        for p in people:
            if len(chosen) == plan['inspectors_per_object']:
                break
            reason = bars.get((row['id'], p['id']))
            if reason is None:
                chosen.append(p)
            else:
                passed.append(dict(p, reason=reason))
        drawn.append({'id': row['id'], 'inspectors': chosen,
                      'passed_over': passed})
    return {'format': 'mingce-draw/1', 'state': 'DRAWN', 'plan': plan,
            'commitment': {
                'sha256': hashlib.sha256(canonical(plan)).hexdigest(),
                'at': '2021-03-02T09:00:00+08:00'},
            'seed': {'value': seed, 'used': seed, 'source': '摇号',
                     'taken_at': '2021-03-02T09:00:00+08:00',
                     'entered_at': '2021-03-02T10:00:00+08:00',
                     'entered_by': '甲'},
            'result': {'order': order, 'drawn': drawn}}


def example():
    objects = {f'渝（{2000 + i}）{i}号': 1 + i % 3 for i in range(40)}
    names = sorted(objects)
    conflicts = [(names[i], str(7001 + i % 5)) for i in range(0, 40, 2)]
    plan = make_plan(objects, [str(7001 + i) for i in range(5)], conflicts,
                     12, 2)
    return make_file(plan, '0308122033')


def verify(site, value, *more):
    path = site.folder + '/draw.json'
    with open(path, 'w', encoding='utf-8') as f:
        f.write(value if isinstance(value, str)
                else json.dumps(value, ensure_ascii=False, indent=1))
    return site.run('draw', 'verify', path, *more, ok=False)


def test_another_computation_agrees(site):
    made = example()
    said = verify(site, made)
    check(said.returncode == 0 and '全部相符' in said.stdout, said)
    said = verify(site, made, '--commitment', made['commitment']['sha256'],
                  '--english')
    check(said.returncode == 0 and 'Everything matches' in said.stdout, said)
    said = verify(site, made, '--commitment', '0' * 64)
    check(said.returncode == 1 and '［不符］' in said.stdout, said)


def test_what_was_changed_is_said(site):
    for change, word in (
            (lambda f: f['plan']['objects'].pop(3), '承诺值'),
            (lambda f: f['seed'].update(used='0308122034'), '化简'),
            (lambda f: f['seed'].update(taken_at='2021-03-01T09:00:00+08:00'),
             '公布之后'),
            (lambda f: f['result']['order'].reverse(), '次序'),
            (lambda f: f['result']['drawn'][0]['inspectors'].reverse(),
             '检查人员'),
            (lambda f: f['result']['drawn'].pop(), '抽中的对象')):
        made = example()
        change(made)
        said = verify(site, made)
        bad = [line for line in said.stdout.splitlines() if '不符］' in line]
        check(said.returncode == 1 and any(word in line for line in bad),
              (word, said))


def test_no_draw_file(site):
    check(verify(site, '{}').returncode == 1, 'an empty object')
    check(verify(site, 'not json').returncode == 1, 'no JSON')
    check(site.run('draw', 'verify', site.folder + '/none',
                   ok=False).returncode == 3, 'no file')
    for words in ((), ('verify',), ('verify', 'x', '--commitment'),
                  ('verify', 'x', '--commitment', 'ABC'), ('make', 'x')):
        check(site.run('draw', *words, ok=False).returncode == 2, words)


def test_only_committed_so_far(site):
    made = example()
    del made['seed'], made['result']
    said = verify(site, made)
    check(said.returncode == 0 and '尚未产生' in said.stdout, said)


def test_pages_without_draws(site):
    v = site.visitor()
    check(v.get('/draws').status == 200, 'the list')
    for path in ('/draws/CC-2021-0001', '/draws/CC-2021-0001/draw.json',
                 '/draws/CC-2021-0001/plan.json'):
        check(v.get(path).status == 404, path)
    officer = site.officer('centre')
    for path in ('/desk/draws', '/desk/draws/new', '/desk/inspections',
                 '/desk/rectifications'):
        check(officer.get(path).status == 200, path)
    for path in ('/desk/draws/1', '/desk/inspections/1',
                 '/desk/rectifications/1', '/mine/rectifications/1'):
        got = officer.get(path)
        check(got.status == 404, (path, got.status, got.text[:400]))
