"""An applicant's way from the guide to the receipt, without script."""
import json
import re
import sqlite3
import subprocess
import time

from site_ import Site, check, credit_code

DEMO = True
PDF = b'%PDF-1.7\nsmall'
PNG = b'\x89PNG\r\n\x1a\nsmall'
STATION = 'sme-volunteer-station'
STATE = {}


def prepare(site):
    """One round of each programme, open for a week."""
    Site.init(site)
    now = int(time.time() * 1e6)
    text = ''.join(
        f"INSERT INTO round SELECT {i}, id, '第一批', {now - 10**9}, "
        f"{now + 7 * 86400 * 10**6}, NULL, '', '业务处', '010-00000000', '', "
        f"pack_hash, 'OPEN', 1 FROM programme WHERE code = '{code}';\n"
        for i, code in ((1, STATION), (2, 'sme-volunteer-expert')))
    if site.engine == 'sqlite':
        db = sqlite3.connect(site.db.removeprefix('sqlite:'))
        db.executescript(text)
        db.close()
    else:
        subprocess.run(['psql', '-qAt', site.db, '-c', text], check=True)


def section(v, name, values, files=None, button=None, rows=()):
    """Fills in a section; rows are (name, value) pairs of table cells."""
    path = f"{STATE['at']}/sections/{name}"
    page = v.get(url(path)).is_(200)
    form = page.form(url(path))
    values = dict(values)
    pairs = [(k, x) for k, x in form.fields
             if k not in values and '[' not in k]
    pairs += list(values.items()) + list(rows)
    if button:
        pairs.append(button)
    return v.post(url(path), pairs, files or [])


def url(path):
    import urllib.parse
    return urllib.parse.quote(path, safe='/?=&')


def version(page):
    return dict(page.form().fields)['version']


def test_could_we_without_account(site):
    v = site.visitor()
    page = v.get(f'/check/{STATION}').is_(200)
    answers = {'具有独立法人资格': '1', '成立日期': '2018-05-01',
               '具有成熟服务模式': '1', '具有活动举办经验': '0',
               '上年服务中小企业数': '149', '专职人员': '9',
               '志愿服务方案或管理制度': '1', '志愿服务专人': '1',
               '志愿服务经验和成果': '1'}
    page = v.send(page, answers).is_(200)
    page.has('专职人员数 9 < 最低专职人员数 10，还差 1 人',
             '上年服务中小企业数（家） 149', '还差 1 家')
    # What would change it, and every step with its value, without script.
    page.has('怎样才能符合', '以下各项都需要：',
             '专职人员数 9，还差 1 人（应 ≥ 10）', '逐步计算过程和用到的事实',
             '加年(成立日期, 成立年限) 2020-05-01', '决定结果', '不影响结果')
    check('<details class="way"><summary>' in page.text, 'steps not folded')
    check('由审核人认定' in page.words, 'where a fact belongs is not told')
    # Short of time only: the day from which on it holds.
    today = time.gmtime(time.time() + 8 * 3600)
    page = v.send(page, {**answers,
                         '成立日期': f'{today.tm_year - 1}-01-15'}).is_(200)
    page.has(f'{today.tm_year + 1}-01-15 起满足', '（其他条件不变）')
    v.send(page, {**answers, '成立日期': '2021-02-30'}).is_(422)


def test_start_needs_the_right_subject(site):
    v = site.visitor()
    v.sign_up(301)
    STATE['v'] = v
    page = v.get(f'/mine/start/{STATION}').is_(200).has('开始之前请准备')
    page = v.send(page, {}).is_(200).has('单位基本情况', '未开始')
    STATE['at'] = re.search(r'/applications/\d+', page.path).group(0)
    v.get('/mine').is_(200).has('草稿', '继续填写')
    # A second one is refused, and says which is open.
    page = v.get(f'/mine/start/{STATION}')
    v.send(page, {}).is_(409).has('尚未提交')
    v.get('/mine/start/sme-volunteer-expert').has('个人')


