/* Looks at gallery.html, the page that shows every component, as people meet
 * it: wide and narrow, large edition, on paper, without script.
 *
 *     npm install --ignore-scripts playwright-core axe-core   (anywhere)
 *     NODE_PATH=.../node_modules node tests/browser/gallery.js [FOLDER]
 *
 * Pictures go to FOLDER if one is named. Exit status 1 if anything is wrong.
 * CHROMIUM names the browser, /usr/bin/chromium otherwise.
 */
'use strict';
const { chromium } = require('playwright-core');
const axe = require('fs').readFileSync(require.resolve('axe-core/axe.min.js'),
    'utf8');
const fs = require('fs'), http = require('http'), path = require('path');

const root = path.resolve(__dirname, '../..');
const pictures = process.argv[2];
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css',
    '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const policy = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'";
const posts = [];
let wrong = 0;

function check(ok, what) {
    if (!ok) {
        wrong++;
        console.log('WRONG ' + what);
    }
}

function answer(req, res) {
    let body = '';
    if (req.method === 'POST') {
        req.on('data', (d) => { body += d; });
        req.on('end', () => {
            posts.push({ url: req.url, body: body });
            res.writeHead(req.url === '/draft' ? 204 : 200,
                { 'X-Version': '7' });
            res.end();
        });
        return;
    }
    const file = path.join(root, decodeURIComponent(req.url.split('?')[0]));
    const type = types[path.extname(file)];
    if (!type || !file.startsWith(root) || !fs.existsSync(file)) {
        res.writeHead(404);
        res.end();
        return;
    }
    /* the header is stricter than the page's own line, which also lets the
     * page be opened as a file */
    res.writeHead(200, { 'Content-Type': type,
        'Content-Security-Policy': policy });
    res.end(fs.readFileSync(file));
}

/* Run in the page. */
function overflow() {
    const wide = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth > wide ?
        document.documentElement.scrollWidth + ' > ' + wide : '';
}
function smallTargets() {
    return Array.from(document.querySelectorAll(
        'a,button,input,select,textarea,summary')).filter((e) => {
        const box = (e.closest('label') || e).getBoundingClientRect();
        const own = e.getBoundingClientRect();
        const inText = e.tagName === 'A' && e.parentElement.tagName === 'P' &&
            e.parentElement.textContent.trim() !== e.textContent.trim() &&
            !e.closest('.footer,.count');
        return own.width > 0 && !inText && !e.closest('.vh') &&
            Math.max(box.height, own.height) < 43.5;
    }).map((e) => e.outerHTML.slice(0, 80));
}
function smallText() {
    const found = {};
    const walk = document.createTreeWalker(document.body, 4);
    while (walk.nextNode()) {
        const e = walk.currentNode.parentElement;
        const size = parseFloat(getComputedStyle(e).fontSize);
        if (walk.currentNode.data.trim() && e.getClientRects().length &&
            !e.closest('.vh,svg') && size < 24)
            found[e.tagName + ' ' + e.className + ' ' + size] = 1;
    }
    return Object.keys(found);
}

async function look(browser, url, name, width, large, script) {
    const context = await browser.newContext({ locale: 'zh-CN',
        viewport: { width: width, height: 900 }, javaScriptEnabled: script });
    const page = await context.newPage();
    page.on('pageerror', (e) => check(false, name + ': ' + e.message));
    page.on('console', (m) => {
        if (m.type() === 'error')
            check(false, name + ': ' + m.text());
    });
    await page.goto(url);
    if (script && large)
        await page.evaluate(() => {
            document.documentElement.className = 'large';
        });
    if (script) {
        await page.evaluate(axe);
        const result = await page.evaluate(() => window.axe.run(document,
            { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',
                'wcag22aa', 'best-practice'] }));
        result.violations.forEach((v) => check(false,
            name + ': ' + v.id + ' ' + v.nodes.map((n) => n.target)));
        console.log(name + ': ' + result.passes.length + ' rules pass');
        const wide = await page.evaluate(overflow);
        check(!wide, name + ': overflows, ' + wide);
        (await page.evaluate(smallTargets)).forEach((e) =>
            check(false, name + ': small target ' + e));
        if (large)
            (await page.evaluate(smallText)).forEach((e) =>
                check(false, name + ': below 18 pt: ' + e));
    }
    if (pictures)
        await page.screenshot({ path: path.join(pictures, name + '.png'),
            fullPage: true });
    if (pictures && name === 'wide')
        await page.pdf({ path: path.join(pictures, 'paper.pdf'),
            preferCSSPageSize: true });
    await context.close();
}

