"""What the menu offers opens: for every role, in the whole country, in one
programme, in one region."""
from site_ import PASSWORD, ROLES, Site, check

SCOPES = (('programme', ('sme-volunteer-expert',)),
          ('city', ('specialised-law-firm', '510100')),
          ('county', ('legal-service-station', '510107')))
DEMO = True


def prepare(site):
    Site.init(site)
    for name, scope in SCOPES:
        for role in ROLES:
            site.run('user', 'add', f'{name}-{role}@example.com',
                     f'{name}{role}', role, *scope, stdin=PASSWORD + '\n')


def walk(site, who):
    v = site.visitor()
    v.sign_in(f'{who}@example.com')
    check('mc_s' in v.cookies, f'{who} is not signed in')
    page = v.get('/desk').is_(200)
    pages = [page, v.get('/desk/records'), v.get('/desk/draws')]
    links = sorted({a.split('#')[0] for p in pages if p.status == 200
                    for a in p.page.links if a.startswith('/')})
    check(len(links) > 10, f'{who}: {links}')
    return [f'{who} {a}: {status}' for a in links
            for status in [v.get(a).status] if status != 200]


def test_every_link_of_the_desk_opens(site):
    """Also what the registers and the draws lead to, which are kept apart by
    region or not at all."""
    bad = []
    for role in ROLES:
        bad += walk(site, role)
    for name, _ in SCOPES:
        for role in ROLES:
            bad += walk(site, f'{name}-{role}')
    check(not bad, '\n'.join(bad))


def test_a_region_sees_its_own(site):
    """A list that is kept apart by region begins with one's own; another
    region is refused, as is what is not kept apart."""
    v = site.visitor()
    v.sign_in('city-secretariat@example.com')
    v.get('/desk/holders').is_(200).has('成都')
    v.get('/desk/holders?region=510000').is_(403)
    for path in ('/desk/watch?programme=specialised-law-firm',
                 '/desk/messages'):
        v.get(path).is_(403)
    v.post('/desk/assessments/2025/make', {
        'csrf': v.csrf(), 'programme': 'specialised-law-firm'}).is_(403)
