/* The README's tour of the workforce: from a county's figures to an issued
 * plan, the last place, a transfer refused and one allowed, a draw that is
 * computed again from the command line. */
'use strict';
const child = require('child_process');
const fs = require('fs'), os = require('os'), path = require('path');
const { PDF, step, press, follow, sees, window_of } = require('./steps.js');

const WORKERS = 'chongqing-legal-worker', OFFICES = 'chongqing-legal-office';
const year = new Date(Date.now() + 8 * 3600e3).getUTCFullYear();
let base, program;

/* The number of a holder in the public register. */
async function number_of(programme, text) {
    const page = await window_of(null);
    await page.goto(base + '/register?programme=' + programme + '&q=' +
        encodeURIComponent(text));
    return (await page.innerText('main tbody td:first-child')).trim();
}

/* --- the plan of the next year --- */

async function planning() {
    const plan = '/plan/' + WORKERS + '/' + (year + 1);
    await step('a county enters its figures', 'wanzhou@demo.example',
        '/desk/plan', async (p) => {
            await follow(p, String(year + 1));
            await follow(p, '万州区');
            for (const [name, value] of Object.entries({
                统计时点: year + '-06-30', 数据来源: '演示统计公报',
                常住人口: 1564449, 律师人数: 359, 工作者人数: 9,
                拟发展人数: 3, 其中农村乡镇人数: 2 }))
                await p.fill('[name="' + name + '"]', String(value));
            await press(p, '保存');
            await sees(p, '359 × 10000 = 3590000 < 2.3 × 1564449 = ' +
                '3598232.7', '2.2947');
        });
    await step('the municipal bureau compiles', 'justice@demo.example',
        '/desk' + plan, async (p) => {
            await press(p, '保存汇总');
            await sees(p, '待下达');
        });
    await step('it issues the plan', 'justice@demo.example', null,
        async (p) => {
            await p.fill('[name=document_no]',
                '演示司发〔' + (year + 1) + '〕1号');
            await press(p, '下达');
            await sees(p, '已下达');
        });
    await step('the public reads it', null, plan, async (p) => {
        await sees(p, '演示司发〔' + (year + 1) + '〕1号', '由低到高',
            '万州区', '2.2947');
        await follow(p, '万州区');
        await sees(p, '359 × 10000', '演示统计公报', '区划未变更');
        await p.goto(base + plan + '/units/500157');
        await sees(p, '2025-11-06', '未知', '常住人口');
    });
}

/* --- the last place --- */

async function confirm(p) {
    await p.check('[name=conclusion][value=agree]');
    await press(p, '提交复核意见');
}

async function decide(p, number) {
    await follow(p, number);
    await confirm(p);
}

async function licensing() {
    let number;
    await step('a candidate applies', 'candidate@demo.example', '/mine',
        async (p) => {
            await follow(p, '继续填写');
            await follow(p, '核对');
            await sees(p, '规划.剩余名额 1 > 0', '实习期满日');
            await p.check('main form input[type=checkbox]:visible');
            await press(p, '确认提交');
            number = /[A-Z]{2}-[A-Z]+-\d{4}-\d{5}/.exec(
                await p.innerText('main'))[0];
        });
    await step('the county checks it', 'wanzhou@demo.example',
        '/desk/applications?state=SUBMITTED', async (p) => {
            await follow(p, number);
            await press(p, '开始审核');
            for (const r of await p.$$('main [type=radio][value=yes]'))
                await r.check();
            await press(p, '保存认定');
            await p.check('[name=conclusion][value=pass]');
            await press(p, '提交结论');
        });
    await step('the last place is taken', 'wanzhou2@demo.example',
        '/desk/applications?state=DECISION', async (p) => {
            await decide(p, number);
            await sees(p, '已准入');
        });
    await step('a second one finds none', 'wanzhou2@demo.example',
        '/desk/applications?state=DECISION', async (p) => {
            await p.click('main td a[href^="/desk/applications/"]');
            await p.waitForLoadState();
            await confirm(p);
            await sees(p, '3/3');
            await p.goto(base + '/desk');
        });
    await step('the plan shows it', null,
        '/plan/' + WORKERS + '/' + year + '/units/500101', async (p) => {
            const said = (await p.innerText('main')).replace(/\s+/g, ' ');
            if (!new RegExp(year + ' [0-9.]+ [0-9.]+ 3 3').test(said))
                throw new Error('not 3 of 3: ' + said.slice(-300));
        });
}

/* Where the text says 原则上: asked for by the county, agreed to above it. */
async function excepting() {
    let name;
    await step('an exception is agreed to', 'justice@demo.example',
        '/desk/applications?state=FORMAL_REVIEW', async (p) => {
            await p.click('main tr:has-text("渝中区") a');
            await p.waitForLoadState();
            name = (await p.innerText('main h1')).trim();
            await follow(p, '例外的提请和批准');
            await p.fill('[name=answer]', '确有需要，同意新增一名。');
            await p.check('[name=agree]');
            await press(p, '作出决定');
        });
    await step('and stands in the public list', null,
        '/records/' + WORKERS + '/例外名单', async (p) => {
            await sees(p, name, '老年人口');
        });
}

