"""Hard moments of a selection: two at once, the last place, what comes between
decision and publication, what those with an interest may not even count. Both
engines; everything by forms."""
import csv
import io
import re
import time

from case_application import PDF
from case_bodies import account, sql, write
from case_incident import STATE as SEEN, day, enter
from case_joint import CODE, FIRMS, apply, body, number
from case_joint import prepare as prepare_joint
from case_panel import SCORES, crawl, declare, give, person, there
from site_ import at_once, check

DEMO = True
NAMES = {'甲': '难一律师事务所', '乙': '难二律师事务所', '丙': '难三律师事务所',
         '丁': '难四律师事务所'}
AT = {}


def prepare(site):
    SEEN.clear()
    prepare_joint(site)
    site.run('user', 'add', 'centre2@example.com', '官员二', 'centre',
             stdin='wen-quan-2023-x\n')


def statuses(answers):
    return sorted(getattr(a, 'status', str(a)) for a in answers)


def number_of(site, table, where='1 = 1'):
    return int(sql(site, f'SELECT COUNT(*) FROM {table} WHERE {where}')[0][0])


def city_passes(site, names):
    city, ids = person(site, 'rong'), []
    for name in names:
        at = f'/body/files/{number(name)}'
        page = city.get(at).is_(200)
        marks = {n: 'yes' for n in page.form(at + '/marks').names
                 if n.startswith('mark')}
        page = city.send(page, marks, at + '/marks').is_(200)
        city.send(page, {'decision': 'pass', 'opinion': '同意上报'},
                  at + '/decide', files={'seal': ('章.pdf', PDF)}).is_(200)
        ids.append(number(name))
    page = city.get('/body').is_(200)
    city.send(page, {'ids': ids, 'sure': '1'}, '/body/forward').is_(200)


@there
def test_edited_while_it_is_looked_at(site):
    """Handed in is handed in; who takes it back while the city decides gets
    one of both, never half of each."""
    for name, kind, region, mail in (
            ('蓉律协', '市州律师协会', '510100', 'rong@example.com'),
            ('省行业党委', '省律师行业党委', '510000', 'party@example.com'),
            ('省律协', '省律师协会', '510000', 'bar@example.com')):
        body(site, name, kind, region, mail)
    for i, name in enumerate(NAMES.values()):
        apply(site, 861 + i, name, ['特色化'])
    v, at, number_ = FIRMS[NAMES['丁']]
    section = v.get(at).is_(200).page.links
    section = [s for s in section if '/sections/' in s]
    check(not section or v.get(section[0]).status in (200, 404, 409), section)
    a = v.post(f'{at}/sections/1', {'csrf': v.csrf(), '律所名称': '别的名称'})
    check(a.status in (404, 409), a.status)
    before = number_of(site, 'audit'), number_of(site, 'outbox')
    v.post(at + '/submit', {'csrf': v.csrf(), 'declare': '1'}).is_(200).has(
        '受理回执')
    check((number_of(site, 'audit'), number_of(site, 'outbox')) == before,
          'handed in once more')
    city = person(site, 'rong')
    page = city.get(f'/body/files/{number_}').is_(200)
    back = v.get(at + '/withdraw').is_(200)
    got = at_once(
        lambda: city.send(page, {'decision': 'return', 'opinion': '补盖章'},
                          f'/body/files/{number_}/decide'),
        lambda: v.send(back, {}, at + '/withdraw'))
    check(statuses(got) in ([200, 409], [200, 404], [200, 200]),
          statuses(got))
    state = sql(site, f'SELECT state FROM application WHERE id = {number_}')
    check(state[0][0] in ('WITHDRAWN', 'DRAFT'), state)
    moves = sql(site, "SELECT to_state FROM audit WHERE object_kind = "
                f"'application' AND object_id = {number_} ORDER BY id")
    check(moves[-1][0] == state[0][0], f'{moves} {state}')
    del FIRMS[NAMES['丁']]


