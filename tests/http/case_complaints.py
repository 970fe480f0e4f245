"""A person complains about a worker: under a name, without an account; what
each side reads; another county takes it over; nothing half stored."""
import re

from case_application import PDF
from case_bodies import sql
from case_workforce import add_office, add_worker, prepare, url
from site_ import check

DEMO = True
STATE = {}
NAME, PHONE = '钱小五', '13100000077'
FACTS = '收取费用后三个月没有办理，也不退还。'


def complain(site, number, files=None, **values):
    v = site.visitor()
    page = v.get(url(f'/complain?number={number}')).is_(200)
    at = url(f'/complain/{number}')
    return v, v.send(page, {'complainant': NAME, 'phone': PHONE,
                            'facts': FACTS, **values}, at,
                     files=files)


def test_anybody_complains_about_a_worker(site):
    for i in (0, 3):
        add_office(site, '500101', i, '农村乡镇')
    STATE['worker'], STATE['holding'] = add_worker(site, 971, '示例被投诉人')
    v = site.visitor()
    v.get(url('/register/证971')).is_(200).link(url('/complain/证971'))
    v.get(url('/complain/证971')).is_(200).has(
        '投诉举报', '真实姓名', '5 个工作日', '万州区')
    for wrong in ({'complainant': '钱'}, {'complainant': ''},
                  {'phone': '12'}, {'facts': '不好'}):
        complain(site, '证971', **wrong)[1].is_(422)
    check(sql(site, 'SELECT COUNT(*) FROM complaint')[0][0] in (0, '0'),
          'a half complaint')
    v.get('/complain?number=%E6%97%A0').is_(200).has('没有这个编号')
    v, page = complain(site, '证971',
                       files={'evidence': ('证据.pdf', PDF)})
    page.is_(200).has('待受理', '万州区', '受理期限')
    check(NAME not in page.text and PHONE not in page.text, 'not masked')
    STATE['receipt'] = page.path.split(' ')[1]
    site.visitor().get(STATE['receipt'].replace('c=', 'c=A')).is_(404)
    again = complain(site, '证971')[1].is_(200)
    check(again.path.split(' ')[1] == STATE['receipt'].replace(
        'done=submitted', '') or '待受理' in again.text, 'twice')
    check(int(sql(site, 'SELECT COUNT(*) FROM complaint')[0][0]) == 1,
          'the same one twice')


def test_the_worker_learns_of_it_once_accepted(site):
    number = sql(site, 'SELECT id FROM complaint')[0][0]
    STATE['id'] = number
    worker = STATE['worker']
    worker.get(f'/mine/complaints/{number}').is_(404)
    worker.get(f'/desk/complaints/{number}').is_(403)
    at = f'/desk/complaints/{number}'
    site.officer('secretariat-500102').get(at).is_(404).has(
        '没有找到这件投诉')
    one = site.officer('secretariat-500101')
    one.get('/desk').is_(200).has('受理或核实投诉')
    page = one.get(at).is_(200).has('是否受理', NAME, PHONE)
    check('核实结论' not in page.text, 'a finding before it is accepted')
    one.send(page, {'accepted': ''}, at + '/accept').is_(422)
    one.send(page, {'accepted': 'no', 'intake_reason': ''},
             at + '/accept').is_(422).has('不予受理的理由应为')
    page = one.send(page, {'accepted': 'yes', 'intake_reason': ''},
                    at + '/accept').is_(200).has('办结期限', '受理时间')
    page = worker.get(f'/mine/complaints/{number}').is_(200).has(
        '钱**', FACTS)
    check(NAME not in page.text and PHONE not in page.text,
          'who complained is told')
    worker.send(page, {'statement': '已退还费用。'},
                f'/mine/complaints/{number}/statement').is_(200)


def test_another_county_takes_it_over(site):
    at = f'/desk/complaints/{STATE["id"]}'
    one = site.officer('secretariat-500101')
    page = one.get(at).is_(200)
    one.send(page, {'region': '500102', 'hand_on_reason': ''},
             at + '/hand-on').is_(422).has('移送的理由应为')
    page = one.get(at).is_(200)
    form = dict(page.form(at + '/hand-on').fields)
    one.post(at + '/hand-on', {**form, 'region': '510107',
                               'hand_on_reason': ''}).is_(422)
    one.send(page, {'region': '500102', 'hand_on_reason': '行为发生在涪陵区'},
             at + '/hand-on').is_(200).has('已移送')
    one.get(at).is_(404)
    one.post(at + '/finding', {'csrf': one.csrf(), 'finding': 'VERIFIED',
                               'reason': '抢办', 'version': '3'}).is_(403)
    other = site.officer('secretariat-500102')
    page = other.get(at).is_(200).has('涪陵区', '行为发生在涪陵区')
    file = page.link(r'/files/\d+/\d+')
    other.get(file).is_(200)
    one.get(file).is_(404)
    STATE['worker'].get(file).is_(404)
    other.send(page, {'finding': 'VERIFIED', 'reason': '属实，已责令退还。'},
               at + '/finding').is_(200).has('属实')
    page = site.visitor().get(STATE['receipt']).is_(200).has(
        '属实', '已责令退还', '涪陵区', '万州区')
    check('已退还费用' not in page.text, 'the statement is told')
    profile = site.visitor().get(url('/register/证971')).is_(200)
    check(FACTS not in profile.text, 'a complaint is public')


def test_who_is_signed_in_finds_his_own(site):
    v = site.visitor()
    v.sign_up(972, person=True, name='示例投诉居民', region='500101').is_(200)
    page = v.get(url('/complain/证971')).is_(200).has('示例投诉居民')
    page = v.send(page, {'complainant': '示例投诉居民', 'phone': PHONE,
                         'facts': FACTS + '第二件。'},
                  url('/complain/证971')).is_(200)
    number = re.search(r'TS-\d{4}-\d{5}', page.text).group(0)
    v.get('/mine/complaints').is_(200).has(number, '待受理')
    check(number not in STATE['worker'].get('/mine/complaints').text,
          'the other side lists it')
    other = site.visitor()
    other.sign_up(973, person=True, name='别人', region='500101').is_(200)
    check(number not in other.get('/mine/complaints').is_(200).text,
          'somebody else lists it')
