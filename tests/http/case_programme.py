"""A station from its application to the warning, as people do it: by forms.

On the demo's data: a summary table with three bad rows comes back marked; a
station applies, is asked for a supplement and gives it; the notice shows its
days and an objection holds up one entry only; a certificate is issued and
verified; a diary is confirmed by the enterprise; after six idle months the
warning comes. In between the server is killed: what was said to be received is
there.
"""
import json
import pathlib
import re
import urllib.parse

import book
from site_ import check, wait_until

DEMO = True
DEMO_PASSWORD = 'demo-2026-mingce'
PDF = (b'%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n'
       b'2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n'
       b'trailer\n<</Root 1 0 R>>\n%%EOF\n')
ROOT = pathlib.Path(__file__).resolve().parents[2]
kept = {}  # what one step leaves for the next


def prepare(site):
    site.run('demo')


def officer(site, name):
    v = site.visitor()
    v.sign_in(f'{name}@demo.example', DEMO_PASSWORD)
    check('mc_s' in v.cookies, f'{name} is not signed in')
    return v


def typed(name, value):
    """A value of the record as a browser would type it."""
    if isinstance(value, bool):
        return [(name, '1' if value else '0')]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [pair for i, row in enumerate(value)
                for k, v in row.items() if v is not None
                for pair in typed(f'{name}[{i}].{k}', v)]
    if isinstance(value, list):
        return [(name, v) for v in value]
    return [(name, str(value))]


def fill_section(v, url, answers):
    page = v.get(url).is_(200)
    form = page.form(r'.*/sections/.*')
    pairs = [(k, x) for k, x in form.fields
             if k not in answers and '[' not in k]
    for k, x in answers.items():
        # Those of other sections do no harm: the server knows its fields.
        pairs += typed(k, x)
    files = [(n, '材料.pdf', PDF) for n in form.names
             if re.search(rf'type="file" id="[^"]*" name="{re.escape(n)}"',
                          page.text)]
    return v.post(form.action, pairs, files)


def apply(site, seed):
    v = site.visitor()
    v.sign_up(seed)
    page = v.get('/mine/start/sme-volunteer-station').is_(200)
    page = v.send(page, {}, r'/mine/start/.*').is_(200)
    base = page.path.split(' ')[1].split('?')[0]
    answers = json.loads((ROOT / 'data/demo/organisation.json').read_text(
        encoding='utf-8'))
    answers = {k: x for k, x in answers.items() if x != ''}
    answers['所在地区'] = '510100'
    for url in dict.fromkeys(x for x in page.page.links if '/sections/' in x):
        fill_section(v, url, answers).is_(200)
    page = v.get(base + '/check').is_(200)
    page = v.send(page, {'declare': '1'}, base + '/submit')
    check(page.status == 200, re.findall(
        r'<li><a href="#[^"]*">[^<]*</a>', page.text) or page.words[-800:])
    number = re.search(r'SB-[A-Z]+-\d{4}-\d+', page.words)
    check(number, page.words)
    return v, base, number.group(0)


def received(v, base):
    """Number and time of the receipt."""
    words = v.get(base + '/receipt').is_(200).words
    number = re.search(r'SB-[A-Z]+-\d{4}-\d+', words)
    # The banner has the demo's clock; the receipt's time stands by the number.
    time = re.search(r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d',
                     words[number.end():])
    return number.group(0), time.group(0)


