"""Every row of the route table for everybody: nobody gets what is not his,
nothing answers 500, no form is taken without its token."""
import re

from site_ import GIVEN, ROLES, check

DEMO = True
# Values for :names: a number that is nothing, words, and hostile text.
VALUES = ('1', '999999999999', 'x', '%E5%86%B7', '..%2f', "'%22%3E%3Cb%3E",
          '-1', '9' * 30)


def fill(path, value):
    return re.sub(r':\w+', value, path)


def people(site):
    out = {'visitor': site.visitor()}
    applicant = site.visitor()
    if applicant.sign_up(201).status in (409, 422):
        applicant.sign_in('13000000201')
    check('mc_s' in applicant.cookies, 'the applicant is not signed in')
    out['applicant'] = applicant
    for role in ROLES:
        out[role] = site.officer(role)
    return out


def test_table_is_whole(site):
    rows = site.routes()
    check(len(rows) > 20, len(rows))
    for method, path, need, _flags, about in rows:
        check(method in ('GET', 'POST', 'PUT', 'DELETE'), (method, path))
        check(need in GIVEN, f'{path}: permission {need}')
        check(about.strip().endswith('.'), f'{path} says nothing of itself')


def test_get_as_everybody(site):
    wrong = []
    who = people(site)
    for method, path, need, _flags, _ in site.routes():
        if method != 'GET':
            continue
        for name, v in who.items():
            a = v.get(fill(path, '1'), follow=False)
            where = f'{path} as {name}: {a.status}'
            if a.status >= 500:
                wrong.append(where)
            elif name in GIVEN[need]:
                continue
            elif name == 'visitor':
                if a.status != 303 or not (a.header('Location') or
                                           '').startswith('/sign-in'):
                    wrong.append(where + ' not sent to sign in')
            elif a.status != 403:
                wrong.append(where + ' not refused')
    check(not wrong, '\n'.join(wrong))


def test_get_with_odd_values(site):
    wrong = []
    v = site.officer('centre')
    for method, path, _need, _flags, _ in site.routes():
        if method != 'GET':
            continue
        for value in VALUES if ':' in path else ('',):
            a = v.get(fill(path, value) +
                      '?page=-1&after=x&text=%27%22%3Cb%3E&q=%25&region=zz'
                      '&state=none&programme=none&year=99999999999',
                      follow=False)
            if a.status >= 500 or b"'\"<b>" in a.body:
                wrong.append(f'{path} with {value}: {a.status}')
    check(not wrong, '\n'.join(wrong))


def test_pages_are_whole(site):
    """What a page of one's own must have, in both languages."""
    who = {'applicant': None, 'centre': None}
    who['applicant'] = site.visitor()
    who['applicant'].sign_up(202)
    who['centre'] = site.officer('centre')
    for v in who.values():
        for method, path, _need, flags, _ in site.routes():
            if method != 'GET' or ':' in path or 'P' in flags:
                continue
            a = v.get(path, follow=False)
            if a.status != 200 or \
                    'text/html' not in (a.header('Content-Type') or ''):
                continue
            check(len(re.findall('<h1', a.text)) == 1, f'{path}: h1')
            check('<main' in a.text and '<html lang=' in a.text, path)
            ids = re.findall(r'\sid="([^"]*)"', a.text)
            twice = {i for i in ids if ids.count(i) > 1}
            check(not twice, f'{path}: ids twice: {twice}')
            check(not re.search(r'%[sd]|\(null\)|\{\{', a.words),
                  f'{path}: raw text')
    # Forms that stand several times on one page have fields of their own.
    v = who['centre']
    for path in {h for h in v.get('/desk/packs').page.links
                 if re.fullmatch(r'/desk/packs/\d+', h)}:
        ids = re.findall(r'\sid="([^"]*)"', v.get(path).is_(200).text)
        check(len(ids) == len(set(ids)), f'{path}: ids twice')
        # Nothing of the regulation is left without what realises it.
        v.get(path + '/coverage').is_(200).has('条款落实表', '没有落实 0')


def test_post_without_token(site):
    wrong = []
    who = people(site)
    for method, path, need, flags, _ in site.routes():
        if method == 'GET' or 'T' in flags:
            continue
        for name, v in who.items():
            a = v.request(method, fill(path, '1'), b'x=1',
                          {'Content-Type':
                           'application/x-www-form-urlencoded'})
            where = f'{path} as {name}: {a.status}'
            if name == 'visitor' and need != 'anybody':
                if a.status != 303:
                    wrong.append(where)
            elif a.status != 403:
                wrong.append(where)
    check(not wrong, '\n'.join(wrong))


def test_post_empty_with_token(site):
    wrong = []
    who = people(site)
    tokens = {n: v.csrf() for n, v in who.items()}
    for method, path, need, flags, _ in site.routes():
        if method != 'POST' or path == '/sign-out' or 'T' in flags:
            continue
        if path.startswith('/demo'):
            continue  # moves the clock of all
        for name, v in who.items():
            files = [] if 'F' in flags else None
            a = v.post(fill(path, '1'), {'csrf': tokens[name]}, files,
                       follow=False)
            where = f'{path} as {name}: {a.status}'
            if a.status >= 500:
                wrong.append(where)
            elif name not in GIVEN[need] and name != 'visitor' and \
                    a.status != 403:
                wrong.append(where + ' not refused')
    check(not wrong, '\n'.join(wrong))
