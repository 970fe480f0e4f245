#!/usr/bin/env python3
"""Our times beside those of the yardstick, for what both compute alike.

    feel_compare.py OURS THEIRS AIM

Prints ratios; fails if the whole is below AIM times as fast.
"""
import math
import re
import sys


def rows(path):
    for line in open(path, encoding='utf-8'):
        kind, ns, shown, text = line.rstrip('\n').split('\t')
        yield kind, float(ns), shown, text


def plain(shown):
    """date("2023-03-12") and 2023-03-12 are one value."""
    shown = re.sub(r'^[a-z ]+\("(.*)"\)$', r'\1', shown)
    return re.sub(r'^@?"(.*)"$', r'\1', shown)


def same(a, b):
    a, b = plain(a), plain(b)
    try:
        return math.isclose(float(a), float(b), rel_tol=1e-9, abs_tol=1e-12)
    except ValueError:
        return a == b and a not in ('error', 'null')


def main():
    aim = float(sys.argv[3])
    kinds = {}
    left = 0
    slow = []
    for ours, theirs in zip(rows(sys.argv[1]), rows(sys.argv[2])):
        if ours[3] != theirs[3]:
            sys.exit('the two did not measure the same lines')
        if not same(ours[2], theirs[2]) or ours[1] == 0 or theirs[1] == 0:
            left += 1
            if ours[0] == 'pack':
                sys.exit(f'differs: {ours} {theirs}')
            continue
        kinds.setdefault(ours[0], []).append((ours[1], theirs[1]))
        slow.append((theirs[1] / ours[1], ours[3]))
    worst = 1e9
    for kind, pairs in kinds.items():
        a = sum(p[0] for p in pairs)
        b = sum(p[1] for p in pairs)
        mean = math.exp(sum(math.log(y / x) for x, y in pairs) / len(pairs))
        worst = min(worst, b / a)
        print(f'{kind}: {len(pairs)} expressions, {a / len(pairs):.0f} ns'
              f' beside {b / len(pairs):.0f} ns of feelin:'
              f' {b / a:.1f} times as fast (geometric mean {mean:.1f})')
    slow.sort()
    for ratio, text in slow[:3]:
        print(f'  least: {ratio:.1f} times, {text}')
    print(f'  left out, since the results differ: {left}')
    if worst < aim:
        sys.exit(f'below {aim:g} times')


main()