/* --- transfers --- */

/* Names the office that he wants to go to, with his papers. */
async function ask(p, office) {
    await p.click('main a[href*="/sections/"]');
    await p.waitForLoadState();
    await p.fill('[name=调入机构编号]', office);
}

async function moving() {
    const reached = await number_of(OFFICES, '渝中');
    let number, rural;
    await step('an office has its number', 'office-e@demo.example',
        '/mine/holdings', async (p) => {
            rural = /\b2\d{9}\b/.exec(await p.innerText('main'))[0];
        });
    await step('a transfer is not allowed', 'worker@demo.example',
        '/mine/holdings', async (p) => {
            await p.click('main a[href^="/mine/holdings/"]');
            await p.waitForLoadState();
            await press(p, '填写申请');
            await ask(p, reached);
            await p.fill('[name=变更原因]', '照顾家庭（演示）。');
            for (const f of ['解除聘用证明', '变更接收证明'])
                await p.setInputFiles('[name=' + f + ']', PDF);
            await p.check('[name=承办业务情况][value=已移交]');
            await press(p, '保存');
            await p.goto(page_of(p) + '/check');
            await sees(p, '不得变更到律师万人比达到2.3的区县', '不符合',
                '四、（三）');
        });
    await step('another one is', 'worker@demo.example', null, async (p) => {
        await p.goto(page_of(p));
        await ask(p, rural);
        await press(p, '保存');
        await p.goto(page_of(p) + '/check');
        await p.check('main form input[type=checkbox]:visible');
        await press(p, '确认提交');
        number = /[A-Z]{2}-[A-Z]+-\d{4}-\d{5}/.exec(
            await p.innerText('main'))[0];
    });
    await consenting();
    await step('the receiving county checks it', 'dianjiang@demo.example',
        '/desk/applications?state=SUBMITTED', async (p) => {
            await follow(p, number);
            await press(p, '开始审核');
            await p.check('[name=conclusion][value=pass]');
            await press(p, '提交结论');
        });
    await step('and decides', 'dianjiang2@demo.example',
        '/desk/applications?state=DECISION', async (p) => {
            await decide(p, number);
            await sees(p, '已准入');
        });
    await step('it is to be recorded, and encouraged',
        'justice@demo.example', '/desk/records/' + WORKERS + '/流动登记',
        async (p) => {
            await sees(p, '城区街道', '农村乡镇', '鼓励');
        });
}

/* The office left, the office asked for, the bureau left. */
async function consenting() {
    for (const [who, at] of [['office-d', '/mine'], ['office-e', '/mine'],
        ['wanzhou2', '/desk']])
        await step(who + ' consents', who + '@demo.example',
            at + '/consents', async (p) => {
                await p.click('main a[href^="' + at + '/consents/"]');
                await p.waitForLoadState();
                await p.check('[name=agree][value=yes]');
                await press(p, '答复');
            });
}

function page_of(p) {
    return base + /\/applications\/\d+/.exec(p.url())[0];
}

/* --- a draw --- */

async function drawing() {
    let number, commitment;
    await step('pools, share and formula are published first',
        'justice2@demo.example', '/desk/draws/new', async (p) => {
            await press(p, '查看名单');
            await p.fill('[name=seed_source]', '公开掷骰十二次并录像');
            await press(p, '公布方案');
            await sees(p, '承诺值', '录入种子');
            number = /CC-\d{4}-\d{4}/.exec(await p.innerText('main'))[0];
            commitment = /[0-9a-f]{64}/.exec(
                await p.textContent('main'))[0];
        });
    await step('the seed is taken afterwards', 'justice2@demo.example', null,
        async (p) => {
            await p.fill('[name=seed]', '531624163525');
            await p.fill('[name=source]', '公开掷骰十二次并录像');
            await press(p, '录入');
            await sees(p, '已抽取');
        });
    await step('anybody computes it again', null, '/draws/' + number,
        async (p) => {
            await sees(p, '531624163525', commitment);
            const got = await p.request.get(
                base + '/draws/' + number + '/draw.json');
            const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(),
                'mingce-draw-')), 'draw.json');
            fs.writeFileSync(file, await got.body());
            const said = child.spawnSync(program, ['draw', 'verify', file,
                '--commitment', commitment], { encoding: 'utf8' });
            fs.rmSync(path.dirname(file), { recursive: true });
            if (said.status !== 0 || !said.stdout.includes('全部相符'))
                throw new Error(said.stdout + said.stderr);
        });
    await step('the draw before was inspected and published', null,
        '/draws/CC-' + year + '-0001', async (p) => {
            await sees(p, '另设办公场所', '已抽取');
        });
}

exports.workforce = async function (with_program, with_base) {
    program = with_program;
    base = with_base;
    await planning();
    await licensing();
    await excepting();
    await moving();
    await drawing();
};
