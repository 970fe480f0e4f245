"""Signing up, in and out; wrong passwords; headers; CSRF."""
import re

from site_ import PASSWORD, check, credit_code


def test_home_has_security_headers(site):
    a = site.visitor().get('/guide').is_(200)
    csp = a.header('Content-Security-Policy') or ''
    for part in ("default-src 'none'", "script-src 'self'",
                 "style-src 'self'", "frame-ancestors 'none'",
                 "form-action 'self'", "base-uri 'none'"):
        check(part in csp, csp)
    check('unsafe' not in csp, csp)
    check(a.header('X-Content-Type-Options') == 'nosniff', a.headers)
    check(a.header('X-Frame-Options') == 'DENY', a.headers)
    check(a.header('Referrer-Policy') == 'same-origin', a.headers)
    check(a.header('Cache-Control') == 'no-store', a.headers)
    check(a.header('Server') is None, a.headers)
    check(not re.search(r'<script(?![^>]*\bsrc=)', a.text), 'inline script')
    check(not re.search(r'\sstyle="|\son\w+="', a.text), 'inline style')


def test_unknown_page_is_404_in_words(site):
    a = site.visitor().get('/no/such/page').is_(404)
    a.has('没有这个页面')


def test_wrong_method_is_405(site):
    site.visitor().post('/help', {}).is_(405)


def test_head_has_no_body(site):
    a = site.visitor().request('HEAD', '/help')
    check(a.status == 200 and a.body == b'', (a.status, a.body[:50]))


def test_sign_up_and_out_and_in(site):
    v = site.visitor()
    a = v.sign_up(101)
    check(a.status < 500 and v.cookies, (a.status, v.cookies))
    page = v.get('/sign-in')
    page.form('/sign-out')
    v.send(page, {}, '/sign-out').is_(200).has('登录')
    check('/sign-out' not in
          [f.action for f in v.get('/help').page.forms], 'still signed in')
    a = v.sign_in('13000000101')
    check('/sign-out' in [f.action for f in v.get('/help').page.forms],
          a.words[:300])


def test_session_cookie_is_guarded(site):
    v = site.visitor()
    page = v.get('/sign-in')
    a = v.send(page, {'login': '13000000101', 'password': PASSWORD},
               '/sign-in', follow=False).is_(303)
    cookie = [h for k, h in a.headers if k.lower() == 'set-cookie'][0]
    for part in ('HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age='):
        check(part in cookie, cookie)


def test_sign_up_twice_is_refused(site):
    a = site.visitor().sign_up(101)
    check(a.status in (409, 422), a.status)
    check('演示单位101' in a.text, 'what was typed is gone')


def test_sign_up_shows_each_problem(site):
    v = site.visitor()
    page = v.get('/sign-up')
    code = credit_code(102)
    bad = code[:-1] + ('0' if code[-1] != '0' else '1')
    a = v.send(page, {'name': '', 'credit_code': bad, 'contact': '',
                      'region': '', 'mobile': '12345', 'password': 'short'},
               '/sign-up').is_(422)
    for field in ('name', 'credit_code', 'contact', 'region', 'mobile',
                  'password'):
        check(f'href="#{field}"' in a.text, f'no link to {field}')
    check(bad in a.text, 'the code typed is gone')
    check('short' not in a.text, 'the password came back')


def test_open_redirect_is_refused(site):
    for bad in ('//evil.example', 'https://evil.example', '/\\evil.example'):
        v = site.visitor()
        page = v.get('/sign-in')
        a = v.send(page, {'login': '13000000101', 'password': PASSWORD,
                          'next': bad}, '/sign-in', follow=False)
        to = a.header('Location') or ''
        check(to.startswith('/') and not to.startswith('//')
              and '\\' not in to, f'{bad}: {to}')


def test_wrong_password_and_unknown_login_say_the_same(site):
    words = []
    for login in ('13000000101', '13000999999'):
        v = site.visitor()
        page = v.get('/sign-in')
        a = v.send(page, {'login': login, 'password': 'x' * 12},
                   '/sign-in').is_(422)
        words.append(re.sub(r'\d', '', a.words))
    check(words[0] == words[1], words)


