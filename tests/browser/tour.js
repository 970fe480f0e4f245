/* Goes through the demo as each of its people meets it.
 *
 *     node tests/browser/tour.js PROGRAM [FOLDER]
 *
 * Loads the demo into a temporary folder, serves it on a free port, signs in
 * as each role and follows the links it sees, each kind of page once: on a
 * desktop and on a phone, with axe, without errors in the console, without
 * sideways scrolling. Then the main forms without script, the large edition
 * and English. With FOLDER, pictures for the README are written there.
 * CHROMIUM names the browser, /usr/bin/chromium otherwise; ROLES some of the
 * roles, with commas between.
 */
'use strict';
let chromium, axe;
try {
    chromium = require('playwright-core').chromium;
    axe = require('fs').readFileSync(require.resolve('axe-core/axe.min.js'),
        'utf8');
} catch (e) {
    console.log('playwright-core and axe-core are not there: run npm ci in ' +
        __dirname);
    process.exit(77);
}
const child = require('child_process');
const fs = require('fs'), os = require('os'), path = require('path');
const site = require('./site.js');

const program = path.resolve(process.argv[2]);
const pictures = process.argv[3];
const DEPTH = 2, MOST = 60;
/* Others of the same desk have seen the rest. */
const FEWER = { justice: 60, inspector: 30, 'association d': 30, county: 40,
    'county decides': 30, association: 40, office: 40, group: 40, monitor: 20 };
const ROLES = {
    visitor: null,
    station: 'station@demo.example',
    expert: 'expert@demo.example',
    applicant: 'applicant@demo.example',
    secretariat: 'secretariat@demo.example',
    centre: 'centre@demo.example',
    recommender: 'recommender@demo.example',
    rules: 'rules@demo.example',
    auditor: 'auditor@demo.example',
    admin: 'admin@demo.example',
    /* of the programmes that select */
    service: 'service@demo.example',
    association: 'association@demo.example',
    bar: 'bar@demo.example',
    chair: 'judge1@demo.example',
    judge: 'judge3@demo.example',
    tied: 'judge4@demo.example',
    'firm a': 'firm-a@demo.example',
    'station a': 'station-a@demo.example',
    member: 'member@demo.example',
    city: 'chengdu-bar@demo.example',
    office: 'office@demo.example',
    rater: 'rater1@demo.example',
    group: 'group@demo.example',
    party: 'party@demo.example',
    society: 'society@demo.example',
    monitor: 'monitor@demo.example',
    'firm b': 'firm-b@demo.example',
    'holder b': 'holder-b@demo.example',
    incubated: 'incubated@demo.example',
    /* of the workforce */
    justice: 'justice@demo.example',
    inspector: 'inspector@demo.example',
    'association d': 'association-d@demo.example',
    county: 'wanzhou@demo.example',
    'county decides': 'county-500154-2@demo.example',
    candidate: 'candidate@demo.example',
    intern: 'intern@demo.example',
    worker: 'worker@demo.example',
    'office d': 'office-d@demo.example',
};
const STARTS = {
    visitor: ['/', '/demo', '/check/sme-volunteer-station', '/sitemap'],
    station: ['/mine'], expert: ['/mine'], applicant: ['/mine'],
    'firm a': ['/mine'], 'station a': ['/mine'], member: ['/mine'],
    'firm b': ['/mine'], 'holder b': ['/mine'], incubated: ['/mine'],
    candidate: ['/mine'], intern: ['/mine'], worker: ['/mine'],
    'office d': ['/mine'],
    bar: ['/body'], city: ['/body'],
    party: ['/body/publications'], society: ['/body/publications'],
    chair: ['/panel'], judge: ['/panel'], tied: ['/panel'],
    rater: ['/panel'],
};
const OWN = /^\/(mine|desk|applications|body|panel|publications)/;

let base, passed = 0, failed = 0;
const looked = new Map();

function check(ok, what, said) {
    if (ok) {
        passed++;
        return;
    }
    failed++;
    console.log('FAILED ' + what + (said ? ': ' + said : ''));
}