@there
def test_a_member_submits_twice_at_once(site):
    city_passes(site, FIRMS)
    for i in range(1, 5):
        account(site, f'p{i}@example.com', f'评委{i}')
    c = person(site, 'centre')
    page = c.get('/desk/panels/new').is_(200)
    programme = re.search(r'<option value="(\d+)"[^>]*>专精特新', page.text)
    values = {'programme': programme.group(1), 'round': '1',
              'name': '初评小组', 'document_no': '川律〔2026〕2号'}
    c.send(page, {**values, 'members': 'p1@example.com\np2@example.com'},
           '/desk/panels/new').is_(422).has('3')
    page = c.send(page, {**values, 'members': 'p1@example.com\n'
                         'p2@example.com\np3@example.com'},
                  '/desk/panels/new').is_(200)
    AT['panel'] = re.search(r'/desk/panels/\d+', page.path).group(0)
    c.send(page, {}, AT['panel'] + '/assign').is_(200)
    p1, at = person(site, 'p1'), f"/panel/files/{number(NAMES['甲'])}"
    declare(p1, number(NAMES['甲'])).is_(200)
    page = p1.get(at).is_(200)
    for f in [f for f in page.page.forms if f.action == at + '/open']:
        p1.post(f.action, f.fields, follow=False)
    page = p1.get(at).is_(200)
    names = page.form(at + '/opinion').names
    values = {n: 'yes' for n in set(re.findall(
        r'type="radio"[^>]*name="([^"]+)"', page.text)) & names}
    values.update({n: 'RECOGNISE' for n in names if n == '特色化'})
    values.update({n: '80' for n in names if n in SCORES})
    values.update(vote='PASS', opinion='同意')
    got = at_once(*[
        lambda: p1.send(page, values, at + '/opinion',
                        button=('final', 'yes')) for _ in range(3)])
    check(statuses(got) == [200, 409, 409], [
        (a.status, a.words[-300:]) for a in got])
    final = number_of(site, 'audit', "event = 'submit-opinion'")
    check(final <= 1, f'{final} submissions in the audit')


@there
def test_a_panel_below_three(site):
    """Two of three step back: no result with one, a stand-in is needed."""
    n = number(NAMES['乙'])
    at = f'/panel/files/{n}'
    for key in ('p2', 'p3'):
        declare(person(site, key), n, 'yes', '曾任该所顾问').is_(200)
    give(person(site, 'p1'), n, 'PASS', more={'特色化': 'RECOGNISE'})
    s = person(site, 'secretariat')
    page = s.get(at).is_(200)
    a = s.post(at + '/conclude', {'csrf': s.csrf(), 'version': '1'})
    check(a.status == 409 and '3' in a.words, a.words[-400:])
    check(number_of(site, 'application', f"id = {n} AND state = 'EVALUATION'")
          == 1, 'a result with one member')
    page.has('回避')
    # The two are let in again by two officers: the panel is whole.
    for i, one in enumerate(('centre', 'centre2')):
        c = person(site, one)
        path = f'/desk/applications/{n}/interests'
        for row in sql(site, 'SELECT account_id FROM interest WHERE state '
                       "<> 'LIFTED' ORDER BY account_id"):
            page = c.get(path).is_(200)
            form = [f for f in page.page.forms if f.action == path + '/lift'
                    and ('account', row[0]) in f.fields][0]
            reason = [k for k in form.names if k.startswith('reason.')]
            c.post(path + '/lift', [
                f for f in form.fields if f[0] not in reason] + [
                (k, '已核实，仅一次咨询') for k in reason]).is_(200)