def test_account_locks_after_five_failures(site):
    v = site.visitor()
    v.sign_up(103)
    v = site.visitor()
    for _ in range(5):
        page = v.get('/sign-in')
        a = v.send(page, {'login': '13000000103', 'password': 'y' * 12},
                   '/sign-in')
        check(a.status in (422, 429), a.status)
    a = v.sign_in('13000000103')
    a.is_(429)
    check(any(c.isdigit() for c in a.words), a.words)


def test_post_without_token_is_refused(site):
    v = site.visitor()
    v.get('/sign-in')
    for token in ({}, {'csrf': ''}, {'csrf': 'f' * 64}):
        a = v.post('/sign-in', {'login': '13000000101',
                                'password': PASSWORD, **token}, follow=False)
        a.is_(403)
    other = site.visitor().csrf()
    v.post('/preferences', {'language': 'en', 'csrf': other},
           follow=False).is_(403)


def test_language_and_type_size_are_kept(site):
    v = site.visitor()
    check('lang="zh-CN"' in v.get('/help').text, 'not Chinese')
    v.post('/preferences', {'language': 'en', 'back': '/help',
                            'csrf': v.csrf()}).is_(200)
    check('lang="en"' in v.get('/help').text, 'not English')
    v.post('/preferences', {'large': '1', 'csrf': v.csrf()})
    check('class="large"' in v.get('/help').text, 'not large')


def change_password(v, old, new):
    page = v.get('/mine/account').is_(200)
    return v.send(page, {'old_password': old, 'new_password': new},
                  '/mine/account/password', follow=False)


def test_guesses_of_the_present_password_are_counted(site):
    v = site.visitor()
    v.sign_up(104)
    for _ in range(10):
        a = change_password(v, 'z' * 12 + '1', 'a new one 2023').is_(422)
        check('href="#old_password"' in a.text, a.words)
        check('a new one' not in a.text, 'the password came back')
    # The right one does not help any more, within the hour.
    change_password(v, PASSWORD, 'a new one 2023').is_(429)
    v = site.visitor()
    v.sign_in('13000000104').is_(200)


def test_password_is_changed_and_ends_the_sessions(site):
    v = site.visitor()
    v.sign_up(105)
    change_password(v, PASSWORD, 'short').is_(422)
    check(change_password(v, PASSWORD, 'a new one 2023')
          .header('Location').startswith('/sign-in'), 'not changed')
    check(v.get('/mine', follow=False).status == 303, 'still signed in')
    site.visitor().sign_in('13000000105').is_(422)
    site.visitor().sign_in('13000000105', 'a new one 2023').is_(200)


def test_claim_guesses_are_counted_whatever_else_is_typed(site):
    v = site.visitor()
    for i in range(21):
        page = v.get('/mine/claim').is_(200)
        a = v.post('/mine/claim', {
            'number': 'ZYGZZ-2023-00001', 'code': f'GUESS{i:05d}',
            'mobile': '', 'csrf': v.csrf()}, follow=False)
        check(a.status == (422 if i < 20 else 429), (i, a.status, a.words))


def test_refusals_are_in_the_language_of_the_visitor(site):
    v = site.visitor()
    v.get('/help')
    v.post('/preferences', {'language': 'en', 'back': '/help',
                            'csrf': v.csrf()}).is_(200)
    v.sign_up(106)
    a = change_password(v, 'not my password', 'a new one 2023').is_(422)
    check('The present password is wrong' in a.text, a.words)
    a = change_password(v, PASSWORD, 'short').is_(422)
    v.get('/no/such/page').is_(404).has('There is no such page')
    page = v.get('/mine/account')
    a = v.post('/mine/account/members', {
        'csrf': v.csrf(), 'subject': re.search(
            r'name="subject"[^>]*value="(\d+)"|value="(\d+)"[^>]*'
            r'name="subject"', page.text).group(1) or '0',
        'login': 'nobody@example.org', 'role': 'editor'})
    check('Nobody has signed up' in a.text, a.words)