def test_summary_table_comes_back_marked(site):
    v = officer(site, 'recommender')
    page = v.get('/desk/direct/new').is_(200)
    template = v.get(page.link(r'/desk/direct/template\.xlsx\?programme=\d+')
                     ).is_(200)
    check('序号' in book.texts(template.body), 'the template has no head')
    rows = [['中小企业志愿服务工作站汇总表'], ['填写单位：示例服务中心'],
            ['联系人：示例乙'], ['联系电话：13000008000'],
            ['序号', '单位名称', '地址', '联系人', '联系电话']]
    for i, name in enumerate('甲乙丙丁戊己庚辛'):
        rows.append([i + 1, f'四川路演{name}服务有限公司',
                     f'成都市示例路{i + 1}号', '示例丙', f'1300000820{i}'])
    rows[7][4] = '1300'
    rows[9][3] = ''
    rows[11][1] = '四川路演甲服务有限公司'
    page = v.send(page, {}, '/desk/direct/new', files={
        'table': ('附件3.xlsx', book.write(rows))}).is_(200)
    base = page.path.split(' ')[1].split('?')[0]
    check(re.fullmatch(r'/desk/direct/\d+', base), page.path)
    marked = book.texts(v.get(base + '/errors.xlsx').is_(200).body)
    for said in ('应为 11 位，现为 4 位', '未填写“联系人”', '重复'):
        check(sum(said in t for t in marked) == 1, (said, marked))
    check('成都市示例路1号' in marked or '成都市示例路3号' in marked, marked)


def test_station_applies(site):
    kept['one'] = apply(site, 8001)
    kept['two'] = apply(site, 8002)
    v, base, number = kept['one']
    kept['receipt'] = received(v, base)
    check(kept['receipt'][0] == number, kept['receipt'])


def test_received_survives_a_kill(site):
    site.kill()
    site.start()
    v, base, _ = kept['one']
    check(received(v, base) == kept['receipt'], 'the receipt changed')


def test_files_of_others_are_hidden(site):
    _, base, _ = kept['one']
    stranger = site.visitor()
    stranger.sign_up(8003)
    for url in (base, base + '/receipt', base + '/print'):
        stranger.get(url).is_(404)
    page = kept['one'][0].get(base + '/print').is_(200)
    links = [x for x in page.page.links if x.startswith('/files/')]
    section = kept['one'][0].get(base).page.links
    for x in links + [y for y in section if y.startswith('/files/')]:
        stranger.get(x).is_(404)


def review(site, which, supplement):
    v, base, _ = kept[which]
    number = base.rsplit('/', 1)[1]
    desk = f'/desk/applications/{number}'
    s = officer(site, 'secretariat')
    page = s.get(desk).is_(200)
    page = s.send(page, {}, desk + '/take').is_(200)
    if supplement:
        name = re.search(r'<label for="(reason\d+)">场所和设施照片',
                         page.text).group(1)
        fields = {name: '照片不清晰，请重新拍摄'}
        page = s.send(page, fields, desk + '/supplement').is_(200)
        mine = v.get(base).is_(200).has('补正')
        url = next(x for x in mine.page.links if '/sections/' in x and
                   '场所' in urllib.parse.unquote(x))
        fill_section(v, url, {}).is_(200)
        page = v.get(base + '/check').is_(200)
        v.send(page, {'declare': '1'}, base + '/submit').is_(200)
        page = s.get(desk).is_(200)
    marks = {n: 'yes' for n in page.form(desk + '/marks').names
             if n.startswith('mark')}
    page = s.send(page, marks, desk + '/marks').is_(200)
    page = s.send(page, {'conclusion': 'pass'}, desk + '/propose').is_(200)
    c = officer(site, 'centre')
    page = c.get(desk).is_(200)
    c.send(page, {'conclusion': 'agree'}, desk + '/confirm').is_(200)


def test_review_with_a_supplement(site):
    review(site, 'one', True)


def test_review_of_another(site):
    review(site, 'two', False)


def test_notice_shows_its_days(site):
    c = officer(site, 'centre')
    page = c.get('/desk/notices/new?programme=sme-volunteer-station').is_(200)
    page = c.send(page, {}, '/desk/notices/new').is_(200)
    number = re.search(r'/(\d+)(\?|$)', page.path).group(1)
    kept['notice'] = f'/notices/{number}'
    kept['desk notice'] = f'/desk/notices/{number}'
    public = site.visitor().get(kept['notice']).is_(200)
    public.has('演示单位8001', '演示单位8002', '期限怎样计算')
    check('13000008001' not in public.text, 'a mobile number is public')


