#!/usr/bin/env python3
"""Runs every test of a build folder and counts single cases.

Usage: run_tests.py BUILD [--fuzz FOLDER] [NAME...]
    NAME    of meson tests; default all
    FOLDER  a build with fuzz targets: those of FUZZED run for a while, too

Starts a throw-away PostgreSQL, runs the meson tests with it, prints failures
in full and ends with the line "N passed, N failed". Exits 1 if any failed.
MINGCE_FUZZ_SECONDS (60) is how long each target runs.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Readers of what strangers write: rules and decision models.
FUZZED = ('feel', 'dmn')
SERVER = os.path.join(ROOT, 'tools', 'pg_test_server.sh')


def cases(output):
    """Passed, failed and skipped cases that a test program reported."""
    ok = len(re.findall(r'^\[ +OK +\] ', output, re.M))
    bad = len(set(re.findall(r'^\[ +FAILED +\] (\w+)', output, re.M)))
    skipped = len(set(re.findall(r'^\[ +SKIPPED +\] (\w+)', output, re.M)))
    lines = re.findall(r'^(\d+) passed, (\d+) failed', output, re.M)
    if lines:
        ok += int(lines[-1][0])
        bad += int(lines[-1][1])
    return ok, bad, skipped


def run_meson(build, names, env):
    subprocess.run(
        ['meson', 'test', '-C', build, '--no-rebuild', '--quiet',
         '--num-processes', '2', '--timeout-multiplier', '4', *names],
        env=env, check=False)
    passed = failed = skipped = 0
    with open(os.path.join(build, 'meson-logs', 'testlog.json')) as log:
        for line in log:
            t = json.loads(line)
            output = (t.get('stdout') or '') + (t.get('stderr') or '')
            ok, bad, skip = cases(t.get('stdout') or '')
            good = t['result'] in ('OK', 'SKIP', 'EXPECTEDFAIL')
            if t['result'] == 'SKIP':
                skipped += max(1, skip)
                print(f"SKIPPED {t['name']}: {output.strip()[:300]}")
                continue
            if ok + bad == 0:
                ok, bad = (1, 0) if good else (0, 1)
            if not good and bad == 0:
                bad = 1
            if not good:
                print(f"\n===== {t['name']}: {t['result']} "
                      f"(exit {t.get('returncode')}) =====")
                print(output[-12000:])
            passed += ok
            failed += bad
            skipped += skip
    return passed, failed, skipped


def run_fuzz(folder):
    """Passed and failed targets; all run at once."""
    kit = os.environ.get('MINGCE_TCK',
                         os.path.join(ROOT, '..', 'shared', 'tck'))
    seconds = os.environ.get('MINGCE_FUZZ_SECONDS', '60')
    failed = 0
    with tempfile.TemporaryDirectory(prefix='mingce-fuzz-') as work:
        runs = []
        for name in FUZZED:
            seeds, found = (os.path.join(work, f'{name}-{what}')
                            for what in ('seeds', 'found'))
            os.makedirs(found)
            subprocess.run([sys.executable,
                            os.path.join(ROOT, 'tools', 'fuzz_seeds.py'),
                            kit, name, seeds], check=True)
            program = os.path.abspath(
                os.path.join(folder, 'tests', 'fuzz', 'fuzz_' + name))
            runs.append((name, subprocess.Popen(
                [program, found, seeds, '-max_total_time=' + seconds],
                cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)))
        for name, run in runs:
            output = run.communicate()[0].decode('utf-8', 'replace')
            print(f'fuzz {name}: {seconds} s, exit {run.returncode}')
            if run.returncode != 0:
                failed += 1
                print(output[-12000:])
    return len(FUZZED) - failed, failed


def main():
    build, names = sys.argv[1], sys.argv[2:]
    fuzz = None
    if names[:1] == ['--fuzz']:
        fuzz, names = names[1], names[2:]
    env = dict(os.environ)
    env['ASAN_OPTIONS'] = 'abort_on_error=1:detect_leaks=1'
    env['UBSAN_OPTIONS'] = 'halt_on_error=1:print_stacktrace=1'
    with tempfile.TemporaryDirectory(prefix='mingce-pg-') as folder:
        os.chmod(folder, 0o755)
        started = subprocess.run([SERVER, 'start', folder],
                                 stdout=subprocess.PIPE, text=True,
                                 check=False)
        if started.returncode == 0:
            env['MINGCE_TEST_PG'] = started.stdout.strip().splitlines()[-1]
        else:
            print('PostgreSQL could not be started: its tests are SKIPPED')
        try:
            passed, failed, skipped = run_meson(build, names, env)
        finally:
            subprocess.run([SERVER, 'stop', folder], check=False,
                           stdout=subprocess.DEVNULL)
    if started.returncode != 0:
        failed += 1
    if fuzz and not names:
        good, bad = run_fuzz(fuzz)
        passed, failed = passed + good, failed + bad
    if skipped:
        print(f'{skipped} skipped (said above)')
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