/* What app.js promises in docs/components.md. */
async function behave(browser, url) {
    const context = await browser.newContext({ locale: 'zh-CN' });
    const page = await context.newPage();
    const value = (sel) => page.$eval(sel, (e) => e.value);
    await page.clock.install();
    await page.goto(url);
    check(await page.evaluate(() =>
        document.activeElement.className === 'error-summary'),
    'the error summary has no focus');
    await page.click('.error-summary a[href="#kind"]');
    check(await page.evaluate(() =>
        document.activeElement.name === 'kind'),
    'the link of the summary does not lead into the field');

    await page.fill('#story', 'x'.repeat(79) + '𠮷');
    await page.clock.runFor(400);
    check((await page.textContent('#story + p')) === '还可输入 2920 字',
        'the counter says ' + await page.textContent('#story + p'));

    await page.click('[data-add=people]');
    check(await page.$('#people-2-name') !== null, 'no third row');
    check(await value('#people-2-name') === '', 'the new row is not blank');
    check(await page.evaluate(() =>
        document.activeElement.id === 'people-2-name'), 'no focus in the row');
    await page.click('#people tr:nth-child(1) [data-remove]');
    check(await value('[name="people[0].name"]') === '示例乙',
        'the rows are not counted anew');
    check(await page.$('#people-2-name') === null, 'the row is still there');
    check(await page.$eval('#people tr:nth-child(2) [data-remove]',
        (e) => e.value) === 'people[1]', 'the button names another row');

    await page.click('th[data-sort=num] button');
    check((await page.textContent('[data-sort] tbody tr:first-child .num')) ===
        '4,350', 'not sorted upwards');
    await page.click('th[data-sort=num] button');
    check((await page.textContent('[data-sort] tbody tr:first-child .num')) ===
        '11,280', 'not sorted downwards');

    await page.fill('#s1', '20.5');
    check((await page.textContent('output[data-sum]')) === '46.5',
        'the total is ' + await page.textContent('output[data-sum]'));

    await page.clock.runFor(31000);
    await page.waitForFunction(() => /草稿已于 \d\d:\d\d 保存/.test(
        document.querySelector('.saved').textContent));
    check(posts.length === 1 && posts[0].url === '/draft' &&
        new URLSearchParams(posts[0].body).get('people[0].name') === '示例乙',
    'the draft was not saved: ' + JSON.stringify(posts));

    await page.fill('#name', '改过');
    const asked = new Promise((resolve) => page.on('dialog', (d) => {
        resolve(d.type());
        d.dismiss();
    }));
    await page.evaluate(() => { location.href = '/elsewhere.html'; });
    check(await asked === 'beforeunload', 'left without asking');

    await page.click('.confirm summary');
    await page.waitForFunction(() => document.activeElement.id === 'reason');
    await page.keyboard.press('Escape');
    check(await page.$eval('.confirm', (e) => !e.open), 'Escape folds nothing');

    posts.length = 0;
    await page.evaluate(() => {
        const form = document.querySelector('.confirm form');
        form.action = '/twice';
        form.target = 'frame';
        document.body.insertAdjacentHTML('beforeend',
            '<iframe name="frame" title="answer"></iframe>');
        form.querySelector('button').click();
        form.querySelector('button').click();
    });
    await page.waitForTimeout(500);
    check(posts.length === 1, 'sent ' + posts.length + ' times');
    await context.close();
}

(async () => {
    const server = http.createServer(answer);
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = 'http://127.0.0.1:' + server.address().port +
        '/tests/browser/gallery.html';
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
            '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync'] });
    await look(browser, url, 'wide', 1366, false, true);
    await look(browser, url, 'tablet', 820, false, true);
    await look(browser, url, 'phone', 390, false, true);
    await look(browser, url, 'wide-large', 1366, true, true);
    await look(browser, url, 'phone-large', 390, true, true);
    await look(browser, url, 'phone-no-script', 390, false, false);
    await behave(browser, url);
    await browser.close();
    server.close();
    console.log(wrong ? wrong + ' wrong' : 'all well');
    process.exitCode = wrong ? 1 : 0;
})();
