#!/usr/bin/env python3
"""Expressions to measure, one a line: the text, then `name=literal` fields.

    feel_kit.py [KIT]

With the kit of DMN tests: the literal expressions of its arithmetic and date
cases. Without: a list of our own of the same kind. Every literal becomes a
fact (a1, a2, ...), so that an engine that computes constants when it compiles
has to compute all the same; conditions of the packs follow with facts of a
made-up applicant.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as tree

CASES = """0007-date-time 0050-feel-abs-function 0051-feel-sqrt-function
0054-feel-even-function 0055-feel-odd-function 0075-feel-exponent
0096-feel-day-of-week-function 0097-feel-month-of-year-function
0098-feel-week-of-year-function 0099-arithmetic-negation 0100-arithmetic
0105-feel-math 1100-feel-decimal-function 1101-feel-floor-function
1115-feel-date-function 1116-feel-time-function
1117-feel-date-and-time-function
1121-feel-years-and-months-duration-function
1142-feel-round-down-function 1143-feel-round-half-up-function
1144-feel-round-half-down-function""".split()
OWN = """10 + 5 * 3
(100 - 40) / 8
3 - 5 - 10.5
2 ** 10
1.1 + 2.2 * 3.3
abs(-12) + 3
floor(7.8) + ceiling(7.2)
round half up(5.125, 2)
modulo(17, 5) * 4
-(12 - 20) >= 8
3600 >= 60 * 60 and 150 >= 149
if 59 < 60 then 1 else 2
date("2023-03-12") > date("2021-03-12")
date("2023-03-12") + duration("P2Y") <= date("2025-03-12")
date("2023-03-12") - date("2022-03-12") = duration("P365D")
date(2023, 3, 12) + duration("P1Y6M")
years and months duration(date("2021-03-13"), date("2023-03-12"))
date and time("2023-03-12T10:30:00") - duration("PT2H")
time("10:30:00") + duration("PT45M")
day of week(date("2023-03-12"))
date("2023-03-12").year * 12 + date("2023-03-12").month
date("2023-03-12") in [date("2023-01-01")..date("2023-12-31")]""".split('\n')
PACKS = [
    ('具有独立法人资格', {'具有独立法人资格': 'true'}),
    ('成立日期 + 两年 <= 基准日', {'成立日期': 'date("2019-05-06")',
     '两年': 'duration("P2Y")', '基准日': 'date("2023-03-12")'}),
    ('上年服务中小企业数 >= 上年最低服务企业数',
     {'上年服务中小企业数': '163', '上年最低服务企业数': '150'}),
    ('count(专职人员) >= 最低专职人员数',
     {'专职人员': '["a","b","c","d","e","f","g","h","i","j","k"]',
      '最低专职人员数': '10'}),
    ('matches(手机号码, "^1[3-9][0-9]{9}$")', {'手机号码': '"13800001234"'}),
    ('string length(志愿服务经验和成果) > 0',
     {'志愿服务经验和成果': '"为园区企业开展政策宣讲、法律咨询和融资对接"'}),
    ('学历 in ("本科", "硕士研究生", "博士研究生")', {'学历': '"硕士研究生"'}),
    ('直接纳入口径 = "SKIP_REVIEW" or 基本条件',
     {'直接纳入口径': '"MEET_ALL"', '基本条件': 'true'}),
    ('撤销口径 = "ANY_SHORT" and (年度时长不足 or 年度企业数不足)',
     {'撤销口径': '"ANY_SHORT"', '年度时长不足': 'false',
      '年度企业数不足': 'true'}),
    ('if 最近活动日 > 准入日 then 最近活动日 else 准入日',
     {'最近活动日': 'date("2023-03-12")', '准入日': 'date("2022-03-12")'}),
    ('基准日 >= 有效期末日 - 九十日 and 基准日 < 有效期末日 - 三十日',
     {'基准日': 'date("2024-12-12")', '有效期末日': 'date("2025-03-11")',
      '九十日': 'duration("P90D")', '三十日': 'duration("P30D")'}),
]
TOKEN = re.compile(r'@?"(?:[^"\\]|\\.)*"|(?<![\w.])\d+(?:\.\d+)?(?![\w.])')


def with_facts(text):
    """The literals taken out, as text and facts."""
    facts = {}

    def one(m):
        name = f'a{len(facts) + 1}'
        facts[name] = m.group(0)
        return name
    return TOKEN.sub(one, text), facts


def of_kit(kit):
    seen = {}
    for case in CASES:
        for path in sorted(pathlib.Path(kit).glob(f'*/{case}/*.dmn')):
            for node in tree.parse(path).iter():
                if not node.tag.endswith('}literalExpression'):
                    continue
                text = ' '.join(''.join(t.text or '' for t in node
                                        if t.tag.endswith('}text')).split())
                # A name of the model, or the absence of a value, is no
                # arithmetic.
                if text and '{' not in text and 'null' not in text:
                    seen[text] = case
    return list(seen)


def main():
    texts = of_kit(sys.argv[1]) if len(sys.argv) > 1 else OWN
    for text in texts:
        changed, facts = with_facts(text)
        if facts:
            print('kit', changed, *(f'{k}={v}' for k, v in facts.items()),
                  sep='\t')
    for text, facts in PACKS:
        print('pack', text, *(f'{k}={v}' for k, v in facts.items()), sep='\t')


main()
