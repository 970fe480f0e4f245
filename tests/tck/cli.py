#!/usr/bin/env python3
"""mingce dmn and mingce feel from outside, on made-up models.

Usage: cli.py MINGCE
"""
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

MODEL = '''<definitions name="m" namespace="urn:m"
 xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/">
<import name="b" namespace="urn:b" locationURI="sub/base.dmn"
 importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
<inputData name="on day" id="i"><variable name="on day" typeRef="date"/>
</inputData>
<decision name="year" id="y"><variable name="year"/>
<informationRequirement><requiredInput href="#i"/></informationRequirement>
<informationRequirement><requiredDecision href="urn:b#k"/>
</informationRequirement>
<literalExpression><text>on day.year + b.one</text></literalExpression>
</decision>
<businessKnowledgeModel name="twice" id="t"><encapsulatedLogic>
<formalParameter name="x"/><literalExpression><text>x * 2</text>
</literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision name="fourfold" id="f"><knowledgeRequirement>
<requiredKnowledge href="#t"/></knowledgeRequirement>
<literalExpression><text>twice(twice(5))</text></literalExpression></decision>
<decision name="java" id="j"><context><contextEntry><variable name="f"/>
<functionDefinition kind="Java"/></contextEntry><contextEntry>
<literalExpression><text>f()</text></literalExpression></contextEntry>
</context></decision>
<decision name="risk" id="r"><variable name="risk"/>
<informationRequirement><requiredDecision href="#y"/></informationRequirement>
<decisionTable><input><inputExpression><text>year</text></inputExpression>
</input><output/>
<rule><inputEntry><text>&lt; 2020</text></inputEntry>
<outputEntry><text>"old"</text></outputEntry></rule>
<rule><inputEntry><text>&gt;= 2020</text></inputEntry>
<outputEntry><text>"new"</text></outputEntry></rule>
</decisionTable></decision></definitions>'''
BASE = '''<definitions name="b" namespace="urn:b"
 xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/">
<decision name="one" id="k"><literalExpression><text>1</text>
</literalExpression></decision></definitions>'''
TESTS = '''<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:xsd="http://www.w3.org/2001/XMLSchema"><modelName>m.dmn</modelName>
<testCase id="good"><inputNode name="on day">
<value xsi:type="xsd:date">2021-03-04</value></inputNode>
<resultNode name="year" type="decision"><expected>
<value xsi:type="xsd:decimal">2022.000000001</value></expected></resultNode>
</testCase>
<testCase id="imported"><resultNode name="one" namespace="urn:b"><expected>
<value xsi:type="xsd:decimal">1</value></expected></resultNode></testCase>
<testCase id="wrong"><resultNode name="one" namespace="urn:b"><expected>
<value xsi:type="xsd:string">1 &lt; 2</value></expected></resultNode>
</testCase>
<testCase id="null"><resultNode name="year" errorResult="true"/></testCase>
<testCase id="gone"><resultNode name="nowhere"><expected>
<value xsi:nil="true"/></expected></resultNode></testCase>
<testCase id="java"><resultNode name="java"><expected>
<value xsi:type="xsd:decimal">1</value></expected></resultNode></testCase>
</testCases>'''


class Check:
    def __init__(self, mingce):
        self.mingce = os.path.abspath(mingce)
        self.passed = self.failed = 0

    def run(self, *args):
        return subprocess.run([self.mingce, *args], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)

    def that(self, holds, what, run=None):
        if holds:
            self.passed += 1
            return
        self.failed += 1
        print(f'FAILED: {what}')
        if run is not None:
            print(run.returncode, run.stdout, run.stderr, sep='\n')


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)
    return path