def test_what_is_typed_is_never_lost(site):
    v = STATE['v']
    basic = {'单位名称': '示例"<b>公司', '统一社会信用代码': '12345',
             '具有独立法人资格': '1', '成立日期': '2018-05-20',
             '单位类别': '专业化服务商', '所在地区': '500103',
             '详细地址': '示例路1号', '法定代表人': '示例甲'}
    page = section(v, '单位基本情况', basic, [('法人证书', '证.pdf', PDF)])
    page.is_(200).has('18 位，现为 5 位', '证.pdf')
    check('<b>公司' not in page.text, 'typed HTML came back as HTML')
    check('12345' in page.text, 'the wrong code is gone')
    # Not a file of the accepted kinds: said, and the rest stays typed.
    page = section(v, '单位基本情况', {'详细地址': '新路2号'},
                   [('法人证书', '坏.pdf', b'<html>')])
    page.is_(422).has('PDF')
    check('新路2号' in page.text, 'the address typed is gone')
    basic['统一社会信用代码'] = credit_code(301)
    basic['单位名称'] = '示例产业园'
    section(v, '单位基本情况', basic).is_(200).has('专人和联系方式')
    v.get(STATE['at']).has('已完成')


def test_rows_without_script(site):
    v, name = STATE['v'], '专人和联系方式'
    page = section(v, name, {}, button=('add', '志愿服务专人'),
                   rows=[('志愿服务专人[0].姓名', '甲')])
    check('志愿服务专人[1].姓名' in page.form().names, 'no second row')
    cells = [('志愿服务专人[0].姓名', '甲'), ('志愿服务专人[0].职务', '主任'),
             ('志愿服务专人[0].电话', '010-12345678')]
    page = section(v, name, {}, button=('remove', '志愿服务专人[1]'),
                   rows=cells + [('志愿服务专人[1].姓名', '多余')])
    check('多余' not in page.text, 'the row is still there')
    section(v, name, {'联系人': '乙某', '手机号码': '1371491493'},
            rows=cells).has('应为 11 位，现为 10 位')
    section(v, name, {'联系人': '乙某', '手机号码': '13714914933'},
            rows=cells).is_(200)


def test_saving_by_script(site):
    v = STATE['v']
    path = url(STATE['at'] + '/sections/志愿服务经验和成果')
    page = v.get(path)
    fields = dict(page.form(path).fields)
    fields['志愿服务经验和成果'] = '自动保存的内容'
    a = v.post(path + '/draft', fields).is_(200)
    check(int(a.header('X-Version')) == int(fields['version']) + 1,
          a.headers)
    v.post(path + '/draft', fields).is_(409)
    check('自动保存的内容' in v.get(path).text, 'not saved')
    # The form sent from an old page: refused, what was typed is shown.
    fields['志愿服务经验和成果'] = '旧页面的内容'
    a = v.post(path, fields, []).is_(409)
    check('旧页面的内容' in a.text, 'what was typed is gone')
    stranger = site.visitor()
    a = stranger.request('POST', path + '/draft', b'',
                         {'X-Requested-With': 'XMLHttpRequest'})
    a.is_(401)


def fill_the_rest(v):
    much = '示例内容' * 30
    section(v, '服务模式和上年服务',
            {'具有成熟服务模式': '1', '具有活动举办经验': '0',
             '上年服务中小企业数': '160'},
            [('上年服务企业清单', '清单.pdf', PDF)]).has('服务模式说明')
    section(v, '服务模式和上年服务', {'服务模式说明': much})
    section(v, '经营服务场所和设施',
            {'场所权属': '自有', '场所面积': '300', '资源整合能力': much},
            [('场所证明', 'a.pdf', PDF), ('场所照片', 'b.png', PNG)],
            rows=[('设施设备[0].设备名称', '服务器'),
                  ('设施设备[0].数量', '3')])
    section(v, '服务体系和团队', {'服务体系说明': much},
            [('用工证明材料', 'c.pdf', PDF)],
            rows=[(f'专职人员[{i}].{k}', x) for i in range(10)
                  for k, x in (('姓名', f'员工{i}'), ('岗位', '服务'),
                               ('用工证明', '劳动合同'))])
    section(v, '志愿服务方案或制度', {},
            [('志愿服务方案或管理制度', 'd.pdf', PDF)])
    section(v, '志愿服务经验和成果', {'志愿服务经验和成果': much})
    return section(v, '声明和提交',
                   {'遵守管理办法': '1', '不收费承诺': '1',
                    '保密承诺': '1', '材料真实': '1'})


