#!/usr/bin/env python3
"""Checks that every sentence of the interface has an English translation.

usage: po_check.py [--root FOLDER] [--po FILE] [FOLDER...]

Reads T(x, "...") and N_("...") from the C files of the folders (src/web and
src/domain), and the sentences of err_set and err_field, which pages show in the
visitor's language; adjacent literals are joined. Compares them with po/en.po.
Says what is missing, empty, fuzzy, still Chinese, or takes other printf
arguments than the sentence it translates. Exit status 1 if there is any.
"""
import argparse
import pathlib
import re
import sys

SIMPLE = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'",
          "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "?": "?"}

TOKEN = re.compile(r"""
    (?P<comment>/\*.*?\*/)
  | (?P<directive>^[ \t]*\#[ \t]*define\b(?:\\\n|[^\n])*)
  | (?P<text>"(?:\\.|[^"\\\n])*")
  | (?P<char>'(?:\\.|[^'\\\n])*')
  | (?P<word>[A-Za-z_]\w*)
  | (?P<space>\s+|\\\n)
  | (?P<other>.)
""", re.X | re.S | re.M)

FORMAT = re.compile(r"%(?:%|[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?"
                    r"(?:hh|h|ll|l|z|j|t)?[a-zA-Z])")
CHINESE = re.compile("[\u4e00-\u9fff]")


def unescape(literal):
    """The text of a C literal, quotes included in what is given."""
    out = []
    i = 1
    while i < len(literal) - 1:
        c = literal[i]
        if c == "\\":
            i += 1
            c = SIMPLE.get(literal[i], literal[i])
        out.append(c)
        i += 1
    return "".join(out)


def tokens(source):
    line = 1
    for m in TOKEN.finditer(source):
        if m.lastgroup not in ("comment", "space", "directive"):
            yield m.lastgroup, m.group(), line
        line += m.group().count("\n")


def error_sentences(toks):
    """Sentences inside the calls of err_set and err_field: each run of literals
    and STR_FMT that holds Chinese, but for names in STR(...)."""
    for i, (kind, word, line) in enumerate(toks):
        if kind != "word" or word not in ("err_set", "err_field"):
            continue
        depth, parts, j = 0, [], i + 1
        while j < len(toks):
            kind, text, _ = toks[j]
            piece = unescape(text) if kind == "text" else \
                "%.*s" if text == "STR_FMT" else None
            if piece is not None and toks[j - 2][1] != "STR":
                parts.append(piece)
            elif parts:
                if CHINESE.search("".join(parts)):
                    yield line, "".join(parts)
                parts = []
            depth += (text == "(") - (text == ")")
            if depth == 0:
                break
            j += 1


def sentences(source):
    """Pairs (line, sentence) of a C file."""
    toks = list(tokens(source))
    yield from error_sentences(toks)
    for i, (kind, word, line) in enumerate(toks):
        if kind != "word" or word not in ("T", "N_"):
            continue
        j = i + 1
        if j >= len(toks) or toks[j][1] != "(":
            continue
        j += 1
        if word == "T":
            depth = 0
            while j < len(toks) and (depth > 0 or toks[j][1] != ","):
                depth += (toks[j][1] == "(") - (toks[j][1] == ")")
                j += 1
            j += 1
        parts = []
        while j < len(toks) and toks[j][0] == "text":
            parts.append(unescape(toks[j][1]))
            j += 1
        if parts:
            yield line, "".join(parts)


class Entry:
    def __init__(self):
        self.fuzzy = False
        self.id = None
        self.text = None


def read_po(path):
    """Entries of a .po file by msgid; contexts and plurals are not used."""
    entries = {}
    entry = Entry()
    target = None
    for raw in path.read_text(encoding="utf-8").splitlines() + [""]:
        line = raw.strip()
        if not line:
            if entry.id is not None:
                entries[entry.id] = entry
            entry, target = Entry(), None
        elif line.startswith("#,"):
            entry.fuzzy = entry.fuzzy or "fuzzy" in line
        elif line.startswith("#"):
            continue
        elif line.startswith("msgid "):
            if entry.id is not None:
                entries[entry.id] = entry
                entry = Entry()
            entry.id, target = unescape(line[6:]), "id"
        elif line.startswith("msgstr "):
            entry.text, target = unescape(line[7:]), "text"
        elif line.startswith('"') and target:
            setattr(entry, target, getattr(entry, target) + unescape(line))
        else:
            sys.exit(f"{path}: cannot read: {line}")
    return entries


def complaint(msgid, entry):
    """What is wrong with a translation, or None."""
    if entry is None:
        return "missing"
    if not entry.text:
        return "empty"
    if entry.fuzzy:
        return "fuzzy"
    if CHINESE.search(entry.text):
        return "still Chinese"
    if FORMAT.findall(msgid) != FORMAT.findall(entry.text):
        return "other % arguments"
    return None


def main():
    here = pathlib.Path(__file__).resolve().parent.parent
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--root", type=pathlib.Path, default=here)
    arguments.add_argument("--po", type=pathlib.Path)
    arguments.add_argument("folders", nargs="*")
    given = arguments.parse_args()
    entries = read_po(given.po or given.root / "po" / "en.po")
    used = {}
    for folder in given.folders or ["src/web", "src/domain"]:
        for path in sorted((given.root / folder).rglob("*.[ch]")):
            source = path.read_text(encoding="utf-8")
            for line, msgid in sentences(source):
                name = path.relative_to(given.root)
                used.setdefault(msgid, f"{name}:{line}")
    bad = 0
    for msgid, where in used.items():
        wrong = complaint(msgid, entries.get(msgid))
        if wrong:
            print(f"{where}: {wrong}: {msgid!r}")
            bad += 1
    print(f"{len(used)} sentences, {bad} without a good translation")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
