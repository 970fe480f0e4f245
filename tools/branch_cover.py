#!/usr/bin/env python3
"""Says which branches of FEEL and DMN the unit tests do not take.

usage: branch_cover.py [--no-run] [--tck [FOLDER]] [--all] BUILD

BUILD is a folder made by
    meson setup BUILD -Dtests=true -Db_coverage=true --buildtype=debug \\
      -Doptimization=0
Builds and runs the tests of tests/unit/feel and tests/unit/dmn from nothing
(--no-run: takes the counts that lie there), asks gcov for the branches of the
parser, the evaluator and the decision models, and prints a line per file:
branches, taken, justified, open. Below it stand the open ones with line,
function and text. A branch that cannot be taken is justified by an entry of
tests/unit/feel/branches.txt, which tells its form.

--tck runs the public kit too, as a second number (MINGCE_TCK or ../shared/tck
if no folder is given); --all shows the justified branches as well.

Exit status: 0 all taken or justified, 1 a branch is open or an entry of the
table justifies nothing (more), 2 usage.
"""
import argparse
import fnmatch
import json
import os
import pathlib
import subprocess
import sys

SOURCES = {
    "feel": ["lex.c", "parse*.c", "eval*.c", "scope.c", "compare.c", "arith.c",
             "path.c", "run.c", "call.c", "type.c"],
    "dmn": ["*.c"],
}
TABLE = pathlib.Path("tests/unit/feel/branches.txt")


class Entry:
    """Branches of one source line that cannot be taken, and why."""

    def __init__(self, file, function, count, line):
        self.file, self.function, self.count = file, function, count
        self.line = line  # of the table
        self.text, self.reason, self.used = None, "", 0


def read_table(path):
    """FILE FUNCTION COUNT, then the source line and the reason, indented."""
    entries = []
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not raw.strip() or raw.startswith("#"):
            continue
        if not raw[0].isspace():
            file, function, count = raw.split()
            entries.append(Entry(file, function, int(count), number))
        elif entries[-1].text is None:
            entries[-1].text = raw.strip()
        else:
            entries[-1].reason += (" " if entries[-1].reason else "") + \
                raw.strip()
    for e in entries:
        if not e.text or not e.reason:
            sys.exit(f"{path}:{e.line}: no source line or no reason")
    return entries


def wanted(root):
    for room, patterns in SOURCES.items():
        for path in sorted((root / "src" / room).glob("*.c")):
            if any(fnmatch.fnmatch(path.name, p) for p in patterns):
                yield path


def gcov(build, path):
    """{line: (function, [counts of its branches])} of a source file."""
    room = path.parent.name
    note = build / "src" / room / f"lib{room}.a.p" / (path.name + ".gcno")
    if not note.exists():
        sys.exit(f"{note} is missing: was BUILD made with -Db_coverage=true?")
    out = subprocess.run(
        ["gcov", "--json-format", "--branch-probabilities", "--stdout",
         str(note.resolve())],
        cwd=build, check=True, capture_output=True, text=True).stdout
    lines = {}
    for file in json.loads(out)["files"]:
        if pathlib.Path(file["file"]).name != path.name:
            continue
        for line in file["lines"]:
            _, counts = lines.setdefault(
                line["line_number"], (line.get("function_name", "?"), []))
            counts += [b["count"] for b in line["branches"]]
    return lines


def names_of_tests(build, root):
    """The test programs of both rooms: their paths in the build folder."""
    for room in SOURCES:
        for path in sorted((root / "tests/unit" / room).glob("test_*.c")):
            name = path.stem.replace("test_", f"test_{room}_", 1)
            yield f"tests/unit/{room}/{name}"


def run_tests(build, root, kit):
    programs = list(names_of_tests(build, root))
    targets = programs + (["mingce"] if kit else [])
    made = subprocess.run(["ninja", "-C", str(build)] + targets,
                          capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(made.stdout + made.stderr)
    for path in build.glob("src/*/*.a.p/*.gcda"):
        path.unlink()
    for program in programs:
        done = subprocess.run([str(build / program)], capture_output=True,
                              text=True)
        if done.returncode != 0:
            sys.exit(f"{program} fails:\n{done.stdout}{done.stderr}")
    if kit:
        done = subprocess.run([str(build / "mingce"), "dmn", "tck", kit],
                              capture_output=True, text=True)
        lines = done.stdout.splitlines()
        print(f"kit: {lines[-1] if lines else done.stderr}")


def judge(path, lines, entries):
    """Rows (line, function, text, open, justified by) and the totals."""
    source = path.read_text("utf-8").splitlines()
    rows, branches, taken, justified = [], 0, 0, 0
    for number, (function, counts) in sorted(lines.items()):
        branches += len(counts)
        missed = sum(1 for c in counts if c == 0)
        taken += len(counts) - missed
        text = source[number - 1].strip()
        for e in entries if missed else ():
            if (e.file, e.function, e.text) != (path.name, function, text):
                continue
            n = min(missed, e.count - e.used)
            e.used += n
            missed -= n
            justified += n
            if n > 0:
                rows.append((number, function, text, n, e))
        if missed > 0:
            seen = " ".join(str(c) for c in counts)
            rows.append((number, function, f"[{seen}] {text}", missed, None))
    return rows, (branches, taken, justified, branches - taken - justified)


def report(build, root, entries, show_all):
    whole = (0, 0, 0, 0)
    width = max(len(str(p.relative_to(root))) for p in wanted(root))
    print(f"{'file':{width}}  branches   taken  justified   open")
    for path in wanted(root):
        mine = [e for e in entries if e.file == f"{path.parent.name}/{path.name}"]
        for e in mine:
            e.file = path.name
        rows, sums = judge(path, gcov(build, path), mine)
        whole = tuple(a + b for a, b in zip(whole, sums))
        name = str(path.relative_to(root))
        print("%-*s  %8d  %6d  %9d  %5d" % (width, name, *sums))
        for number, function, text, n, e in rows:
            if e is None:
                print(f"    {number}: {function}: {n} open: {text}")
            elif show_all:
                print(f"    {number}: {function}: {n} justified: {text}\n"
                      f"        {e.reason}")
    print("%-*s  %8d  %6d  %9d  %5d" % (width, "all", *whole))
    return whole[3]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0])
    parser.add_argument("--no-run", action="store_true")
    parser.add_argument("--tck", nargs="?", const="", default=None)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("build", type=pathlib.Path)
    args = parser.parse_args()
    root = pathlib.Path(__file__).resolve().parent.parent
    kit = args.tck
    if kit == "":
        kit = os.environ.get("MINGCE_TCK", str(root.parent / "shared" / "tck"))
    entries = read_table(root / TABLE)
    build = args.build.resolve()
    if not args.no_run:
        run_tests(build, root, kit)
    left = report(build, root, entries, args.all)
    idle = [e for e in entries if e.used < e.count and kit is None]
    for e in idle:
        print(f"{TABLE}:{e.line}: justifies {e.used} of {e.count} branches: "
              f"{e.text}")
    return 1 if left > 0 or idle else 0


if __name__ == "__main__":
    sys.exit(main())