def test_objection_holds_up_one_entry(site):
    v = site.visitor()
    page = v.get(kept['notice'])
    row = re.search(r'<tr>(?:(?!</tr>).)*演示单位8002(?:(?!</tr>).)*</tr>',
                    page.text, re.S).group(0)
    link = re.search(r'href="([^"]+/objections/\d+)"', row).group(1)
    form = v.get(link).is_(200)
    names = form.form().names
    values = {'facts': '反映该单位所列场所面积与实际不符，附现场照片',
              'objector': '示例戊', 'contact': '13000009001'}
    values = {k: x for k, x in values.items() if k in names}
    v.send(form, values, form.form().action).is_(200)


def move_clock(site, days):
    v = site.visitor()
    page = v.get('/demo').is_(200)
    v.send(page, {'days': str(days)}, '/demo/clock').is_(200)


def test_certificate_is_issued_and_verified(site):
    move_clock(site, 12)
    c = officer(site, 'centre')
    page = c.get(kept['desk notice']).is_(200)
    c.send(page, {}, kept['desk notice'] + '/grant').is_(200)
    v = kept['one'][0]
    v.sign_in('13000008001')
    page = v.get('/mine/holdings').is_(200)
    holding = page.link(r'/mine/holdings/\d+')
    kept['holding'] = holding
    page = v.get(holding).is_(200).has('有效')
    number = re.search(r'ZYGZZ-\d{4}-\d+', page.words).group(0)
    v.send(page, {}, holding + '/certificate').is_(200)
    pdf = v.get(holding + '/certificate.pdf').is_(200)
    check(pdf.body.startswith(b'%PDF-'), pdf.body[:20])
    code = re.search(r'校验码 ?([0-9A-Z]{6,})', page.words).group(1)
    site.visitor().get(f'/verify?number={number}&code={code}').is_(200).has(
        '演示单位8001', '有效')
    # The other one waits for its objection.
    w = kept['two'][0]
    w.sign_in('13000008002')
    check(not re.search(r'ZYGZZ-', w.get('/mine/holdings').words),
          'the entry under objection was granted')


def test_diary_is_confirmed_by_the_enterprise(site):
    v = kept['one'][0]
    page = v.get('/mine/diary/new').is_(200)
    today = re.search(r'演示时间：(\d{4}-\d\d-\d\d)', page.words).group(1)
    # Today, shortly after midnight, so that it is over whenever this runs.
    pairs = [(k, x) for k, x in page.form('/mine/diary/new').fields
             if '[' not in k and k not in (
                 '服务日期', '开始时间', '结束时间', '服务内容', '收费金额')]
    pairs += [('服务日期', today), ('开始时间', today + ' 00:00'),
              ('结束时间', today + ' 00:01'), ('日记服务方式', '线上'),
              ('日记服务类型', '咨询'), ('服务企业[0].企业名称', '示例客户公司'),
              ('服务内容', '讲解融资政策'), ('收费金额', '0'), ('企业意愿', '1')]
    page = v.post('/mine/diary/new', pairs, []).is_(200)
    entry = page.path.split(' ')[1].split('?')[0]
    if entry == '/mine/diary':
        entry = page.link(r'/mine/diary/\d+')
        page = v.get(entry).is_(200)
    page = v.send(page, {}, entry + '/link', button=('n', '1')).is_(200)
    link = re.search(r'/confirm/[0-9A-Za-z]+', page.text).group(0)
    enterprise = site.visitor()
    form = enterprise.get(link).is_(200).has('示例客户公司')
    enterprise.send(form, {'rating': '5'}, link,
                    button=('was_here', '1')).is_(200)
    v.get(entry).is_(200).has('5')
    enterprise.get(link).has('已收到贵单位的反馈')


def test_six_idle_months_bring_the_warning(site):
    v = kept['one'][0]
    move_clock(site, 200)

    def warned():
        v.sign_in('13000008001')
        return '警告' in v.get(kept['holding']).words
    wait_until(warned, 150)