/* Pages without parameters that officers may or may not open. */
function desk_pages() {
    return child.execFileSync(program, ['routes'], { encoding: 'utf8' })
        .split('\n').map((l) => l.split('\t'))
        .filter((r) => r[0] === 'GET' && /^\/desk/.test(r[1]) &&
            !/[:.]/.test(r[1])).map((r) => r[1]);
}

/* --- one page --- */

/* Run in the page: what sticks out sideways. */
function overflow() {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide)
        return '';
    return [...document.querySelectorAll('body *')]
        .filter((e) => e.getBoundingClientRect().right > wide + 1)
        .slice(0, 3).map((e) => e.tagName + '.' + e.className).join(' ');
}

async function look(page, where, width, height) {
    await page.setViewportSize({ width: width, height: height });
    const out = await page.evaluate(overflow);
    check(out === '', where + ' scrolls sideways at ' + width, out);
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document,
        { resultTypes: ['violations'] }));
    check(found.violations.length === 0, where + ' axe at ' + width,
        found.violations.map((v) => v.id + ' ' +
            v.nodes.slice(0, 2).map((n) => n.html.slice(0, 120)).join(' | '))
            .join('; '));
}

/* The kind of an address: numbers and codes stand for each other. */
function kind(url) {
    const u = new URL(url, base);
    const keys = [...u.searchParams.keys()].filter((k) => k !== 'done');
    return u.pathname.replace(/\/[A-Z]+[A-Z0-9-]*\d+[A-Z0-9-]*/g, '/:no')
        .replace(/\/\d+/g, '/:id').replace(/sections\/[^/]+/, 'sections/:s') +
        (keys.length ? '?' + keys.sort().join('&') : '');
}

async function sign_in(page, login) {
    await site.sign_in(page, base, login);
}

/* Links that lead to files and not to pages. */
const FILE = /\.(xlsx|csv|pdf|docx)\b|\/files\/|\/tables\/|\/template|\/proof$|\/source$|^\/api\//;

async function download(page, role, url, seen) {
    if (seen.has(kind(url)))
        return;
    seen.add(kind(url));
    const got = await page.request.get(base + url);
    check(got.status() === 200 && (await got.body()).length > 0,
        role + ' downloads ' + url, String(got.status()));
}

async function walk(browser, role) {
    const context = await browser.newContext({ locale: 'zh-CN' });
    const page = await context.newPage();
    const said = [];
    page.on('console', (m) => {
        if (m.type() === 'error' || m.type() === 'warning')
            said.push(m.text());
    });
    page.on('pageerror', (e) => said.push(String(e)));
    if (ROLES[role]) {
        await sign_in(page, ROLES[role]);
        check(!page.url().includes('/sign-in'), role + ' signs in',
            page.url());
    }
    const seen = new Set();
    const offered = STARTS[role] ? [] : desk_pages();
    let queue = (STARTS[role] || ['/desk', ...offered]).map((u) => [u, 0]);
    while (queue.length && seen.size < (FEWER[role] || MOST)) {
        const [url, depth] = queue.shift();
        if (seen.has(kind(url)))
            continue;
        seen.add(kind(url));
        const where = role + ' ' + decodeURIComponent(url);
        said.length = 0;
        const answer = await page.goto(base + url);
        if ([403, 404].includes(answer.status()) && offered.includes(url))
            continue; /* not this role's, or it wants a parameter */
        check(answer.status() === 200, where + ' status',
            String(answer.status()));
        if (answer.status() !== 200)
            continue;
        const links = depth >= DEPTH ? [] : await page.$$eval('a[href]',
            (all) => all.map((a) => a.getAttribute('href')));
        /* What two roles have seen looks alike to the others. */
        const times = (looked.get(kind(url)) || 0) + 1;
        looked.set(kind(url), times);
        if (times <= 2) {
            await look(page, where, 1366, 900);
            await look(page, where, 390, 844);
        }
        check(said.length === 0, where + ' console', said.join(' / '));
        for (const l of links) {
            if (!/^\/(?!\/)/.test(l))
                continue;
            if (FILE.test(l)) {
                await download(page, role, l, seen);
                continue;
            }
            if (role !== 'visitor' && !OWN.test(l))
                continue;
            const clean = l.split('#')[0];
            if (!seen.has(kind(clean)))
                queue.push([clean, depth + 1]);
        }
    }
    console.log(role + ': ' + seen.size + ' kinds of pages');
    await context.close();
}