@there
def test_two_officers_one_line(site):
    for name in FIRMS:
        for i in range(1, 4):
            p = person(site, f'p{i}')
            if '已提交意见' not in p.get(
                    f'/panel/files/{number(name)}').words:
                give(p, number(name), 'PASS', more={'特色化': 'RECOGNISE'})
        s = person(site, 'secretariat')
        page = s.get(f'/panel/files/{number(name)}').is_(200)
        s.send(page, {}, f'/panel/files/{number(name)}/conclude').is_(200)
    one, two = person(site, 'centre'), person(site, 'centre2')
    at = f"/desk/decisions/{number(NAMES['甲'])}/lines/1"
    pages = [p.get(at).is_(200) for p in (one, two)]
    got = at_once(
        lambda: one.send(pages[0], {'outcome': 'RECOGNISE', 'document_no':
                                    '会1号'}, at + '/decide'),
        lambda: two.send(pages[1], {'outcome': 'REJECT', 'reason': '不突出',
                                    'document_no': '会2号'}, at + '/decide'))
    check(statuses(got) == [200, 409], statuses(got))
    check(number_of(site, 'audit', "event = 'decide-line'") == 1, 'both count')
    # Whichever it was: it goes back and is recognised.
    file = f"/desk/decisions/{number(NAMES['甲'])}"
    page = one.get(file).is_(200).has('已决定，待发布')
    old = dict(page.form(file + '/reopen').fields)
    one.send(page, {'reason': ''}, file + '/reopen').is_(422).has('理由')
    if 'RECOGNISE' in str(sql(site, 'SELECT decision FROM decision_line')):
        got = at_once(*[
            lambda w=w: w.post(file + '/reopen', {
                **old, 'csrf': w.csrf(), 'reason': '重新核对'})
            for w in (one, two)])
        check(statuses(got) == [200, 409], statuses(got))
        check(places(site) == 0, 'the place is not free')
    else:
        one.post(file + '/reopen', {**old, 'reason': '重新核对'}).is_(200)
    one.send(one.get(at).is_(200), {'outcome': 'RECOGNISE', 'document_no':
                                    '会3号', 'reason': '核对无误'},
             at + '/decide').is_(200)
    check(places(site) == 1, 'no place taken')


def quota(site):
    """Of the year of the round."""
    year = time.gmtime(time.time() + 8 * 3600).tm_year
    return [q for q in sql(site, 'SELECT quota, used FROM quota_use')
            if str(year) in q[0] or '〇' in q[0]]


def places(site):
    rows = quota(site)
    return int(rows[0][1]) if rows else 0


@there
def test_the_last_place_goes_to_one(site):
    """One place is left; two officers recognise two firms at once."""
    c = person(site, 'centre')
    words = c.get('/desk/quotas').is_(200).words
    year = time.gmtime(time.time() + 8 * 3600).tm_year
    limit = int(re.search(rf'{year}年名额 1/(\d+)', words).group(1))
    write(site, f'UPDATE quota_use SET used = {limit - 1} WHERE quota = '
          f"'{quota(site)[0][0]}'")
    people = [person(site, 'centre'), person(site, 'centre2')]
    ats = [f'/desk/decisions/{number(NAMES[k])}/lines/1' for k in '乙丙']
    pages = [v.get(a).is_(200).has('剩余') for v, a in zip(people, ats)]
    got = at_once(*[
        lambda v=v, a=a, p=p: v.send(p, {
            'outcome': 'RECOGNISE', 'document_no': '会4号'}, a + '/decide')
        for v, a, p in zip(people, ats, pages)])
    check(statuses(got) == [200, 409], statuses(got))
    [a for a in got if a.status == 409][0].has(
        f'{limit}/{limit}', '突破名额')
    check(places(site) == limit, quota(site))
    AT['late'] = [k for k, a in zip('乙丙', got) if a.status == 409][0]
    # Asked for beyond the quota by one, agreed to by both at once: once.
    at = ats['乙丙'.index(AT['late'])]
    page = c.get(at).is_(200).has('突破名额')
    c.send(page, {'override_no': '领〔2026〕1号', 'override_reason': '典型'},
           at + '/override').is_(200)
    c.post('/desk/overrides/' + sql(site, 'SELECT id FROM quota_override')[
        0][0], {'csrf': c.csrf(), 'agree': '1'}).is_(403)
    v = person(site, 'centre2')
    page = v.get('/desk/quotas').is_(200)
    form = page.form(r'/desk/overrides/\d+')
    got = at_once(*[lambda: v.post(form.action, form.fields + [
        ('agree', '1')]) for _ in range(2)])
    check(statuses(got) == [200, 409], statuses(got))
    check(places(site) == limit + 1, quota(site))
    AT['limit'] = limit


