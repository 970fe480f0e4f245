"""A form outlives the session it was opened in, if it is one of ours; a second
click does nothing twice."""
import urllib.parse

from site_ import PASSWORD, Site, check, multipart

DEMO = True
TYPED = '𠮷林路 8 号，"引号" & <尖括号>\n第二行'


def prepare(site):
    Site.init(site)
    site.run('user', 'add', 'a@example.com', '甲', 'secretariat',
             stdin=PASSWORD + '\n')


def sent(v, path, fields, origin, files=None):
    kind = 'application/x-www-form-urlencoded'
    body = urllib.parse.urlencode(fields).encode()
    if files:
        body, kind = multipart(list(fields.items()), files)
    headers = {'Content-Type': kind}
    if origin:
        headers['Origin'] = origin
    return v.request('POST', path, body, headers)


def own(site):
    return f'http://127.0.0.1:{site.port}'


def form_of(page):
    forms = [f for f in page.page.forms if ('relation', 'UNIT') in f.fields
             or 'value' in f.names]
    check(len(forms) == 1, f'{len(forms)} forms')
    return dict(forms[0].fields)


def test_typed_text_comes_back_and_is_sent_after_signing_in(site):
    v = site.visitor()
    v.sign_in('a@example.com')
    typed = {'csrf': v.csrf(), 'relation': 'UNIT', 'value': TYPED}
    v.cookies.clear()
    lost = sent(v, '/ties', typed, own(site)).is_(401).has('登录已过期')
    kept = form_of(lost)
    check(kept['value'] == TYPED, kept)
    check(kept['csrf'] != typed['csrf'], 'the old token was kept')
    # again without signing in: still nothing is lost
    kept = form_of(sent(v, '/ties', kept, own(site)).is_(401))
    v.sign_in('a@example.com')
    asked = sent(v, '/ties', kept, own(site)).is_(403).has('请核对后再提交')
    kept = form_of(asked)
    check(kept['value'] == TYPED, kept)
    a = sent(v, '/ties', kept, own(site))
    check(a.status in (303, 422), a.status)  # the handler has it


def test_a_form_of_others_gets_nothing(site):
    v = site.visitor()
    v.sign_in('a@example.com')
    bad = {'csrf': 'f' * 64, 'relation': 'UNIT', 'value': TYPED}
    for origin in (None, 'null', 'http://evil.example',
                   own(site) + '.evil.example', own(site) + '0'):
        a = sent(v, '/ties', bad, origin).is_(403)
        check('尖括号' not in a.text, origin)
    v.cookies.clear()
    a = sent(v, '/ties', bad, 'http://evil.example')
    check(a.status == 303 and a.header('Location') == '/sign-in', a.status)


def test_passwords_do_not_come_back_and_files_are_asked_for_anew(site):
    v = site.visitor()
    a = sent(v, '/mine/account/password', {'csrf': '', 'old': 'x',
                                           'password': 'geheim-2026'},
             own(site))
    check(a.status == 303 and 'geheim' not in a.text, a.status)
    a = sent(v, '/mine/diary/new', {'csrf': '', '内容': TYPED}, own(site),
             [('照片', '甲.png', b'x')]).is_(401)
    a.has('请重新选择文件：甲.png')
    names = set().union(*(f.names for f in a.page.forms))
    check({'照片', '内容'} <= names, names)


def test_a_second_click_is_taken_once(site):
    v = site.visitor()
    v.sign_in('a@example.com')
    tie = {'csrf': v.csrf(), 'relation': 'UNIT', 'value': '双击单位'}
    check(sent(v, '/ties', tie, own(site)).status == 303, 'the first')
    sent(v, '/ties', tie, own(site)).is_(409).has('没有重复办理')
    a = v.get('/ties').is_(200)
    check(a.page.text.count('现工作单位 双击单位') == 1, a.page.text)
    # another entry goes through; so does what was refused and is sent again
    other = dict(tie, value='另一个单位')
    check(sent(v, '/ties', other, own(site)).status == 303, 'another')
    empty = dict(tie, value='')
    sent(v, '/ties', empty, own(site)).is_(422)
    sent(v, '/ties', empty, own(site)).is_(422)
