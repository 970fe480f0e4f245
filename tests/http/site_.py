"""A running Mingce and a browser without a screen, for the cases.

A Site is one server process on a database of its own; a Visitor keeps
cookies, reads forms and sends them back with what they carry.
"""
import hashlib
import hmac
import base64
import html.parser
import http.client
import os
import pathlib
import re
import secrets
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
import urllib.parse

PASSWORD = 'wen-quan-2023-x'
ROLES = ('admin', 'centre', 'secretariat', 'recommender', 'rules', 'auditor')
GIVEN = {
    'anybody': set(ROLES) | {'applicant', 'visitor'},
    'signed-in': set(ROLES) | {'applicant'},
    'see-desk': set(ROLES),
    'read-files': {'centre', 'secretariat', 'auditor'},
    'review': {'centre', 'secretariat'},
    'decide': {'centre'},
    'publish': {'centre', 'secretariat'},
    'recommend': {'recommender'},
    'supervise': {'centre', 'secretariat'},
    'rule': {'rules', 'centre'},
    'keep': {'centre', 'secretariat', 'auditor'},
    'sit': set(),  # people of a body: case_bodies.py
    'judge': set(),  # members of a panel
    'administer': {'admin'},
    'audit': {'auditor', 'admin'},
}


def check(condition, said):
    """An assertion that says what it saw."""
    if not condition:
        raise AssertionError(said)


def credit_code(seed):
    """A valid unified social credit code of the unallocated county 510199."""
    letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    body = '91510199' + f'{seed:08d}'
    # The organisation code inside (GB 11714): its ninth place is its check.
    inner = [3, 7, 9, 10, 5, 8, 4, 2]
    c9 = 11 - sum('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.index(a) * w
                  for a, w in zip(body[8:16], inner)) % 11
    body += {10: 'X', 11: '0'}.get(c9, str(c9))
    total = sum(letters.index(a) * w for a, w in zip(body, weights))
    return body + letters[(31 - total % 31) % 31]


def id_no(seed):
    """A valid identity number of the unallocated county 500199."""
    body = '500199' + '1980' + f'{seed % 12 + 1:02d}' + \
        f'{seed % 28 + 1:02d}' + f'{seed % 1000:03d}'
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(a) * w for a, w in zip(body, weights))
    return body + '10X98765432'[total % 11]


