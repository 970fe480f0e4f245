"""Makes a folder of files for test_embed.c and runs embed on it.

    embed_make.py EMBED OUT.c

Every byte value is in one of the files, and every pair of a byte and a digit
after it, which a careless octal escape would swallow."""
import os
import subprocess
import sys
import tempfile

embed, out = sys.argv[1:]
with tempfile.TemporaryDirectory() as top:
    os.makedirs(os.path.join(top, 'a', 'b'))
    files = {
        'a/all.bin': bytes(range(256)),
        'a/b/pairs.bin': b''.join(bytes([i]) + b'7' for i in range(256)),
        'a/empty': b'',
        'a/text.txt': '一行\r\n"引号" \\n ??/ \n'.encode(),
        'a/.hidden': b'x',
        'z.txt': b'last',
    }
    for name, data in files.items():
        with open(os.path.join(top, name), 'wb') as f:
            f.write(data)
    subprocess.run([embed, '--depfile', out + '.made', out, 'test_files',
                    '--root', top, os.path.join(top, 'z.txt'),
                    os.path.join(top, 'a')], check=True)
    with open(out + '.made') as f:
        made = f.read()
    assert made.startswith(out + ':') and 'a/b/pairs.bin' in made
    os.unlink(out + '.made')
    # a file twice, a file that is not there, one outside of the root
    for bad in (['--root', top, os.path.join(top, 'a'),
                 os.path.join(top, 'a')],
                [os.path.join(top, 'none')],
                ['--root', os.path.join(top, 'a'),
                 os.path.join(top, 'z.txt')]):
        run = subprocess.run([embed, os.devnull, 'x', *bad],
                             stderr=subprocess.DEVNULL)
        assert run.returncode == 1, bad
