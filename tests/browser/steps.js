/* Steps of the README's tours: who does what where, in windows of their own.
 * `open` begins with the served demo; `done` ends the windows. */
'use strict';
const path = require('path');
const site = require('./site.js');

exports.PDF = { name: 'evidence.pdf', mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n') };
let base, browser, pictures, steps = 0;
let people = new Map();

/* The window of a person, who is signed in (null: a visitor). */
async function window_of(login) {
    if (people.has(login))
        return people.get(login);
    const context = await browser.newContext({ locale: 'zh-CN',
        viewport: { width: 1366, height: 860 } });
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    if (login)
        await site.sign_in(page, base, login);
    people.set(login, page);
    return page;
}

/* One step of the README: who, where, what is done there. */
async function step(said, login, where, fn) {
    const page = await window_of(login);
    if (where)
        await page.goto(base + where);
    try {
        if (fn)
            await fn(page);
        const wrong = await page.$('main .error-summary, main .problem-summary');
        if (wrong)
            throw new Error('refused: ' + (await wrong.innerText()));
    } catch (e) {
        console.log('FAILED ' + said + ' (' + login + ') at ' +
            decodeURIComponent(page.url()) + '\n' + (await page.innerText(
                'main')).slice(-700));
        if (pictures)
            await page.screenshot({ path: path.join(pictures, 'failed.png'),
                fullPage: true });
        throw e;
    }
    steps++;
    if (pictures)
        await page.screenshot({ fullPage: true, path: path.join(pictures,
            String(steps).padStart(2, '0') + '.png') });
    console.log('ok ' + steps + ' ' + said);
}

/* A button; one that cannot be undone asks first whether one is sure. */
async function press(page, text) {
    const asks = page.locator('main details:has(> summary:has-text("' + text +
        '")), main details:has(button:text-is("' + text + '"))').first();
    if (await asks.count()) {
        if (!await asks.evaluate((d) => d.open))
            await asks.locator('summary').first().click();
        if (await asks.locator('[name=sure]').count())
            await asks.locator('[name=sure]').check();
        await asks.locator('button').last().click();
    } else {
        await page.click('main button:not(.vh):has-text("' + text + '")');
    }
    await page.waitForLoadState();
}

async function follow(page, text) {
    await page.click('main a:has-text("' + text + '")');
    await page.waitForLoadState();
}

async function sees(page, ...texts) {
    /* What is folded away counts too: the steps of a calculation. */
    const all = await page.textContent('main');
    for (const t of texts) {
        if (!all.includes(t))
            throw new Error('not on the page: ' + t);
    }
}

/* The clock of the demo; nobody stays signed in that long. */
async function days_later(n) {
    const page = await window_of(null);
    await page.goto(base + '/demo');
    await page.fill('[name=days]', String(n));
    await press(page, '拨动');
    for (const p of people.values())
        await p.context().close();
    people = new Map();
}

exports.open = function (served, chromium, folder) {
    base = served;
    browser = chromium;
    pictures = folder;
};

exports.count = () => steps;
Object.assign(exports, { step, press, follow, sees, days_later, window_of });
