#!/usr/bin/env python3
"""The models that `mingce pack export-dmn` writes validate against the schema
of DMN 1.5, and a pack with its model in place of its rules passes its cases.
The schema is no part of this repository: without it the test is skipped, and
says so.

    export_dmn.py MINGCE TCK PACK...
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77


def run(*args):
    return subprocess.run(args, capture_output=True, check=False)


def check(mingce, schema, pack, folder):
    name = os.path.basename(pack)
    path = os.path.join(folder, name + '.dmn')
    wrote = run(mingce, 'pack', 'export-dmn', pack, '-o', path)
    printed = run(mingce, 'pack', 'export-dmn', pack)
    assert wrote.returncode == 0, wrote.stderr.decode()
    assert printed.returncode == 0, printed.stderr.decode()
    with open(path, 'rb') as f:
        model = f.read()
    assert model == printed.stdout, 'two exports differ'
    ids = re.findall(rb'\bid="([^"]*)"', model)
    assert len(ids) == len(set(ids)), 'an id is given twice'
    if schema is None:
        return
    valid = run('xmllint', '--noout', '--nonet', '--schema', schema, path)
    assert valid.returncode == 0, valid.stderr.decode()


def replace_rules(mingce, packs, folder):
    """The model does what rules.yaml and the pack's own models did."""
    copies = []
    for pack in packs:
        name = os.path.basename(pack)
        copy = os.path.join(folder, 'packs', name)
        shutil.copytree(pack, copy)
        os.remove(os.path.join(copy, 'rules.yaml'))
        for model in glob.glob(os.path.join(copy, '*.dmn')):
            os.remove(model)
        shutil.copy(os.path.join(folder, name + '.dmn'),
                    os.path.join(copy, 'rules.dmn'))
        copies.append(copy)
    checked = run(mingce, 'pack', 'check', *copies)
    assert checked.returncode == 0, checked.stdout.decode()
    tested = run(mingce, 'pack', 'test', *copies)
    last = tested.stdout.decode().strip().split('\n')[-1]
    assert tested.returncode == 0, tested.stdout.decode()
    assert re.fullmatch(r'[1-9][0-9]* passed, 0 failed', last), last


def refusals(mingce, folder):
    nowhere = os.path.join(folder, 'no', 'file.dmn')
    assert run(mingce, 'pack', 'export-dmn').returncode != 0
    assert run(mingce, 'pack', 'export-dmn', folder).returncode != 0
    assert run(mingce, 'pack', 'export-dmn', folder, '-o',
               nowhere).returncode != 0


def main():
    mingce, tck, packs = sys.argv[1], sys.argv[2], sys.argv[3:]
    schema = os.path.join(os.environ.get('MINGCE_TCK', tck), 'DMN15.xsd')
    if not os.path.exists(schema):
        schema = None
    try:
        run('xmllint', '--version')
    except FileNotFoundError:
        schema = None
    with tempfile.TemporaryDirectory() as folder:
        for pack in packs:
            check(mingce, schema, pack, folder)
        replace_rules(mingce, packs, folder)
        refusals(mingce, folder)
    if schema is None:
        print('SKIPPED: DMN15.xsd or xmllint is not there, so the exported '
              'models were NOT validated; set MINGCE_TCK to the folder of the '
              'kit')
        sys.exit(SKIPPED)
    print(f'{len(packs)} models valid')


main()
