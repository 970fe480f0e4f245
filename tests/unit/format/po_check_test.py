#!/usr/bin/env python3
"""Tests tools/po_check.py on a small tree. usage: po_check_test.py SCRIPT"""
import pathlib
import subprocess
import sys
import tempfile

SOURCE = r'''
#define T(w, msgid) catalog_get((w)->catalog, "" msgid "")
/* T(w, "注释里的不算") */
static const char *names[] = { N_("一"), N_("二" "\n"
    "三") };
void f(void) { g(T(h(w, 1), "有 %d 件"), "T(w, \"引号里的不算\")", T(w, "四")); }
'''

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
GOOD = HEAD + '''msgid "一"
msgstr "one"

msgid "二\\n三"
msgstr ""
"two\\n"
"three"

#, c-format
msgid "有 %d 件"
msgstr "%d items"

msgid "四"
msgstr "four"
'''

CASES = [
    # what is done to the good file, what must be said, how many are bad
    (lambda s: s, "4 sentences, 0", 0),
    (lambda s: s.replace('"four"', '""'), "empty: '四'", 1),
    (lambda s: s.replace('"four"', '"四"'), "still Chinese: '四'", 1),
    (lambda s: s.replace('"%d items"', '"%s items"'), "other % arg", 1),
    (lambda s: s.replace("#, c-format", "#, fuzzy, c-format"), "fuzzy", 1),
    (lambda s: s.replace('msgid "一"', 'msgid "壹"'), "missing: '一'", 1),
    (lambda s: HEAD, "4 sentences, 4", 1),
]


def main():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "src/web/page").mkdir(parents=True)
        (root / "src/domain").mkdir()
        (root / "po").mkdir()
        (root / "src/web/page/a.c").write_text(SOURCE, encoding="utf-8")
        for change, said, status in CASES:
            (root / "po/en.po").write_text(change(GOOD), encoding="utf-8")
            done = subprocess.run(
                [sys.executable, sys.argv[1], "--root", folder],
                capture_output=True, encoding="utf-8")
            assert done.returncode == status, done
            assert said in done.stdout, (said, done.stdout)
            assert "不算" not in done.stdout, done.stdout
    print(f"{len(CASES)} cases")


if __name__ == "__main__":
    main()
