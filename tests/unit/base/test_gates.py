#!/usr/bin/env python3
"""Each gate catches what it is for, and lets the look-alike pass.

    test_gates.py PATH-OF-gates.py
"""

import importlib.util
import os
import shutil
import sys
import tempfile
import unittest

GATES = None

MESON = "layers = [\n  'base',\n  'format',\n  'web',\n]\n"


class Gates(unittest.TestCase):
    def run_on(self, files):
        """What the gates say of a tree with these files."""
        with tempfile.TemporaryDirectory() as root:
            for path, text in {"meson.build": MESON,
                               "src/web/empty.c": "\n", **files}.items():
                full = os.path.join(root, path)
                os.makedirs(os.path.dirname(full), exist_ok=True)
                with open(full, "w", encoding="utf-8") as f:
                    f.write(text)
            return [f"{path}:{line}: {message}"
                    for path, line, message in GATES.check_tree(root)]

    def catches(self, path, text, line, words):
        out = self.run_on({path: text})
        self.assertTrue(
            any(o.startswith(f"{path}:{line}: ") and words in o for o in out),
            f"nothing about \"{words}\" in {out}")

    def passes(self, path, text):
        self.assertEqual(self.run_on({path: text}), [])

    def test_an_empty_tree_is_no_success(self):
        with tempfile.TemporaryDirectory() as root:
            with open(os.path.join(root, "meson.build"), "w") as f:
                f.write(MESON)
            self.assertNotEqual(GATES.check_tree(root), [])

    def test_banned_words(self):
        for word in ("strcpy", "strcat", "sprintf", "atoi", "strtok", "gets",
                     "vsprintf", "strncpy"):
            self.catches("src/web/a.c",
                         f"void f(void)\n{{\n    {word}(a, b);\n}}\n", 3, word)
            self.passes("src/web/a.c", f"/* {word}(a) */\nint a = my_{word}(b);\n"
                        .replace("int a", "const int a"))
        self.passes("src/web/a.c", "static const char *const s = \"gets(\";\n")
        self.passes("src/web/a.c",
                    "void f(void)\n{\n    snprintf(a, n, b);\n}\n")

    def test_memory(self):
        text = "void f(void)\n{\n    free(malloc (3));\n}\n"
        self.catches("src/web/a.c", text, 3, "malloc")
        self.catches("src/web/a.c", text, 3, "free")
        self.passes("src/base/a.c", text)
        self.passes("src/web/a.c",
                    "void f(void)\n{\n    buf_free(a);\n    x->free(a);\n}\n")

    def test_the_world(self):
        for word in ("time", "localtime", "rand", "getenv", "clock_gettime"):
            text = f"void f(void)\n{{\n    {word}(0);\n}}\n"
            self.catches("src/web/a.c", text, 3, word)
            self.catches("src/base/a.c", text, 3, word)
            self.passes("src/base/world.c", text)
            self.passes("src/main.c", text)
        self.passes("src/web/a.c",
                    "void f(void)\n{\n    show_time(0);\n    w.rand.fill(1);\n"
                    "}\n")

    def test_comments(self):
        self.catches("src/web/a.c", "\n// no\n", 2, "comments")
        self.catches("tests/a.c", "/* a\n */ // no\n", 2, "comments")
        self.passes("src/web/a.c", "static const char a[] = \"http://b\";\n"
                    "/* see http://b // c */\n"
                    "static const char q = '\"'; /* // */\n")

    def test_lengths(self):
        self.catches("src/web/a.c", "\n" * 801, 801, "801 lines")
        self.passes("src/web/a.c", "\n" * 800)
        self.catches("src/web/a.c", "/* " + "x" * 90 + " */\n", 1, "columns")
        self.catches("src/web/a.c", "/* x */ \n", 1, "white space")
        self.catches("src/web/a.c", "\tint x;\n", 1, "tab")

    @unittest.skipUnless(shutil.which("ctags"), "ctags is not installed")
    def test_lengths_of_functions(self):
        def function(n):
            return "int\nf(void)\n{\n" + "    g();\n" * (n - 3) + "}\n"
        self.catches("src/web/a.c", function(101), 2, "f: 101 lines")
        self.passes("src/web/a.c", function(100))

    @unittest.skipUnless(shutil.which("ctags"), "ctags is not installed")
    def test_state(self):
        bad = ("static int a;", "int a;", "static const char *a;",
               "static struct x {\n    int b;\n} a;",
               "static const char *a[] = { \"x\" };",
               "static struct {\n    const char *p;\n} a[] = { { 0 } };")
        for text in bad:
            self.catches("src/web/a.c", text + "\n", text.count("\n") + 1,
                         "changes")
        good = ("static const int a = 1;", "extern int a;",
                "static const char *const a[] = { \"x\" };",
                "static const struct x {\n    int b;\n} a[] = { { 1 } };",
                "const struct x a = { 1 };", "struct x;", "int f(int a);")
        for text in good:
            self.passes("src/web/a.c", text + "\n")
        self.catches("src/web/a.c",
                     "void f(void)\n{\n    static int n;\n}\n", 3, "static")
        self.passes("src/web/a.c",
                    "void f(void)\n{\n    static const int n = 1;\n"
                    "    static const char *const p = 0;\n}\n")
        self.passes("tests/a.c", "static int a;\n")

    def test_sql(self):
        text = "const char *const a = \"SELECT x FROM y\";\n"
        self.catches("src/web/a.c", text, 1, "SQL")
        self.passes("src/web/a_store.c", text)
        self.passes("tests/a.c", text)
        self.catches("src/web/a.c",
                     "const char *const a = \"UPDATE y SET z = 1\";\n", 1,
                     "SQL")
        self.passes("src/web/a.c",
                    "/* SELECT x */\nconst char *const a = \"Select one\";\n")

    def test_sets_of_statements(self):
        path = "src/domain/x_store.c"
        text = "const struct sql_set x_sql = SQL_SET(\"x\", Q);\n"
        self.catches(path, text, 1, "x_sql")
        self.assertEqual(self.run_on({
            path: text, "src/domain/sql_sets.c":
            "const struct sql_set *const a[] = {\n    &x_sql,\n};\n"}), [])

    def test_layers(self):
        self.catches("src/base/a.c", "\n#include \"web/web.h\"\n", 2, "above")
        self.catches("src/format/include/format/a.h",
                     "#include \"web/web.h\"\n", 1, "above")
        self.passes("src/web/a.c", "#include \"base/base.h\"\n"
                    "#include \"web/web.h\"\n#include \"other/x.h\"\n")

    def test_headers(self):
        path = "src/web/include/web/a.h"
        top = "/* a.h - x */\n\n"
        self.catches(path, top + "int f(void);\n", 3, "f: a comment")
        self.catches(path, top + "struct x *g(int a,\n    int b);\n", 3, "g:")
        self.passes(path, top + "/* Why. */\nint f(void);\nint g(void);\n")
        self.passes(path, top + "#define F(x) \\\n    g(x);\n\nstruct x {\n"
                    "    int (*fn)(void);\n};\n\ntypedef int (*fn)(int a);\n")
        bad = "/* Why. */\nNODISCARD enum status f(\n    int a);\n"
        self.catches(path, top + bad, 4, "f: its Errors")
        self.passes(path, top + bad.replace(
            "Why.", "Why.\n * Errors: ERR_IO  no disk."))
        self.passes(path, top.replace("x", "x. Errors: web.h") + bad)
        self.catches(path, "/* x */\ntypedef struct x x;\n", 2, "typedef")
        self.catches(path, "/* x */\ntypedef struct {\n    int a;\n} x;\n", 2,
                     "typedef")

    def test_text(self):
        for word in ("TO" "DO", "FIX" "ME", "not imple" "mented"):
            self.catches("docs/a.md", f"a\nb {word} c\n", 2, "finish it")
        self.passes("docs/a.md", "METHOD TODOS\n")
        for path in ("/wo" "rk/x", "/ro" "ot/x", "/ho" "me/me"):
            self.catches("docs/a.md", f"see {path}\n", 1, "machine")
            self.passes("docs/a.md", f"see https://a.org{path}\n")
        self.catches("src/web/a.c",
                     "const char a[] = \"/tm" "p/x\";\n", 1, "machine")
        self.passes("tests/a.c", "const char a[] = \"/tm" "p/x\";\n")
        for host in ("registry.npm" "js.org", "pypi" ".org",
                     "deb.deb" "ian.org"):
            self.catches("Dockerfile", f"FROM {host}/x\n", 1, "registry")


if __name__ == "__main__":
    spec = importlib.util.spec_from_file_location("gates", sys.argv.pop(1))
    GATES = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(GATES)
    unittest.main()
