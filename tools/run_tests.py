#!/usr/bin/env python3
"""Runs every test of a build folder and counts single cases.

Usage: run_tests.py BUILD [NAME...]    (names of meson tests; default all)

Starts a throw-away PostgreSQL, runs the meson tests with it, prints failures
in full and ends with the line "N passed, N failed". Exits 1 if any failed.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
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


def main():
    build, names = sys.argv[1], sys.argv[2:]
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
    if skipped:
        print(f'{skipped} skipped (said above)')
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
