#!/usr/bin/env python3
"""Seeds for a fuzz target from the kit of DMN tests, where it is there.

Usage: fuzz_seeds.py KIT TARGET FOLDER

Makes FOLDER. For `dmn` it gets the models of the kit, for `feel` each of their
texts as an expression and as unary tests, by both ways of reading; for other
targets, or without the kit, it stays empty.
"""
import glob
import hashlib
import os
import shutil
import sys
import xml.etree.ElementTree as ET


def main():
    kit, target, folder = sys.argv[1:4]
    os.makedirs(folder, exist_ok=True)
    models = sorted(glob.glob(os.path.join(kit, '*', '*', '*.dmn')))
    if target not in ('dmn', 'feel'):
        return 0
    if not models:
        print(f'no kit at {kit}: no seeds for {target}', file=sys.stderr)
    for path in models:
        if target == 'dmn':
            shutil.copy(path, folder)
            continue
        for node in ET.parse(path).getroot().iter():
            if not node.tag.endswith('}text') or not node.text:
                continue
            for first in (b'0', b'1', b'2', b'3'):
                seed = first + node.text.strip().encode()
                name = hashlib.sha256(seed).hexdigest()[:16]
                with open(os.path.join(folder, name), 'wb') as f:
                    f.write(seed)
    return 0


if __name__ == '__main__':
    sys.exit(main())