@there
def test_no_count_for_who_keeps_away(site):
    """Neither the number of places nor whether a draft is there."""
    site.run('user', 'add', 'away@example.com', '避官', 'centre',
             stdin='wen-quan-2023-x\n')
    v = person(site, 'away')
    shown = f"{AT['limit'] + 1}/{AT['limit']}"
    v.get('/desk/quotas').is_(200).has(shown)
    page = v.get('/ties').is_(200)
    v.send(page, {'relation': 'UNIT', 'value': NAMES['甲']}, '/ties').is_(200)
    crawl(v, ['/desk', '/desk/decisions', '/desk/quotas', '/desk/audit.csv',
              '/desk/publications', '/statistics'],
          (shown, NAMES['甲'], number(NAMES['甲'])))
    v.get('/desk/quotas').is_(200).has('因回避不显示')
    v.get(f"/desk/decisions/{number(NAMES['丙'])}/lines/1").is_(200).has(
        '因回避不显示')
    v.post('/desk/publications', {'csrf': v.csrf(), 'round': '1', 'kind':
                                  'RESULT'}).is_(403).has('应回避')
    v.post(f"/desk/decisions/{number(NAMES['甲'])}/reopen", {
        'csrf': v.csrf(), 'reason': '试', 'version': '1'}).is_(404)
    # Everybody's figures tell no step of a single file.
    words = site.visitor().get(f'/statistics?programme={CODE}').is_(200).words
    check('待公布' not in words and '评审中' not in words, words)


@there
def test_a_penalty_before_the_publication(site):
    c, party = person(site, 'centre'), person(site, 'party')
    page = c.get('/desk/publications').is_(200)
    page = c.send(page, {'kind': 'RESULT'}, '/desk/publications').is_(200)
    at = re.search(r'/publications/\d+', page.path).group(0)
    enter(site, subject=NAMES['甲'], doc_no='示司罚2号', decided=day(1)).is_(200)
    page = party.get('/body' + at).is_(200).has('暂缓发布', '重新汇总后再签署')
    party.send(page, {}, f'/body{at}/sign').is_(409).has(
        NAMES['甲'], '处罚', '重新汇总')
    page = c.get('/desk' + at).is_(200).has('暂缓发布', '处罚')
    c.send(page, {}, f'/desk{at}/refresh').is_(200)
    page = c.get('/desk' + at).is_(200).has('暂缓发布', '退回重新决定')
    check(f"1. {NAMES['甲']}" not in page.words, 'it is in the draft')
    party.send(party.get('/body' + at), {}, f'/body{at}/sign').is_(200)
    # Signed twice at once by the last body: published once.
    bar = person(site, 'bar')
    page = bar.get('/body' + at).is_(200)
    form = page.form(f'/body{at}/sign')
    got = at_once(*[lambda: bar.post(form.action, form.fields)
                    for _ in range(2)])
    check(statuses(got)[0] == 200 and statuses(got)[1] in (403, 404, 409),
          statuses(got))
    check(number_of(site, 'accreditation') == 2, 'not two titles')
    words = site.visitor().get(at).is_(200).words
    check(NAMES['甲'] not in words and NAMES['乙'] in words, words)
    # Back to the leading group, and refused with reasons.
    file = f"/desk/decisions/{number(NAMES['甲'])}"
    page = c.get(file).is_(200).has('不能发布', '处罚')
    before = places(site)
    c.send(page, {'reason': '公布前受处罚'}, file + '/reopen').is_(200)
    check(places(site) == before - 1, 'its place is not free')
    page = c.get(file + '/lines/1').is_(200)
    c.send(page, {'outcome': 'RECOGNISE', 'document_no': '会5号'},
           file + '/lines/1/decide').is_(409).has('处罚')
    c.send(page, {'outcome': 'REJECT', 'document_no': '会5号', 'reason':
                  '公布前受行政处罚'}, file + '/lines/1/decide').is_(200)


