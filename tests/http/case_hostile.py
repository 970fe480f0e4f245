"""HTTP that no browser sends: each gets its status, and the server lives."""
from site_ import check


def status(answer):
    return int(answer.split(b' ', 2)[1]) if answer.startswith(b'HTTP/') else 0


def head(line, *headers):
    return '\r\n'.join([line, 'Host: a', 'Connection: close', *headers, '',
                        '']).encode('utf-8')


def alive(site):
    site.visitor().get('/help').is_(200)


def one(site, data, *statuses):
    got = status(site.raw(data))
    check(got in statuses, f'{data[:80]!r}: {got}, not {statuses}')
    alive(site)


def test_head_too_large(site):
    one(site, head('GET /help HTTP/1.1', 'X: ' + 'a' * 200000), 431, 0)


def test_target_too_long(site):
    one(site, head('GET /help?' + 'a' * 60000 + ' HTTP/1.1'), 414, 431)


def test_body_too_large_is_refused_early(site):
    one(site, head('POST /sign-in HTTP/1.1',
                   'Content-Type: application/x-www-form-urlencoded',
                   'Content-Length: 99999999999'), 413)


def test_body_beyond_the_limit_of_the_form(site):
    v = site.visitor()
    a = v.post('/sign-in', {'login': 'a' * 400000, 'csrf': v.csrf()})
    check(a.status == 413, a.status)
    alive(site)


def test_bad_utf8(site):
    one(site, head('GET /%ff%fe HTTP/1.1'), 400)
    one(site, head('GET /help?a=%c0%80 HTTP/1.1'), 400)
    body = b'login=%ff&password=x'
    one(site, head('POST /sign-in HTTP/1.1',
                   'Content-Type: application/x-www-form-urlencoded',
                   f'Content-Length: {len(body)}') + body, 400)


def test_bad_escapes_and_paths(site):
    one(site, head('GET /%zz HTTP/1.1'), 400)
    one(site, head('GET /help/../sign-in HTTP/1.1'), 400, 404)
    one(site, head('GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1'), 400, 404)
    one(site, head('GET //help HTTP/1.1'), 400, 404)
    one(site, head('GET /help%00 HTTP/1.1'), 400)


def test_no_request_at_all(site):
    site.raw(b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n')
    site.raw(b'GARBAGE\r\n\r\n')
    alive(site)


def test_bad_multipart(site):
    kind = 'Content-Type: multipart/form-data; boundary=b'
    for body in (b'--b\r\nnothing', b'--b\r\nContent-Disposition: form-data\r\n'
                 b'\r\nx\r\n--b--\r\n', b'no boundary at all',
                 b'--b\r\nContent-Disposition: form-data; name="x"; '
                 b'filename="../../etc/passwd"\r\n\r\nhello'):
        one(site, head('POST /sign-in HTTP/1.1', kind,
                       f'Content-Length: {len(body)}') + body, 400, 403)


def test_files_where_none_are_taken(site):
    v = site.visitor()
    token = v.csrf()
    a = v.post('/sign-in', {'csrf': token}, [('x', 'a.txt', b'hello')])
    check(a.status == 400, a.status)
    alive(site)


def test_too_many_fields(site):
    v = site.visitor()
    body = '&'.join(f'a{i}=1' for i in range(30000))
    a = v.request('POST', '/sign-in', body.encode(),
                  {'Content-Type': 'application/x-www-form-urlencoded'})
    check(a.status in (400, 413), a.status)
    alive(site)


def test_injection_is_text(site):
    v = site.visitor()
    for text in ("' OR 1=1 --", '<script>alert(1)</script>',
                 '";DROP TABLE account;--', '{{7*7}}', '%s%n%x',
                 '\u202e\u0000x'.replace('\0', '')):
        page = v.get('/sign-in')
        a = v.send(page, {'login': text, 'password': text}, '/sign-in')
        check(a.status in (422, 429), f'{text!r}: {a.status}')
        check('<script>alert' not in a.text, text)
    alive(site)


def test_header_injection(site):
    v = site.visitor()
    token = v.csrf()
    a = v.post('/preferences', {'csrf': token,
                                'back': '/help\r\nX-Evil: 1'}, follow=False)
    check(a.header('X-Evil') is None, a.headers)
    alive(site)


def test_forged_cookies(site):
    for value in ('', 'x', 'f' * 64, '%00', "' OR 1=1", 'a' * 4000):
        a = site.raw(head('GET /help HTTP/1.1', f'Cookie: mc_s={value}; '
                          f'mc_v={value}; mc_lang={value}'))
        check(status(a) in (200, 431, 400), (value[:20], status(a)))
    alive(site)


def test_many_visitors_at_once(site):
    from site_ import at_once
    v = site.visitor
    got = at_once(*[lambda: v().get('/guide').status for _ in range(24)])
    check(set(got) == {200}, got)


def test_marks_nobody_types_are_dropped(site):
    """Controls and marks that turn the direction of writing hide what stands in
    a list or a letter."""
    v = site.visitor()
    page = v.get('/sign-up').is_(200)
    a = v.send(page, {'name': '甲\u202e乙\u0007丙\u2066丁', 'credit_code': '1',
                      'contact': '示例', 'region': '510000',
                      'mobile': '13000000999', 'password': 'x' * 3},
               '/sign-up').is_(422)
    check('href="#name"' not in a.text, 'the name was refused')