def check_kit(c, folder):
    case = os.path.join('compliance-level-3', '0001-made-up')
    write(folder, os.path.join(case, 'm.dmn'), MODEL)
    write(folder, os.path.join(case, 'sub', 'base.dmn'), BASE)
    write(folder, os.path.join(case, '0001-made-up-test-01.xml'), TESTS)
    table = os.path.join(folder, 'r.csv')
    junit = os.path.join(folder, 'r.xml')
    r = c.run('dmn', 'tck', folder, '--csv', table, '--junit', junit)
    lines = r.stdout.splitlines()
    c.that(r.returncode == 1, 'a failed case: exit status 1', r)
    c.that(lines[0] == 'compliance-level-3/0001-made-up 3/6',
           'a line per folder', r)
    c.that(lines[-1] == '3 passed, 3 failed', 'the last line', r)
    c.that(any('wrong one: expected "1 < 2", actual 1' in x for x in lines),
           'expected and actual', r)
    c.that(any(x.startswith('  FAIL 0001-made-up-test-01 gone nowhere')
               for x in lines), 'a missing node fails', r)
    c.that(any('java [external function]' in x for x in lines),
           'external functions are named so', r)
    with open(table, encoding='utf-8') as f:
        rows = f.read().splitlines()
    c.that(rows[0] == '"compliance-level-3/0001-made-up",'
           '"0001-made-up-test-01","good","SUCCESS",""', 'the csv', r)
    c.that(rows[2].split(',')[3] == '"ERROR"' and '""1 < 2""' in rows[2],
           'an error in the csv', r)
    suite = ET.parse(junit).getroot().find('testsuite')
    c.that(suite.get('tests') == '6' and suite.get('failures') == '3',
           'the JUnit file', r)
    r = c.run('dmn', 'tck', os.path.join(folder, 'sub'))
    c.that(r.returncode == 3, 'no such folder', r)
    r = c.run('dmn', 'tck', os.path.join(folder, case))
    c.that(r.returncode == 3 and 'compliance-level' in r.stderr,
           'a folder without cases', r)


def check_run(c, folder):
    model = write(folder, 'm.dmn', MODEL)
    write(folder, os.path.join('sub', 'base.dmn'), BASE)
    given = write(folder, 'in.json', '{"on day": "2021-03-04"}')
    r = c.run('dmn', 'run', model, '--decision', 'risk', '--input', given)
    c.that(r.stdout == '"new"\n' and r.returncode == 0, 'dmn run', r)
    r = c.run('dmn', 'run', model, '--decision', 'risk')
    c.that(r.stdout == 'null\n  missing: on day\n', 'a missing input', r)
    r = c.run('dmn', 'run', model, '--decision', 'risk', '--input', given,
              '--explain')
    c.that('命中' in r.stdout and 'on day.year + b.one' in r.stdout,
           'the row hit and how its input came about', r)
    r = c.run('dmn', 'run', model, '--decision', 'risk', '--input', given,
              '--explain', '--json')
    c.that(json.loads(r.stdout)['kind'] == 'table', 'explained as JSON', r)
    r = c.run('dmn', 'run', model, '--decision', 'fourfold', '--explain')
    c.that(r.stdout.count('x * 2') == 2 and '20' in r.stdout,
           'the calls of a knowledge model', r)
    r = c.run('dmn', 'run', model, '--decision', 'nowhere')
    c.that(r.returncode == 3 and 'risk' in r.stderr, 'no such decision', r)
    bad = write(folder, 'bad.dmn', MODEL.replace('#i', '#none'))
    r = c.run('dmn', 'run', bad, '--decision', 'risk')
    c.that(r.returncode == 3 and 'bad.dmn:8:' in r.stderr,
           'line and column of a bad reference', r)


def check_feel(c, folder):
    facts = write(folder, 'facts.json',
                  '{"a b": {"c d": 2}, "at": "@\\"2021-03-04\\""}')
    r = c.run('feel', 'for i in 1..60 return [partial[-1], partial[-1]]',
              '--json')
    c.that(r.returncode == 3 and r.stdout == '' and '上限' in r.stderr,
           'a value too large for JSON', r)
    r = c.run('feel', '1/3 + 0.5')
    c.that(r.stdout.startswith('0.8333333333333333333333333333333333'),
           'a number', r)
    r = c.run('feel', 'a b.c d * 2 + at.year', '--context', facts)
    c.that(r.stdout == '2025\n', 'names with spaces, a date', r)
    r = c.run('feel', '[1, "x", at, {k: null}]', '--context', facts, '--json')
    c.that(json.loads(r.stdout) == [1, 'x', '2021-03-04', {'k': None}],
           'as JSON', r)
    r = c.run('feel', 'x > 1 and y', '--context', facts)
    c.that(r.stdout == 'null\n  missing: x\n  missing: y\n',
           'missing facts are named', r)
    r = c.run('feel', 'if x > 1 then "p" else "q"', '--explain')
    c.that('x' in r.stdout and '缺少' in r.stdout, 'explained', r)
    r = c.run('feel', '1 +')
    c.that(r.returncode == 3 and '1:4' in r.stderr, 'a mistake', r)
    c.that(c.run('feel').returncode == 2, 'usage')


def main():
    c = Check(sys.argv[1])
    for check in (check_kit, check_run, check_feel):
        with tempfile.TemporaryDirectory(prefix='mingce-dmn-') as folder:
            check(c, folder)
    print(f'{c.passed} passed, {c.failed} failed')
    return 1 if c.failed else 0


if __name__ == '__main__':
    sys.exit(main())
