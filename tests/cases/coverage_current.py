#!/usr/bin/env python3
"""Is docs/coverage.md what the packs and their cases say now?

usage: coverage_current.py PROGRAM PACKS DOCUMENT
"""
import os
import subprocess
import sys

# The order of the programmes in the document.
ORDER = ('legal-service-station', 'specialised-law-firm',
         'sme-volunteer-station', 'sme-volunteer-expert',
         'chongqing-legal-worker', 'chongqing-legal-office')


def main():
    program, packs, document = sys.argv[1:4]
    command = [program, 'pack', 'coverage', '--markdown',
               *[os.path.join(packs, p) for p in ORDER]]
    done = subprocess.run(command, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        print(done.stdout[-2000:], done.stderr[-2000:])
        return 1
    with open(document, encoding='utf-8') as f:
        kept = f.read().splitlines()
    made = done.stdout.splitlines()
    if kept == made:
        return 0
    for i, line in enumerate(made):
        if i >= len(kept) or kept[i] != line:
            print(f'line {i + 1} should be:\n{line}')
            break
    print('docs/coverage.md is not current; make it anew:\n'
          'mingce pack coverage --markdown '
          + ' '.join('packs/' + p for p in ORDER) + ' > docs/coverage.md')
    return 1


if __name__ == '__main__':
    sys.exit(main())