def test_submit_once(site):
    v = STATE['v']
    v.get(STATE['at'] + '/check').is_(200).has('还不能提交')
    page = fill_the_rest(v).is_(200).has('核对并提交', '修改')
    check('还不能提交' not in page.words, page.words[:500])
    v.send(page, {}).is_(422).has('勾选声明')
    action = STATE['at'] + '/submit'
    receipt = v.send(page, {'declare': '1'}, action).is_(200)
    STATE['number'] = re.search(r'SB-GZZ-\d{4}-\d{6}', receipt.words)[0]
    STATE['code'] = re.search(r'查询码 (\w{8})', receipt.words)[1]
    STATE['time'] = re.search(
        r'提交时间（北京时间） ([\d-]{10} [\d:]{8})', receipt.words)[1]
    receipt.has('SHA-256', '清单.pdf', '接下来')
    # The button again, from the page that is still open.
    again = v.send(page, {'declare': '1'}, action).is_(200)
    again.has(STATE['number'], STATE['time'])
    section_path = url(STATE['at'] + '/sections/单位基本情况')
    check(v.get(section_path, follow=False).status == 303, 'still open')
    v.get('/mine').has(STATE['number'])


def test_explained_by_command(site):
    said = site.run('explain', STATE['number']).stdout
    check('judged again: the same' in said, said[-500:])
    check('├ 基本条件 (第四条基本条件)' in said and '成立满两年' in said, said)
    said = site.run('explain', STATE['number'], '--json').stdout
    told = json.loads(said.splitlines()[0])
    check(told['verdict']['rule'] == '申报条件'
          and told['steps']['kind'] == 'rule', said[:300])
    site.run('explain', STATE['number'], '--english')
    check(site.run('explain', STATE['number'], '--all', ok=False)
          .returncode == 2, 'an unknown word is taken')


def test_receipt_outlives_a_kill(site):
    site.kill()
    site.start()
    v = STATE['v']
    v.get(STATE['at'] + '/receipt').is_(200).has(
        STATE['number'], STATE['code'], STATE['time'])


def test_files_are_for_their_people(site):
    v = STATE['v']
    page = v.get(STATE['at']).is_(200)
    href = page.link(r'/files/\d+/\d+')
    a = v.get(href).is_(200)
    check(a.body in (PDF, PNG), a.body[:40])
    check(a.header('X-Content-Type-Options') == 'nosniff', a.headers)
    check("filename*=UTF-8''" in a.header('Content-Disposition'), a.headers)
    other = site.visitor()
    other.sign_up(302)
    for path in (href, STATE['at'], STATE['at'] + '/receipt',
                 STATE['at'] + '/print', STATE['at'] + '/check'):
        other.get(path).is_(404)
        check(site.visitor().get(path, follow=False).status == 303, path)
    token = other.csrf()
    other.post(STATE['at'] + '/withdraw',
               {'csrf': token, 'reason': ''}).is_(404)
    other.post(STATE['at'] + '/submit',
               {'csrf': token, 'declare': '1', 'version': '1'}).is_(404)
    # An officer who may read files sees a submitted one's; an admin not.
    site.officer('secretariat').get(href).is_(200)
    site.officer('admin').get(href).is_(404)


def test_progress_without_account(site):
    v = site.visitor()
    page = v.get('/progress').is_(200)
    a = v.send(page, {'number': STATE['number'],
                      'code': STATE['code'].lower()}, '/progress').is_(200)
    a.has('已提交', STATE['time'])
    for private in ('13714914933', '乙某', credit_code(301)):
        check(private not in a.text, private)
    last = None
    for _ in range(12):
        last = v.send(v.get('/progress'), {'number': STATE['number'],
                                           'code': 'AAAAAAAA'}, '/progress')
        check(last.status in (404, 429), last.status)
    check(last.status == 429, 'guesses are not counted')


def test_withdraw_and_grade(site):
    v = STATE['v']
    page = v.get(STATE['at'] + '/withdraw').is_(200).has('撤回后')
    page = v.send(page, {'reason': '材料需要重做'}).is_(200).has('已撤回')
    page = v.send(page, {'grade': '4', 'remark': '方便'},
                  STATE['at'] + '/feedback').is_(200).has('满意')
    check(STATE['at'] + '/feedback' not in
          [f.action for f in page.page.forms], 'can be graded twice')
    # Withdrawn: a new one may begin.
    page = v.get(f'/mine/start/{STATION}')
    v.send(page, {}).is_(200).has('未开始')
