#!/usr/bin/env python3
"""Every number of the two regulations that select stands in its pack, with the
clause that sets it: a table of what is written where."""
import pathlib
import re
import sys

STATION, FIRM = 'legal-service-station', 'specialised-law-firm'

# pack, clause, pattern of one line that has to hold both
NUMBERS = [
    (STATION, 'A-5-4', r'最低执业年数: \{value: 5, unit: 年'),
    (STATION, 'A-5-4', r'最低人员数: \{value: 30, unit: 人'),
    (STATION, 'A-5-5-a', r'回溯年数: \{value: 3, unit: 年'),
    (STATION, 'A-5-6', r'事项回溯年数: \{value: 3, unit: 年'),
    (STATION, 'A-5-6', r'多件: \{value: 3, unit: 件'),
    (STATION, 'A-5-6', r'每类最少件数: \{value: 1, unit: 件'),
    (STATION, 'A-10-a', r'panel_min: 3\n +panel_max: 7\n +tie: chair'),
    (STATION, 'A-14-b', r'period: \{days: 5, kind: calendar\}'),
    # once a year: one row for each enterprise and year
    (STATION, 'A-17-4-a', r'unique: \[体检年度, 体检企业代码\]'),
    (STATION, 'A-17-5-a', r'收费最高百分比: \{value: 80, unit: "%"'),
    (STATION, 'A-17-11-b', r'due_day: 01-15'),
    (STATION, 'A-18-5', r'终止投诉数: \{value: 3, unit: 件'),
    (STATION, 'A-16-1', r'stage: grant, .*term_years: 3'),
    (STATION, 'A-19-b', r'again: expiry_year'),
    # defaults where the text has no number
    (STATION, 'A-9-a', r'stage: formal_review, .*supplement: '
                       r'\{days: 15, kind: working\}'),
    (STATION, 'A-8-b', r'推荐提醒工作日: \{value: 10'),
    (STATION, 'A-11-b', r'现场评审通知工作日: \{value: 3'),
    (STATION, 'A-18-0-a', r'陈述期工作日: \{value: 10'),
    (STATION, 'A-18-0-a', r'内部复核工作日: \{value: 15'),
    (STATION, 'A-18-0-a', r'核实决定工作日: \{value: 30'),
    (STATION, 'A-18-0-b', r'终止后限制年数: \{value: 0'),
    (FIRM, 'B-1-a', r'总名额: \{value: 100, unit: 家'),
    (FIRM, 'B-1-b', r'名额2024: \{value: 40, unit: 家'),
    (FIRM, 'B-1-c', r'名额2025: \{value: 30, unit: 家'),
    (FIRM, 'B-1-d', r'名额2026: \{value: 30, unit: 家'),
    (FIRM, 'B-2-b', r'无处罚年数: \{value: 2, unit: 年'),
    (FIRM, 'B-3-0-a', r'类别总数: \{value: 4, unit: 项'),
    (FIRM, 'B-3-0-b', r'最少类别数: \{value: 1, unit: 项'),
    (FIRM, 'B-3-1-1-a', r'最低专注年数: \{value: 2, unit: 年'),
    (FIRM, 'B-3-1-1-b', r'最低营收百分比: \{value: 30, unit: "%"'),
    (FIRM, 'B-3-1-3-a', r'影响年数: \{value: 3, unit: 年'),
    (FIRM, 'B-3-1-4', r'最少成果数: \{value: 3, unit: 项'),
    (FIRM, 'B-4-3-2-c', r'year: 2024, due: 2024-05-31'),
    (FIRM, 'B-4-3-6-e', r'年度最少活动数: \{value: 3, unit: 场'),
    (FIRM, 'B-4-3-2-d', r'stage: grant, .*term_years: 3'),
    (FIRM, 'B-4-4-1-b', r'变化报告工作日: \{value: 10, unit: 工作日'),
    (FIRM, 'B-4-4-1-b', r'report_within: \{days: 10, kind: working\}'),
    (FIRM, 'B-4-4-2-b', r'禁入年数: \{value: 3, unit: 年'),
    (FIRM, 'B-4-4-1-d', r'陈述期工作日: \{value: 10'),
    (FIRM, 'B-4-4-2-a', r'处罚处理工作日: \{value: 5'),
    (FIRM, 'B-4-4-2-d', r'监测报告工作日: \{value: 5'),
    (FIRM, 'B-4-4-3-a', r'举报答复工作日: \{value: 30'),
]

# Where the number is the shape of a rule: pattern in rules.yaml.
RULES = [
    (STATION, 'A-17-4-b', r'指派律师数 = 1'),
    (STATION, 'A-17-5-b', r'约定收费 = 0'),
    (STATION, 'A-17-7', r'count\(当事人同意书\) >= 1 and 本会同意 = "同意"'),
    (STATION, 'A-17-11-b', r'date\(年度 \+ 1, 1, 15\)'),
    (FIRM, 'B-3-1-1-b', r'年份\(基准日\) - 1'),
    (FIRM, 'B-3-1-1-b', r'年份\(基准日\) - 2'),
]


def faults(root):
    for table, name in ((NUMBERS, 'pack.yaml'), (RULES, 'rules.yaml')):
        for pack, clause, pattern in table:
            text = (root / 'packs' / pack / name).read_text('utf-8')
            hits = list(re.finditer(pattern, text))
            if not hits:
                yield f'{pack}/{name}: no {pattern}'
            # the clause stands on the line, or soon after it
            elif not any(re.search(r'clause: ' + re.escape(clause) + r'\b',
                                   text[h.start():h.start() + 1200])
                         for h in hits):
                yield f'{pack}/{name}: {pattern} is not by {clause}'


def main():
    found = list(faults(pathlib.Path(sys.argv[1])))
    for f in found:
        print(f)
    print(f'{len(NUMBERS) + len(RULES)} numbers, {len(found)} faults')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
