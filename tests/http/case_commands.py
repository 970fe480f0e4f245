"""The commands beside the server."""
import os
import shutil
import subprocess

from site_ import PASSWORD, check


def test_help_names_every_command(site):
    said = site.run('help').stdout
    for name in ('serve', 'init', 'user', 'demo', 'backup', 'doctor'):
        check(f'  {name} ' in said, said)


def test_manual_is_clean(site):
    page = site.run('help', '--man').stdout
    if shutil.which('mandoc') is None:
        return
    done = subprocess.run(['mandoc', '-Tlint', '-Wwarning'], input=page,
                          text=True, capture_output=True, check=False)
    check(done.returncode == 0, done.stdout)


def test_completion_is_shell(site):
    script = site.run('completion').stdout
    done = subprocess.run(['bash', '-n'], input=script, text=True,
                          capture_output=True, check=False)
    check(done.returncode == 0 and 'backup' in script, done.stderr)


def test_unknown_words_are_refused(site):
    done = site.run('serv', ok=False)
    check(done.returncode == 2 and 'serv' in done.stderr, done)
    env = {**os.environ, 'MINGCE_PORT': 'many'}
    done = subprocess.run([site.program, 'config'], env=env, text=True,
                          capture_output=True, check=False)
    check(done.returncode == 2 and 'port' in done.stderr, done)


def test_unknown_key_of_the_file_names_the_nearest(site):
    path = site.folder + '/mingce.conf'
    with open(path, 'w', encoding='utf-8') as f:
        f.write('# a comment\nport = 8081\nbase_ulr = x\n')
    done = site.run('config', '--config', path, ok=False)
    check(done.returncode == 2, done)
    check('base_url' in done.stderr and ':3' in done.stderr, done.stderr)


def test_secrets_are_not_printed(site):
    said = site.run('config', '--smtp-password', 'geheim-7').stdout
    check('geheim-7' not in said, 'the password is printed')


def test_short_password_is_refused(site):
    done = site.run('user', 'add', 'x@example.com', '甲', 'admin',
                    stdin='short\n', ok=False)
    check(done.returncode == 2, done)
    done = site.run('user', 'add', 'x@example.com', '甲', 'king',
                    stdin=PASSWORD + '\n', ok=False)
    check(done.returncode == 3 and 'secretariat' in done.stderr, done)


def test_doctor_looks(site):
    done = site.run('doctor', ok=False)
    check(done.returncode in (0, 1), done)
    check('ok    programmes are installed' in done.stdout, done.stdout)


def test_tick_runs_twice(site):
    site.run('tick')
    said = site.run('tick').stdout
    check(said.startswith('0 holders'), said)


def test_backup_is_whole(site):
    to = site.folder + '/backup'
    done = site.run('backup', to, ok=False)
    if site.engine == 'postgresql':
        check(done.returncode == 3 and 'pg_dump' in done.stderr, done)
        return
    check(done.returncode == 0, done.stderr)
    new = site.folder + '/restored'
    os.mkdir(new)
    words = ['--db', f'sqlite:{new}/m.db', '--data', new + '/data']
    again = subprocess.run([site.program, 'restore', to, *words], text=True,
                           capture_output=True, check=False)
    check(again.returncode == 0, again.stderr)
    again = subprocess.run([site.program, 'restore', to, *words], text=True,
                           capture_output=True, check=False)
    check(again.returncode == 1, 'a restore overwrote something')
    seen = subprocess.run([site.program, 'doctor', *words], text=True,
                          capture_output=True, check=False)
    check('ok    programmes are installed' in seen.stdout, seen.stdout)