@there
def test_forged_decisions(site):
    """What no form offers: each is refused in words, nothing changes."""
    c = person(site, 'centre')
    n = number(NAMES['甲'])
    before = sql(site, 'SELECT subject_id, category, decision, reason FROM '
                 'decision_line ORDER BY subject_id')
    token = c.csrf()
    base = {'csrf': token, 'version': '1', 'outcome': 'RECOGNISE',
            'document_no': '会'}
    for path, values, want in (
            (f'/desk/decisions/{n}/lines/1/decide', {}, (409,)),
            (f'/desk/decisions/{n}/lines/2/decide', {}, (404,)),
            (f'/desk/decisions/{n}/lines/0/decide', {}, (404,)),
            (f'/desk/decisions/{n}/lines/-1/decide', {}, (404,)),
            (f'/desk/decisions/{n}/lines/99999999999999999999/decide', {},
             (404,)),
            ('/desk/decisions/1/lines/1/decide', {}, (404,)),
            (f'/desk/decisions/{n}/lines/1/decide', {'outcome': 'ALL'},
             (409, 422)),
            (f'/desk/decisions/{n}/lines/1/decide', {'decided': '2026-02-30'},
             (422,)),
            (f'/desk/decisions/{n}/lines/1/override', {
                'override_no': '甲', 'override_reason': '乙'}, (409,)),
            (f'/desk/decisions/{n}/lines/1/propose', {}, (409,)),
            (f'/desk/decisions/{n}/reopen', {'reason': '甲' * 2001},
             (409, 422)),
            (f'/desk/decisions/{n}/reopen', {'reason': '甲', 'version':
                                             '-9223372036854775809'}, (409,)),
            ('/desk/overrides/1', {'agree': '1'}, (404,)),
            ('/desk/publications', {'round': '999', 'kind': 'RESULT'}, (404,)),
            ('/desk/publications', {'round': 'x', 'kind': 'RESULT'}, (422,)),
            ('/desk/publications/1/refresh', {}, (404,)),
            ('/body/publications/1/sign', {}, (403,)),
            (f'/panel/files/{n}/conclude', {}, (403, 404, 409))):
        a = c.post(path, {**base, **values})
        check(a.status in want, f'{path} {str(values)[:60]}: {a.status}')
    # Those who may read may not decide; firms may neither.
    s, firm = person(site, 'secretariat'), FIRMS[NAMES['乙']][0]
    for v in (s, firm, person(site, 'party')):
        for path in (f'/desk/decisions/{n}/lines/1/decide',
                     f'/desk/decisions/{n}/reopen',
                     '/desk/notices/1/entries/1'):
            a = v.post(path, {**base, 'csrf': v.csrf(), 'reason': '试'})
            check(a.status == 403, f'{path}: {a.status}')
    after = sql(site, 'SELECT subject_id, category, decision, reason FROM '
                'decision_line ORDER BY subject_id')
    check(before == after, 'a forged post changed a decision')


@there
def test_what_is_typed_stays_text(site):
    """Neither markup on a page nor a formula in a workbook or CSV."""
    evil = '=HYPERLINK("h")<script>alert(1)</script>所'
    apply(site, 881, evil, ['特色化'])
    del FIRMS[evil]
    raw = '<script>alert'
    for key in ('centre', 'rong', 'auditor', 'admin'):
        crawl(person(site, key), ['/desk', '/body', '/desk/applications',
                                  '/desk/audit.csv', '/desk/interests'],
              (raw,), r'.*\.(xlsx|csv|pdf)')
    for key, path in (('auditor', '/desk/audit.csv'),
                      ('centre', f'/desk/holders.csv?programme={CODE}')):
        a = person(site, key).get(path).is_(200)
        cells = [c for row in csv.reader(io.StringIO(
            a.body.decode('utf-8-sig'))) for c in row]
        check(len(cells) > 8, path)
        check(not [c for c in cells if c and c[0] in '=@'], path)
