"""Officers prove a second factor before anything else."""
import re
import time

from case_bodies import write
from site_ import check, totp


def test_officer_must_prove_second_factor(site):
    v = site.officer('secretariat')
    a = v.get('/start', follow=False)
    check(a.status == 303, a.status)
    guarded = [p for m, p, need, flags, _ in site.routes()
               if m == 'GET' and need not in ('anybody', 'signed-in')
               and ':' not in p and '2' not in flags]
    for path in guarded:
        a = v.get(path, follow=False)
        check((a.status, a.header('Location')) == (303, '/second-factor'),
              f'{path}: {a.status} {a.header("Location")}')


def test_password_alone_gives_no_right_on_open_pages(site):
    v = site.officer('secretariat')
    for path in ('/', '/register', '/notices', '/activities'):
        check('href="/desk"' not in v.get(path).is_(200).text, path)
    v.get('/register.xlsx').is_(200)


def test_second_factor_is_enrolled_and_asked(site):
    v = site.officer('centre')
    page = v.get('/second-factor').is_(200)
    found = re.search(r'secret=([A-Z2-7]{16,})', page.text) or \
        re.search(r'name="secret"[^>]*value="([A-Z2-7]{16,})"', page.text) or \
        re.search(r'value="([A-Z2-7]{16,})"[^>]*name="secret"', page.text)
    check(found, page.words)
    secret = found.group(1)
    wrong = f'{(int(totp(secret, time.time())) + 1) % 1000000:06d}'
    form = page.form('/second-factor')
    v.send(page, {'code': wrong}, form.action).is_(422)
    page = v.get('/second-factor')
    again = re.search(r'([A-Z2-7]{32})', page.text)
    secret = again.group(1) if again else secret
    at = time.time()
    used = totp(secret, at)
    v.send(page, {'code': used}, form.action).is_(200)
    v.get('/start', follow=False).is_(303)
    check(v.get('/start', follow=False).header('Location') !=
          '/second-factor', 'not accepted')
    # The next session is asked for a code, and a used code is refused.
    v = site.officer('centre')
    page = v.get('/second-factor').is_(200)
    check(secret not in page.text, 'the secret is shown again')
    a = v.send(page, {'code': used}, '/second-factor')
    check(a.status != 200, 'a code was accepted twice')
    page = v.get('/second-factor')
    v.send(page, {'code': totp(secret, at, 1)}, '/second-factor').is_(200)
    # Ten wrong codes, then the right one does not help any more.
    v = site.officer('centre')
    for _ in range(10):
        page = v.get('/second-factor').is_(200)
        a = v.send(page, {'code': '000000'}, '/second-factor')
        check(a.status in (422, 429), a.status)
    page = v.get('/second-factor')
    v.send(page, {'code': totp(secret, at, 2)}, '/second-factor').is_(429)


def test_people_of_a_body_must_prove_it_too(site):
    """A seat opens other people's files: a password alone does not."""
    v = site.visitor()
    v.sign_up(701, person=True)
    who = "(SELECT id FROM account WHERE mobile = '13000000701')"
    for text in (
            "INSERT INTO body SELECT 1, id, 'x', '示例单位', '510000', '', '',"
            " 'VALID', 1, 1, 1 FROM programme ORDER BY id LIMIT 1",
            f'INSERT INTO body_seat SELECT id, 1, 1 FROM account WHERE '
            f'id = {who}'):
        write(site, text)
    for path in ('/body', '/body/batches', '/body/files/1', '/mine/account'):
        a = v.get(path, follow=False)
        check((a.status, a.header('Location')) == (303, '/second-factor'),
              f'{path}: {a.status} {a.header("Location")}')
    check('href="/body"' not in v.get('/').is_(200).text, 'the desk is linked')
