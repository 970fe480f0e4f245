#!/usr/bin/env python3
"""Runs the HTTP cases against the real server on one engine.

usage: run.py PROGRAM sqlite|postgresql [CASE...]

Each case_*.py has functions test_*(site) that get a running site; a module
may set DEMO = True (demo mode) or SETTINGS. All cases of a module share one
site, in order. Ends with "N passed, N failed".
"""
import importlib
import os
import pathlib
import sys
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from site_ import Site  # noqa: E402  (the folder must be on the path first)


def run_module(program, engine, name):
    module = importlib.import_module(name)
    passed = failed = 0
    cases = [f for n, f in vars(module).items()
             if n.startswith('test_') and callable(f)]
    site = Site(program, engine, getattr(module, 'DEMO', False),
                getattr(module, 'SETTINGS', ()))
    try:
        (getattr(module, 'prepare', None) or Site.init)(site)
        site.start()
        for f in [*cases, Site.stop]:
            started = time.monotonic()
            said = 'the server ends clean' if f is Site.stop else f.__name__
            try:
                f(site)
                passed += 1
                print(f'ok     {name} {said} '
                      f'{time.monotonic() - started:.1f} s', flush=True)
            except Exception:  # every kind is a failed case
                failed += 1
                print(f'FAILED {name} {said}\n{traceback.format_exc()}',
                      flush=True)
    except Exception:  # the site did not come up
        failed += 1
        print(f'FAILED {name}\n{traceback.format_exc()}', flush=True)
    finally:
        site.close()
    return passed, failed


def main():
    program, engine = str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2]
    if engine == 'postgresql' and not os.environ.get('MINGCE_TEST_PG'):
        print('MINGCE_TEST_PG is not set')
        return 77
    names = sys.argv[3:] or sorted(p.stem for p in HERE.glob('case_*.py'))
    passed = failed = 0
    for name in names:
        p, f = run_module(program, engine, name)
        passed += p
        failed += f
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