/* --- without script, large, English --- */

async function plain(browser) {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();

    await sign_in(page, ROLES.applicant);
    await page.goto(base + '/mine');
    const link = await page.$('main a[href^="/applications/"]');
    check(link !== null, 'without script: the draft is listed');
    await link.click();
    await page.waitForLoadState();
    await page.click('main a[href*="/sections/"]');
    await page.waitForLoadState();
    const before = page.url();
    await page.click('main form button:not(.vh)');
    await page.waitForLoadState();
    check((await page.$('h1')) !== null, 'without script: a section is sent',
        before + ' -> ' + page.url());
    await page.goto(base + '/register?programme=sme-volunteer-station');
    await page.fill('main form [name=q]', '服务');
    await page.click('main form button:not(.vh)');
    await page.waitForLoadState();
    check(page.url().includes('q='), 'without script: search', page.url());
    check((await page.$$('main table tbody tr')).length > 0,
        'without script: search finds');
    await context.close();
}

async function preferences(browser) {
    const context = await browser.newContext();
    const page = await context.newPage();

    await page.goto(base + '/');
    await page.click('button[name=language][value=en]');
    await page.waitForLoadState();
    for (const url of ['/', '/guide', '/register', '/notices', '/sign-up',
        '/statistics']) {
        await page.goto(base + url);
        check(await page.getAttribute('html', 'lang') === 'en',
            'English ' + url);
        await look(page, 'English ' + url, 390, 844);
    }
    await page.click('button[name=large][value="1"]');
    await page.waitForLoadState();
    for (const url of ['/', '/register']) {
        await page.goto(base + url);
        check(await page.getAttribute('html', 'class') === 'large',
            'large ' + url);
        await look(page, 'large ' + url, 1366, 900);
        await look(page, 'large ' + url, 390, 844);
    }
    await context.close();
}

/* --- pictures of the README --- */

async function picture(browser, name, login, url, width, link) {
    const context = await browser.newContext({ locale: 'zh-CN',
        viewport: { width: width, height: width > 500 ? 860 : 844 } });
    const page = await context.newPage();
    if (login)
        await sign_in(page, login);
    await page.goto(base + url);
    if (link) {
        const href = await page.$$eval('a[href]', (all, re) => all
            .map((a) => a.getAttribute('href'))
            .find((h) => new RegExp(re).test(h)), link);
        if (href)
            await page.goto(base + href);
    }
    await page.screenshot({ path: path.join(pictures, name + '.png') });
    await context.close();
}

async function take_pictures(browser) {
    fs.mkdirSync(pictures, { recursive: true });
    await picture(browser, 'home', null, '/', 1366);
    await picture(browser, 'register', null, '/register', 1366);
    await picture(browser, 'notice', null, '/notices', 1366,
        '^/notices/[0-9]+$');
    await picture(browser, 'application', ROLES.applicant, '/mine', 1366,
        '^/applications/[0-9]+$');
    await picture(browser, 'review', ROLES.secretariat, '/desk/applications',
        1366, '^/desk/applications/[0-9]+$');
    await picture(browser, 'holding-phone', ROLES.station, '/mine', 390,
        '^/mine/holdings/[0-9]+$');
}

(async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingce-tour-'));
    let server, browser;
    try {
        ({ base, server } = await site.serve(program, folder));
        browser = await chromium.launch({
            executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
            args: ['--no-sandbox', '--disable-dev-shm-usage'] });
        if (pictures) {
            await take_pictures(browser);
        } else {
            for (const role of Object.keys(ROLES)) {
                if (!process.env.ROLES ||
                    process.env.ROLES.split(',').includes(role))
                    await walk(browser, role);
            }
            await plain(browser);
            await preferences(browser);
        }
    } catch (e) {
        check(false, 'the tour', e.stack);
    }
    if (browser)
        await browser.close();
    if (server) {
        const wrong = await site.finish(server, folder);
        check(wrong === '', 'the server ends clean', wrong);
    }
    fs.rmSync(folder, { recursive: true, force: true });
    console.log(passed + ' passed, ' + failed + ' failed');
    process.exit(failed ? 1 : 0);
})();