def totp(secret, at, step=0):
    """RFC 6238: SHA-1, six digits, thirty seconds."""
    secret = secret.replace(' ', '').upper()
    key = base64.b32decode(secret + '=' * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack('>Q', int(at // 30) + step),
                      hashlib.sha1).digest()
    o = digest[-1] & 15
    n = struct.unpack('>I', digest[o:o + 4])[0] & 0x7fffffff
    return f'{n % 1000000:06d}'


class Form:
    def __init__(self, attrs):
        self.method = attrs.get('method', 'get').lower()
        self.action = attrs.get('action', '')
        self.multipart = 'multipart' in attrs.get('enctype', '')
        self.fields = []      # what a browser would send: (name, value)
        self.names = set()    # every control
        self.buttons = []     # (name, value)


class Page(html.parser.HTMLParser):
    """Forms, links and visible text of a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.forms, self.links, self.words = [], [], []
        self._area = self._select = None
        self._option = None
        self.feed(text)
        self.text = ' '.join(' '.join(self.words).split())

    def handle_starttag(self, tag, attrs):
        a = {k: v if v is not None else '' for k, v in attrs}
        form = self.forms[-1] if self.forms else None
        if tag == 'form':
            self.forms.append(Form(a))
        elif tag == 'a' and 'href' in a:
            self.links.append(a['href'])
        elif form is None:
            return
        elif tag == 'button' and a.get('name'):
            form.buttons.append((a['name'], a.get('value', '')))
        elif tag == 'input' and a.get('name'):
            form.names.add(a['name'])
            kind = a.get('type', 'text')
            if kind in ('checkbox', 'radio') and 'checked' not in a:
                return
            if kind not in ('file', 'submit'):
                form.fields.append((a['name'], a.get('value', '')))
        elif tag == 'textarea' and a.get('name'):
            form.names.add(a['name'])
            self._area = [a['name'], '']
        elif tag == 'select' and a.get('name'):
            form.names.add(a['name'])
            self._select = [a['name'], None]
        elif tag == 'option' and self._select:
            value = a.get('value', '')
            if self._select[1] is None or 'selected' in a:
                self._select[1] = value

    def handle_endtag(self, tag):
        if tag == 'textarea' and self._area:
            name, text = self._area
            self.forms[-1].fields.append(
                (name, text[1:] if text[:1] == '\n' else text))
            self._area = None
        elif tag == 'select' and self._select:
            if self._select[1] is not None:
                self.forms[-1].fields.append(tuple(self._select))
            self._select = None

    def handle_data(self, data):
        if self._area:
            self._area[1] += data
        else:
            self.words.append(data)


class Answer:
    def __init__(self, status, headers, body, path):
        self.status, self.headers, self.body = status, headers, body
        self.path = path
        self._page = None

    def header(self, name):
        for k, v in self.headers:
            if k.lower() == name.lower():
                return v
        return None

    @property
    def text(self):
        return self.body.decode('utf-8')

    @property
    def page(self):
        if self._page is None:
            self._page = Page(self.text)
        return self._page

    @property
    def words(self):
        return self.page.text

    def is_(self, status):
        """Checks the status; says what the page said if it is another."""
        if self.status != status:
            words = self.words[-1500:] if b'<' in self.body else \
                self.body[:300]
            raise AssertionError(
                f'{self.path}: status {self.status}, not {status}: {words}')
        return self

    def has(self, *texts):
        for t in texts:
            check(t in self.words,
                  f'{self.path}: no "{t}" in: {self.words[:3000]}')
        return self

    def form(self, action=None):
        """The form with that action (or the last one of the page)."""
        mine = [f for f in self.page.forms if f.method == 'post' and
                (action is None or
                 (f.action == action or re.fullmatch(action, f.action)))]
        mine = [f for f in mine
                if action is not None or f.action not in
                ('/preferences', '/sign-out', '/demo/clock')]
        check(mine, f'{self.path}: no form {action or ""}; there are '
              f'{[f.action for f in self.page.forms]}')
        return mine[-1]

    def link(self, pattern):
        """The first link whose address matches the whole pattern."""
        for href in self.page.links:
            if re.fullmatch(pattern, href):
                return href
        raise AssertionError(f'{self.path}: no link {pattern} among '
                             f'{self.page.links}')


class Visitor:
    """A browser: cookies, forms, redirects. It runs no script."""

    def __init__(self, site):
        self.site = site
        self.cookies = {}

    def request(self, method, path, body=None, headers=None):
        c = http.client.HTTPConnection('127.0.0.1', self.site.port,
                                       timeout=120)
        h = dict(headers or {})
        if self.cookies:
            h['Cookie'] = '; '.join(f'{k}={v}'
                                    for k, v in self.cookies.items())
        try:
            # A fragment stays in the browser.
            c.request(method, path.split('#')[0], body=body, headers=h)
            r = c.getresponse()
            data = r.read()
            pairs = r.getheaders()
        finally:
            c.close()
        for k, v in pairs:
            if k.lower() == 'set-cookie':
                name, _, value = v.split(';')[0].partition('=')
                self.cookies[name] = value
                if 'Max-Age=0' in v:
                    del self.cookies[name]
        return Answer(r.status, pairs, data, f'{method} {path}')

    def get(self, path, follow=True):
        a = self.request('GET', path)
        for _ in range(5):
            if not follow or a.status not in (302, 303):
                break
            a = self.request('GET', a.header('Location'))
        return a

    def post(self, path, fields, files=None, follow=True):
        """fields: a dict or pairs; files: (field, name, bytes) triples."""
        pairs = list(fields.items()) if isinstance(fields, dict) else fields
        if files is None:
            body = urllib.parse.urlencode(pairs).encode()
            kind = 'application/x-www-form-urlencoded'
        else:
            body, kind = multipart(pairs, files)
        a = self.request('POST', path, body, {'Content-Type': kind})
        if follow and a.status in (302, 303):
            return self.get(a.header('Location'))
        return a

    def send(self, page, values=None, action=None, files=None, button=None,
             follow=True):
        """Fills in a form of a page and sends it. A value None drops the
        field; files: {field: (name, bytes)}."""
        form = page.form(action)
        values = dict(values or {})
        given = set(values) | set(files or {})
        unknown = {v for v in given
                   if v not in form.names and '[' not in v}
        check(not unknown, f'{page.path}: the form {form.action} has no '
              f'{unknown}; it has {sorted(form.names)}')
        pairs = [(k, v) for k, v in form.fields if k not in values]
        for k, v in values.items():
            for one in v if isinstance(v, list) else [v]:
                if one is not None:
                    pairs.append((k, one))
        if button:
            pairs.append(button)
        sent = None
        if form.multipart or files:
            sent = [(k, name, data)
                    for k, (name, data) in (files or {}).items()]
        path = form.action or page.path.split(' ', 1)[1]
        return self.post(path, pairs, sent, follow)

    def sign_in(self, login, password=PASSWORD):
        page = self.get('/sign-in').is_(200)
        return self.send(page, {'login': login, 'password': password},
                         '/sign-in')

    def sign_up(self, seed, person=False, name=None, region='510000'):
        kind = 'person' if person else 'organisation'
        page = self.get(f'/sign-up?kind={kind}').is_(200)
        values = {'name': name or f'演示单位{seed}', 'region': region,
                  'mobile': f'1300{seed:07d}', 'password': PASSWORD}
        if person:
            values['id_no'] = id_no(seed)
        else:
            values.update(credit_code=credit_code(seed), contact='甲某')
        return self.send(page, values, '/sign-up')

    def csrf(self):
        """The token of this browser's forms."""
        page = self.get('/sign-in')
        return dict(page.form('/preferences').fields)['csrf']


def multipart(pairs, files):
    mark = 'm' + secrets.token_hex(12)
    out = []
    for k, v in pairs:
        out.append(f'--{mark}\r\nContent-Disposition: form-data; '
                   f'name="{k}"\r\n\r\n{v}\r\n'.encode())
    for field, name, data in files:
        out.append(f'--{mark}\r\nContent-Disposition: form-data; '
                   f'name="{field}"; filename="{name}"\r\n'
                   f'Content-Type: application/octet-stream\r\n\r\n'.encode()
                   + data + b'\r\n')
    out.append(f'--{mark}--\r\n'.encode())
    return b''.join(out), f'multipart/form-data; boundary={mark}'


class Site:
    """One server with a new database of its own."""

    def __init__(self, program, engine, demo=False, settings=()):
        self.program, self.engine = program, engine
        self.folder = tempfile.mkdtemp(prefix='mingce-http-')
        self.settings = ['--data', self.folder + '/data', *settings]
        if demo:
            self.settings.append('--demo')
        if engine == 'sqlite':
            self.db = f'sqlite:{self.folder}/mingce.db'
        else:
            self.db = self._new_database()
        self.process = self.port = None
        self.log = open(self.folder + '/log', 'w+b')
        self.reader = None

    def _new_database(self):
        self.server = os.environ['MINGCE_TEST_PG']
        self.database = 'http_' + secrets.token_hex(6)
        self._psql(f'CREATE DATABASE {self.database}')
        u = urllib.parse.urlsplit(self.server)
        return u._replace(path='/' + self.database).geturl().replace(
            'postgresql:/', 'postgresql:///', 1) if not u.netloc else \
            u._replace(path='/' + self.database).geturl()

    def _psql(self, text):
        subprocess.run(['psql', '-qAt', self.server, '-c', text], check=True,
                       stdout=subprocess.DEVNULL)

    def run(self, *words, stdin='', ok=True):
        """A command of the program on this database."""
        done = subprocess.run(
            [self.program, *words, '--db', self.db, *self.settings],
            input=stdin, text=True, capture_output=True, check=False,
            timeout=600)
        if ok:
            check(done.returncode == 0, f'{words}: exit {done.returncode}: '
                  f'{done.stdout[-1000:]} {done.stderr[-3000:]}')
        return done

    def init(self):
        self.run('init')
        for i, role in enumerate(ROLES):
            scope = []
            if role == 'recommender':
                scope = ['sme-volunteer-station', '510000']
            self.run('user', 'add', f'{role}@example.com', f'官员{i}', role,
                     *scope, stdin=PASSWORD + '\n')
        return self

    def start(self):
        self.process = subprocess.Popen(
            [self.program, 'serve', '--db', self.db, '--port', '0',
             *self.settings],
            stdout=subprocess.PIPE, stderr=self.log, text=True,
            env={**os.environ, 'UBSAN_OPTIONS': 'print_stacktrace=1'})
        line = self.process.stdout.readline()
        found = re.search(r'http://[^:]+:(\d+)/', line)
        check(found, f'the server did not start: {line} {self.said()}')
        self.port = int(found.group(1))
        return self

    def said(self):
        self.log.flush()
        return pathlib.Path(self.folder, 'log').read_text(
            encoding='utf-8', errors='replace')[-6000:]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
        self.process = None

    def stop(self):
        """Stops cleanly; fails on anything the sanitizers found."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            code = self.process.wait(timeout=60)
            self.process.stdout.close()
            self.process = None
            said = pathlib.Path(self.folder, 'log').read_text(
                encoding='utf-8', errors='replace')
            for bad in ('AddressSanitizer', 'LeakSanitizer',
                        'runtime error', ' failure '):
                at = said.find(bad)
                check(at < 0, f'the server said: {said[max(at, 0):][:3000]}')
            check(code == 0, f'the server ended with {code}: {said[-3000:]}')

    def close(self):
        if self.process is not None:
            self.kill()
        self.log.close()
        if self.engine == 'postgresql':
            self._psql(f'DROP DATABASE IF EXISTS {self.database}')
        subprocess.run(['rm', '-rf', self.folder], check=False)

    def visitor(self):
        return Visitor(self)

    def officer(self, role):
        v = self.visitor()
        a = v.sign_in(f'{role}@example.com')
        check(a.status < 500, f'{role}: {a.status}')
        check('mc_s' in v.cookies,
              f'{role} got no session: {v.cookies}')
        return v

    def raw(self, data, seconds=20):
        """Bytes as they are; the whole answer."""
        s = socket.create_connection(('127.0.0.1', self.port), seconds)
        out = b''
        try:
            try:
                s.sendall(data)
            except OSError:
                pass
            while True:
                part = s.recv(65536)
                if not part:
                    break
                out += part
        except OSError:
            pass
        finally:
            s.close()
        return out

    def routes(self):
        rows = []
        for line in self.run('routes').stdout.splitlines():
            method, path, need, flags, about = line.split('\t')
            rows.append((method, path, need, flags, about))
        return rows


def at_once(*functions):
    """Runs them at the same time; returns what they return."""
    out = [None] * len(functions)

    def one(i):
        try:
            out[i] = functions[i]()
        except Exception as e:  # handed to the case, which judges
            out[i] = e
    threads = [threading.Thread(target=one, args=(i,))
               for i in range(len(functions))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return out


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        got = condition()
        if got:
            return got
        time.sleep(0.1)
    raise AssertionError('it did not happen in time')
