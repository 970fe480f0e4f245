#!/usr/bin/env python3
"""Gates: what the house forbids, checked over the whole tree.

    tools/gates.py [ROOT]

Prints file:line: message for every finding and exits 1 if there is one.
Standard library only; universal-ctags is used where it is installed, and
without it the two checks that need it are left out with a notice.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata

MOST_FILE_LINES = 800
MOST_FUNCTION_LINES = 100
MOST_COLUMNS = 90  # 80 is the aim; a Chinese sentence may stand out

# Who may call malloc and free, with the reason. Prefixes of paths.
MEMORY = {
    "src/base/": "the arena and the buffer are made of it",
}

# Who may hold state that changes at file scope.
STATE = {
    "src/main.c": "a signal handler reaches nothing but such a flag",
}

# Who may ask the system for time, chance and the environment.
WORLD = ("src/base/world.c", "src/main.c")

# Who may hold SQL.
SQL = re.compile(r"^(src/store/|sql/|tests/|bench/)|_store\.c$")

BANNED = re.compile(
    r"(?<![\w.>])(strcpy|strcat|strncpy|strncat|stpcpy|sprintf|vsprintf|atoi|"
    r"atol|atoll|atof|strtok|strtok_r|gets|alloca|setjmp|longjmp)\s*\(")
ALLOCATION = re.compile(
    r"(?<![\w.>])(malloc|calloc|realloc|free|strdup|strndup|asprintf|"
    r"vasprintf|reallocarray)\s*\(")
WORLDLY = re.compile(
    r"(?<![\w.>])(time|localtime|localtime_r|rand|srand|random|srandom|"
    r"getrandom|gettimeofday|clock_gettime|clock|getenv|secure_getenv)\s*\(")
TYPEDEF = re.compile(
    r"\btypedef\s+(struct|union|enum)\b(\s*\{|\s+\w+\s*\{|\s+\w+[\s*]+\w+\s*;)")
STATEMENT = re.compile(
    r"\b(SELECT\s|INSERT\s+(OR\s+\w+\s+)?INTO\b|UPDATE\s+\w+\s+SET\b|"
    r"DELETE\s+FROM\b)")
# Put together from halves, so that this file does not hold them.
UNFINISHED = re.compile(
    r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b|\b[Nn]ot (yet )?imple" r"mented")
MACHINE = re.compile(r"(?<![\w.<>/-])/(wo" r"rk|ro" r"ot|ho" r"me)/\w")
SCRATCH = re.compile(r"(?<![\w.<>/-])/tm" r"p/\w")
REGISTRY = re.compile(
    r"registry\.npm" r"js\.org|npm" r"mirror\.com|pypi\.(org|python)|"
    r"files\.python" r"hosted\.org|deb\.deb" r"ian\.org|crates\.i" r"o\b|"
    r"proxy\.gol" r"ang\.org|mirrors\.\w+\.(com|cn|edu|org)")

# A clause by its id, such as CW-4-1. What a message of the loader shows as an
# example stands behind "clause: " or "### ".
CLAUSE_ID = re.compile(
    r"(?<!clause: )(?<!### )(?<![\w-])[A-Z]{1,2}-\d{1,2}(-(\d{1,2}|[a-z]))*"
    r"(?![\w-])")

TEXT = (".c", ".h", ".py", ".sh", ".md", ".js", ".mjs", ".css", ".html",
        ".sql", ".json", ".yaml", ".yml", ".csv", ".txt", ".build", ".svg",
        ".in", ".toml", ".ini", ".conf", ".service")


class Findings:
    def __init__(self):
        self.lines = []

    def add(self, path, line, message):
        self.lines.append((path, line, message))


def list_files(root):
    """Paths below root, as git knows them or as they lie there."""
    try:
        out = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "-c", "-o",
             "--exclude-standard"],
            capture_output=True, check=True).stdout
        names = [n for n in out.decode().split("\0") if n]
    except (OSError, subprocess.CalledProcessError):
        names = []
        for folder, folders, files in os.walk(root):
            folders[:] = [f for f in folders
                          if not f.startswith((".", "build"))
                          and f != "node_modules"]
            names += [os.path.relpath(os.path.join(folder, f), root)
                      for f in files]
    return sorted(n for n in names if os.path.isfile(os.path.join(root, n)))


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8",
              errors="replace") as f:
        return f.read()


TOKEN = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
    re.S)


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def split_c(text):
    """The code without comments and literals, the literals alone, and the
    places of line comments; lines stay where they are."""
    line_comments = []
    code, strings, at = [], [], 0
    for m in TOKEN.finditer(text):
        between = text[at:m.start()]
        code.append(between)
        strings.append(blank(between))
        piece = m.group()
        if piece.startswith("//"):
            line_comments.append(text.count("\n", 0, m.start()) + 1)
        if piece.startswith('"'):
            code.append('"' + blank(piece[1:-1]) + '"')
            strings.append(piece)
        else:
            code.append(blank(piece))
            strings.append(blank(piece))
        at = m.end()
    code.append(text[at:])
    strings.append(blank(text[at:]))
    return "".join(code), "".join(strings), line_comments


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def each(pattern, text):
    for m in pattern.finditer(text):
        yield line_of(text, m.start()), m


def allowed(path, table):
    return any(path.startswith(prefix) for prefix in table)


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in line)


# --- C ---

def check_c_words(found, path, text):
    code, strings, line_comments = split_c(text)
    product = path.startswith("src/")

    for line in line_comments:
        found.add(path, line, "comments are written /* so */")
    for line, m in each(BANNED, code):
        found.add(path, line, f"{m.group(1)} is not used here")
    for line, _ in each(TYPEDEF, code):
        found.add(path, line, "structs are not hidden behind a typedef")
    if product and not allowed(path, MEMORY):
        for line, m in each(ALLOCATION, code):
            found.add(path, line, f"{m.group(1)}: memory comes from an arena")
    if product and path not in WORLD:
        for line, m in each(WORLDLY, code):
            found.add(path, line,
                      f"{m.group(1)}: time, chance and settings are passed in")
    if not SQL.search(path):
        for line, _ in each(STATEMENT, strings):
            found.add(path, line, "SQL belongs into a *_store.c")


def check_clause_ids(found, path, text):
    """Which clause an act rests on is data of the pack."""
    if not path.startswith("src/"):
        return
    _, strings, _ = split_c(text)
    for line, m in each(CLAUSE_ID, strings):
        found.add(path, line, f"{m.group(0)}: the clause comes from the pack")


def check_c_shape(found, path, text):
    lines = text.split("\n")
    if len(lines) - 1 > MOST_FILE_LINES:
        found.add(path, MOST_FILE_LINES + 1,
                  f"{len(lines) - 1} lines, at most {MOST_FILE_LINES}")
    for i, line in enumerate(lines, 1):
        if columns(line) > MOST_COLUMNS:
            found.add(path, i, f"{columns(line)} columns, at most "
                      f"{MOST_COLUMNS}")
        if "\t" in line:
            found.add(path, i, "tab")
        if line.endswith((" ", "\r")):
            found.add(path, i, "white space at the end of the line")


INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([\w-]+)/[^"]*"', re.M)


def layers_of(root):
    text = read(root, "meson.build")
    m = re.search(r"^layers = \[(.*?)\]", text, re.M | re.S)
    return re.findall(r"^\s*'(\w+)'", m.group(1), re.M) if m else []


def check_layers(found, path, text, layers):
    m = re.match(r"src/(\w+)/", path)
    if not m or m.group(1) not in layers:
        return
    own = layers.index(m.group(1))
    for line, inc in each(INCLUDE, text):
        other = inc.group(1)
        if other in layers and layers.index(other) > own:
            found.add(path, line,
                      f"{m.group(1)} may not include {other}, a layer above")


# --- statements ---

SQL_SETS = "src/domain/sql_sets.c"
SQL_SET = re.compile(r"^const struct sql_set (\w+) = ", re.M)


def check_sql_sets(found, texts):
    """A set that the list leaves out would be prepared by no test."""
    listed = texts.get(SQL_SETS, "")
    for path, text in texts.items():
        if not path.startswith("src/"):
            continue
        for line, m in each(SQL_SET, text):
            if f"&{m.group(1)}," not in listed:
                found.add(path, line, f"{m.group(1)}: not in {SQL_SETS}")


# --- public headers ---

def groups_of(text):
    """Declarations that stand together without an empty line, with the
    comments above, beside and among them: (first line, comments, code)."""
    code, _, _ = split_c(text)
    raw, bare = text.split("\n"), code.split("\n")
    i = 0
    while i < len(raw):
        first, depth = i, 0
        body = []
        while i < len(raw) and (raw[i].strip() or depth > 0):
            depth += bare[i].count("{") - bare[i].count("}")
            body.append(bare[i])
            i += 1
        comments = re.findall(r"/\*.*?\*/", "\n".join(raw[first:i]), re.S)
        if body:
            yield first + 1, " ".join(comments), "\n".join(body)
        i += 1


PROTOTYPE = re.compile(
    r"^(?!typedef\b|static\b|return\b)\w[\w ]*[\s*](\w+)\s*\([^;{]*\)[^;{]*;",
    re.M)
ERRORS = re.compile(r"\bErrors?\b|\bERR_[A-Z]|\bAs \w+")


def check_header(found, path, text):
    """Every prototype stands in a group with a comment. What may fail tells
    how in that comment, or the first comment of the file tells it for all."""
    top = text[:text.find("*/")]
    for first, comments, code in groups_of(text):
        flat = re.sub(r"^\s*#.*(?:\\\n.*)*", "", code, flags=re.M)
        flat = re.sub(r"\{[^{}]*\}", lambda m: blank(m.group()), flat)
        # A name that ends in _ is half of a macro, which has the comment.
        protos = [m for m in PROTOTYPE.finditer(flat)
                  if not m.group(1).endswith("_")]
        for m in protos[:1]:
            if not comments:
                found.add(path, first + line_of(flat, m.start(1)) - 1,
                          f"{m.group(1)}: a comment is missing")
        for m in protos:
            if "NODISCARD" in m.group() and not ERRORS.search(
                    comments) and not ERRORS.search(top):
                found.add(path, first + line_of(flat, m.start(1)) - 1,
                          f"{m.group(1)}: its Errors are not told")


# --- with ctags ---

def tags_of(root, files):
    if not files or shutil.which("ctags") is None:
        return None
    run = subprocess.run(
        ["ctags", "--output-format=json", "--fields=+neK", "--languages=C",
         "--kinds-C=fv", "--map-C=+.h", "-f", "-", "-L", "-"],
        cwd=root, input="\n".join(files), capture_output=True, text=True)
    if run.returncode != 0:
        return None
    return [json.loads(t) for t in run.stdout.splitlines()
            if t.startswith("{")]


LOCAL_STATIC = re.compile(
    r"^[ \t]+static\s+(?!const\b|inline\b|_Noreturn\b)([^;=(]*)[;=]", re.M)


def constant(declaration):
    """`const` of the object itself: behind the last star, or without one
    anywhere."""
    head = declaration.split("=")[0]
    if "*" in head:
        return "const" in head[head.rindex("*"):]
    return "const" in head


def check_state(found, path, text, names):
    """names: variables at file scope, by line."""
    code, _, _ = split_c(text)
    lines = code.split("\n")
    if allowed(path, STATE):
        return
    for line, name in names:
        start = line - 1
        # The declaration begins at the margin, not at a brace that closes.
        while start > 0 and not re.match(r"[A-Za-z_]", lines[start]):
            start -= 1
        head = "\n".join(lines[start:line])
        if re.search(r"\bextern\b", head):
            continue
        # Of a structure with members only what stands around them counts.
        head = re.sub(r"\{.*?\n\}", " ", head, flags=re.S)
        if not constant(head):
            found.add(path, line, f"{name}: nothing at file scope changes")
    for line, m in each(LOCAL_STATIC, code):
        if not constant(m.group(1)):
            found.add(path, line, "a static variable that is not const")


def check_tags(found, root, texts):
    product = [p for p in texts if p.startswith("src/")]
    tags = tags_of(root, sorted(texts))
    if tags is None:
        print("gates: ctags is not installed; lengths of functions and "
              "variables at file scope were not checked", file=sys.stderr)
        return
    names = {p: [] for p in product if p.endswith(".c")}
    for t in tags:
        if t.get("kind") == "function":
            length = int(t.get("end", t["line"])) - int(t["line"]) + 1
            if length > MOST_FUNCTION_LINES:
                found.add(t["path"], int(t["line"]),
                          f"{t['name']}: {length} lines, at most "
                          f"{MOST_FUNCTION_LINES}")
        elif t.get("kind") == "variable" and t["path"] in names:
            names[t["path"]].append((int(t["line"]), t["name"]))
    for path, variables in names.items():
        check_state(found, path, texts[path], variables)


# --- any text ---

def check_text(found, path, text):
    for line, m in each(UNFINISHED, text):
        found.add(path, line, f"{m.group(0)}: finish it or leave it out")
    for line, m in each(MACHINE, text):
        found.add(path, line, f"{m.group(0)}: a path of one machine")
    if not path.startswith("tests/"):
        for line, m in each(SCRATCH, text):
            found.add(path, line, f"{m.group(0)}: a path of one machine")
    for line, m in each(REGISTRY, text):
        found.add(path, line, f"{m.group(0)}: a package registry")


def check_tree(root):
    """All findings of a tree: (path, line, message), sorted."""
    found = Findings()
    layers = layers_of(root)
    c_texts = {}

    for path in list_files(root):
        if not path.endswith(TEXT) and "." in os.path.basename(path):
            continue
        text = read(root, path)
        if "\0" in text:
            continue
        check_text(found, path, text)
        if not path.endswith((".c", ".h")):
            continue
        c_texts[path] = text
        check_c_words(found, path, text)
        check_clause_ids(found, path, text)
        check_c_shape(found, path, text)
        check_layers(found, path, text, layers)
        if re.match(r"src/\w+/include/.*\.h$", path):
            check_header(found, path, text)
    if not c_texts:
        found.add("src", 1, "no sources found")
    check_sql_sets(found, c_texts)
    check_tags(found, root, c_texts)
    return sorted(set(found.lines))


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(
        os.path.dirname(os.path.abspath(__file__)), "..")
    findings = check_tree(root)
    for path, line, message in findings:
        print(f"{path}:{line}: {message}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
