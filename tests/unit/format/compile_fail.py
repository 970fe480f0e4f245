#!/usr/bin/env python3
"""Checks that wrong calls of the HTML writer do not compile.

usage: compile_fail.py INCLUDE-DIR... -- COMPILER [ARG...]

A program with right calls must compile, so that a failure of the others is
theirs and not that of the set-up.
"""
import subprocess
import sys

PROGRAM = """
#include "format/html.h"
struct url probe(struct html *h, struct arena *a, struct str str,
    const char *variable, struct url u, double d);
struct url
probe(struct html *h, struct arena *a, struct str str, const char *variable,
    struct url u, double d)
{
    (void)h; (void)a; (void)str; (void)variable; (void)u; (void)d;
    %s
    return u;
}
"""

RIGHT = [
    'html_raw(h, "<td>");',
    'html_text(h, str);',
    'html_cstr(h, variable);',
    'html_attr(h, "title", str);',
    'html_href(h, "href", u);',
    'u = url_path("/register");',
    'u = url_make(a, "/a/%s/%d", str, 5);',
]

WRONG = [
    'html_raw(h, variable);',
    'html_raw(h, str);',
    'html_text(h, "char*");',
    'html_text(h, variable);',
    'html_text(h, u);',
    'html_attr(h, variable, str);',
    'html_attr(h, "title", variable);',
    'html_href(h, "href", str);',
    'html_href(h, "href", "/x");',
    'html_href(h, variable, u);',
    'u = url_path(variable);',
    'u = str;',
    'u = url_make(a, variable, str);',
    'u = url_make(a, "/a/%s", variable);',
    'u = url_make(a, "/a/%d", d);',
    'u = url_make(a, "/a/%s", u);',
]


def compiles(compiler, includes, statement):
    command = compiler + ["-std=c17", "-D_GNU_SOURCE", "-fsyntax-only",
                          "-pedantic-errors", "-Wall", "-Wextra", "-Werror"]
    for folder in includes:
        command += ["-I", folder]
    done = subprocess.run(command + ["-x", "c", "-"], text=True,
                          input=PROGRAM % statement, capture_output=True)
    return done.returncode == 0, done.stderr


def main():
    at = sys.argv.index("--")
    includes, compiler = sys.argv[1:at], sys.argv[at + 1:]
    failed = 0
    for statement in RIGHT:
        ok, message = compiles(compiler, includes, statement)
        if not ok:
            print("does not compile, but should:", statement)
            print(message)
            failed += 1
    for statement in WRONG:
        ok, _ = compiles(compiler, includes, statement)
        if ok:
            print("compiles, but must not:", statement)
            failed += 1
    print(f"{len(RIGHT) + len(WRONG)} programs, {failed} wrong")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
