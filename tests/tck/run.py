#!/usr/bin/env python3
"""Runs the DMN Technology Compatibility Kit with the real program.

Usage: run.py MINGCE SOURCE_ROOT

The kit is the folder that MINGCE_TCK names, else ../shared/tck beside the
sources; without it the test is skipped, loudly. External Java functions are
out of scope: their cases are counted apart, every other failing case fails
the test. The csv and the JUnit file must say the same as the output.
"""
import csv
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

SKIP = 77


def kit(root):
    named = os.environ.get('MINGCE_TCK')
    if named:
        return named
    return os.path.normpath(os.path.join(root, '..', 'shared', 'tck'))


def main():
    mingce, root = sys.argv[1:3]
    tck = kit(root)
    if not os.path.isdir(os.path.join(tck, 'compliance-level-2')):
        print('*** THE KIT OF DMN TESTS IS NOT HERE: NOTHING OF IT WAS RUN. '
              f'Looked in {tck}; name its folder in MINGCE_TCK. ***')
        return SKIP
    with tempfile.TemporaryDirectory(prefix='mingce-tck-') as folder:
        table = os.path.join(folder, 'results.csv')
        junit = os.path.join(folder, 'results.xml')
        run = subprocess.run(
            [mingce, 'dmn', 'tck', tck, '--csv', table, '--junit', junit],
            stdout=subprocess.PIPE, text=True, check=False)
        with open(table, encoding='utf-8', newline='') as f:
            rows = list(csv.reader(f))
        cases = ET.parse(junit).getroot().iter('testcase')
        failures = [c.find('failure') for c in cases]
    last = re.match(r'(\d+) passed, (\d+) failed$',
                    run.stdout.strip().splitlines()[-1])
    passed, failed = int(last[1]), int(last[2])
    external = [f for f in failures
                if f is not None and f.get('type') == 'external function']
    wrong = []
    if run.returncode != (1 if failed else 0):
        wrong.append(f'exit status {run.returncode}')
    if [r[3] for r in rows].count('SUCCESS') != passed:
        wrong.append('the csv has other results than the output')
    if len(rows) != passed + failed or len(failures) != len(rows):
        wrong.append('a report has another number of cases')
    for line in run.stdout.splitlines():
        if line.startswith('  FAIL') and '[external function]' not in line:
            print(line)
    for text in wrong:
        print(f'WRONG: {text}')
    if external:
        print(f'{len(external)} cases need external Java functions: '
              'out of scope')
    bad = failed - len(external) + len(wrong)
    print(f'{passed} passed, {bad} failed')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
