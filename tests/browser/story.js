/* Walks the tour of the README, step by step, as written there.
 *
 *     node tests/browser/story.js PROGRAM [FOLDER]
 *
 * With FOLDER, a picture of each step is written there. CHROMIUM names the
 * browser, /usr/bin/chromium otherwise; STORY=a, b or d walks one of them only.
 */
'use strict';
let chromium;
try {
    chromium = require('playwright-core').chromium;
} catch (e) {
    console.log('playwright-core is not there: run npm ci in ' + __dirname);
    process.exit(77);
}
const fs = require('fs'), os = require('os'), path = require('path');
const site = require('./site.js');
const tour = require('./steps.js');
const { workforce } = require('./story_workforce.js');

const program = path.resolve(process.argv[2]);
const pictures = process.argv[3];
const { PDF, step, press, follow, sees, days_later, window_of } = tour;
let base;

/* --- what members of panels do --- */

/* A member declares that nothing ties him, opens everything that must be
 * opened, and submits his opinion; lines: what he proposes for a category. */
async function judge(page, lines) {
    await page.check('[name=interest][value=no]');
    await press(page, '声明');
    const file = page.url().split('?')[0];
    const n = await page.locator('main button:text-is("打开")').count();
    for (let i = 0; i < n; i++) {
        /* An attachment is a file, not a page. */
        await page.locator('main button:text-is("打开")').first().click();
        await page.waitForTimeout(400);
        await page.goto(file);
    }
    for (const r of await page.$$('main [type=radio][value=yes]'))
        await r.check();
    for (const i of await page.$$('main form[action$=opinion] ' +
        'input:not([type=radio]):not([type=hidden]):not([name^=note])'))
        await i.fill('86');
    for (const [category, outcome] of Object.entries(lines || {}))
        await page.check('[name="' + category + '"][value=' + outcome + ']');
    await page.fill('[name=opinion]', '材料真实完整，逐项核对无误，符合条件。');
    await page.check('[name=vote][value=PASS]');
    await press(page, '提交意见');
}

/* --- stations --- */

let firm, number;

async function applying() {
    await step('the firm chooses its recommender', 'firm-a@demo.example',
        '/mine', async (p) => {
            firm = await p.innerText('main tbody tr >> nth=0 >> td >> nth=1');
            await follow(p, '继续填写');
            await follow(p, '选择推荐单位');
            await p.check('label:has-text("四川省律师协会（演示）")');
            await press(p, '保存');
            await sees(p, '四川省律师协会（演示）');
        });
    await step('checks and submits', 'firm-a@demo.example', null,
        async (p) => {
            await follow(p, '核对并提交');
            await sees(p, '2012-03-15 + 5年 = 2017-03-15 ≤ 基准日');
            await p.check('[name=declare]');
            await press(p, '提交');
            await sees(p, '受理编号');
            number = /SQ-FLZ-\d+-\d+/.exec(await p.innerText('main'))[0];
        });
    await step('the recommender passes it', 'bar@demo.example', '/body',
        async (p) => {
            await follow(p, number);
            await p.check('[name=decision][value=pass]');
            await p.fill('[name=opinion]', '条件具备，同意推荐。');
            await press(p, '提交意见');
        });
    await step('and forwards the batch', 'bar@demo.example', '/body',
        async (p) => {
            await p.check('main tr:has-text("' + number + '") [name=ids]');
            await press(p, '转报勾选的申请');
            await sees(p, firm);
        });
    await step('the department reviews', 'service@demo.example',
        '/desk/applications?state=SUBMITTED', async (p) => {
            await follow(p, number);
            await press(p, '开始审核');
            for (const r of await p.$$('main [type=radio][value=yes]'))
                await r.check();
            await press(p, '保存认定');
            await p.check('[name=conclusion][value=pass]');
            await press(p, '提交结论');
            await sees(p, '评');
        });
}

async function evaluating() {
    await step('the association gives it to the panel',
        'association@demo.example', '/desk/panels', async (p) => {
            await follow(p, '第二评定小组（本期）');
            await sees(p, number + ' ' + firm);
            await press(p, '分配给这个小组');
        });
    await step('one member is recused', 'judge3@demo.example', '/panel',
        async (p) => {
            await follow(p, number);
            await p.check('[name=interest][value=yes]');
            await p.fill('[name=reason]', '三年内曾任该所法律顾问');
            await press(p, '声明');
            if ((await p.innerText('main')).includes(firm))
                throw new Error('the recused member still sees the firm');
        });
    for (const n of [1, 2, 4])
        await step('member ' + n + ' opens, marks, scores, votes',
            'judge' + n + '@demo.example', '/panel', async (p) => {
                await follow(p, number);
                await judge(p);
                await sees(p, '已提交');
            });
    await step('the chair states the result', 'judge1@demo.example',
        '/panel', async (p) => {
            await follow(p, number);
            await press(p, '确认形成结果');
        });
}

async function publishing() {
    await step('the notice, with the days counted', 'service@demo.example',
        '/desk/notices', async (p) => {
            await follow(p, '发布公示（法律服务工作站）');
            await sees(p, firm, '最早');
            await press(p, '发布公示');
            await sees(p, firm);
        });
    await step('a visitor objects to the entry', null, '/notices',
        async (p) => {
            await follow(p, '关于拟设立法律服务工作站名单的公示');
            await p.click('main tr:has-text("' + firm + '") a:has-text("异议")');
            await p.waitForLoadState();
            await p.fill('[name=objector]', '示例异议人');
            await p.fill('[name=contact]', '13000009995');
            await p.fill('[name=facts]', '反映名册中有一人已转至其他律所执业，请核对。');
            await press(p, '提交异议');
            await sees(p, 'YY-');
        });
    await step('the association dismisses it with reasons',
        'association@demo.example', '/desk/notices', async (p) => {
            await p.click('main a:has-text("YY-") >> nth=-1');
            await p.waitForLoadState();
            await p.check('label:has-text("不成立")');
            await p.fill('[name=answer]', '经核对社会保险和执业证记录，名册属实。');
            await press(p, '提交处理结果');
        });
    await days_later(9);
    await step('the period is over: the entry goes on', 'service@demo.example',
        '/desk/notices', async (p) => {
            await p.click('main a:has-text("GS-FLZ") >> nth=0');
            await p.waitForLoadState();
            await press(p, '办结公示，转入下一环节');
        });
    await step('reports it for recordation', 'service@demo.example',
        '/desk/recordations', async (p) => {
            await sees(p, firm);
            await press(p, '生成汇总表并报送备案');
        });
    await step('recorded: the term begins', 'association@demo.example',
        '/desk/recordations', async (p) => {
            await p.click('main a:has-text("HZ-FLZ") >> nth=0');
            await p.waitForLoadState();
            await p.fill('[name=recorded_no]', '演示备〔2026〕9号');
            await press(p, '备案');
        });
    await step('the plaque is handed out', 'service@demo.example',
        '/desk/plaques', async (p) => {
            await p.click('main tr:has-text("' + firm + '") a >> nth=0');
            await p.waitForLoadState();
            await p.fill('[name=receiver]', '示例接收人');
            await press(p, '登记颁发');
            await sees(p, '已颁发');
        });
    await step('anybody verifies it', null, 
        '/register?programme=legal-service-station&q=' +
        encodeURIComponent(firm), async (p) => sees(p, firm, '有效'));
}

async function stating(page, text) {
    await page.click('main a[href*="/mine/proceedings/"] >> nth=0');
    await page.waitForLoadState();
    await page.fill('[name=statement]', text);
    await press(page, '提交');
}

async function complaining() {
    let holder;

    await step('the number of the station', null,
        '/register?programme=legal-service-station&q=' +
        encodeURIComponent(firm), async (p) => {
            holder = /FLZ-\d+-\d+/.exec(await p.textContent('main table'))[0];
        });
    for (const what of ['约定的法律体检至今没有安排，三次联系均无人答复。',
        '按安排提供的一般法律咨询收取了费用，附收费单据。',
        '承办律师泄露了本企业正在洽谈的合同价格。'])
        await step('a complaint of the member', 'member@demo.example',
            '/complain/' + holder, async (p) => {
                await answer(p, 'member_no', '演示-0001');
                await answer(p, 'facts', what);
                await press(p, '提交投诉');
                await sees(p, 'TS-');
            });
    for (const n of [0, 1, 2])
        await step('the firm answers a complaint', 'firm-a@demo.example',
            '/mine/holdings', async (p) => {
                await p.click('main a[href^="/mine/holdings/"] >> nth=0');
                await p.waitForLoadState();
                await p.click('main a[href*="/mine/complaints/"] >> nth=' + n);
                await p.waitForLoadState();
                await answer(p, 'statement', '经办人员疏忽，正在整改，请予核实。');
                await press(p, '提交说明');
            });
    for (const n of [1, 2, 3])
        await step('found true: ' + n + ' of 3', 'service@demo.example',
            '/desk/complaints', async (p) => {
                await p.click('main tr:has-text("' + firm +
                    '"):not(:has-text("属实")) a >> nth=0');
                await p.waitForLoadState();
                await p.check('[name=finding] >> nth=0');
                await answer(p, 'reason', '经向双方核实，反映的情况属实。');
                await press(p, '提交结论');
                await sees(p, '第十八条');
            });
    await step('the third opens a case; the firm is told',
        'service@demo.example', '/desk/proceedings', async (p) => {
            await p.click('main tr:has-text("' + firm + '") a >> nth=0');
            await p.waitForLoadState();
            await press(p, '发出告知书');
        });
    await step('the firm makes its statement', 'firm-a@demo.example',
        '/mine/holdings', async (p) => {
            await p.click('main a[href^="/mine/holdings/"] >> nth=0');
            await p.waitForLoadState();
            await stating(p, '承认服务不到位，已退还费用并整改。');
        });
    await step('the association ends the station', 'association@demo.example',
        '/desk/proceedings', async (p) => {
            await p.click('main tr:has-text("' + firm + '") a >> nth=0');
            await p.waitForLoadState();
            await p.click('main details > summary:has-text("作出决定")');
            await p.check('[name=what][value=revoke]');
            await answer(p, 'reason', '累计三次会员企业投诉查证属实，终止服务资格。');
            await press(p, '确认决定');
        });
    await step('the plaque is to come back', 'service@demo.example',
        '/desk/plaques', async (p) => {
            await p.click('main tr:has-text("' + firm + '") a >> nth=0');
            await p.waitForLoadState();
            await sees(p, '应收回');
        });
}

async function stations() {
    await applying();
    await evaluating();
    await publishing();
    await complaining();
}

/* --- firms --- */

async function choosing() {
    await step('a firm submits for two categories', 'firm-b@demo.example',
        '/mine', async (p) => {
            firm = await p.innerText('main tbody tr >> nth=0 >> td >> nth=1');
            await follow(p, '继续填写');
            await follow(p, '核对并提交');
            await sees(p, '专业化', '特色化');
            await p.check('[name=declare]');
            await press(p, '提交');
            number = /SB-ZJTX-\d+-\d+/.exec(await p.innerText('main'))[0];
        });
    await step('the city passes it', 'chengdu-bar@demo.example', '/body',
        async (p) => {
            await follow(p, number);
            for (const r of await p.$$('main [type=radio][value=yes]'))
                await r.check();
            await press(p, '保存');
            await p.check('[name=decision][value=pass]');
            await p.fill('[name=opinion]', '属于本市中小型律师事务所，同意上报。');
            await press(p, '提交意见');
        });
    await step('and forwards it to the province', 'chengdu-bar@demo.example',
        '/body', async (p) => {
            await p.check('main tr:has-text("' + number + '") [name=ids]');
            await press(p, '转报勾选的申请');
            await sees(p, firm);
        });
    await step('the first-evaluation group gets it', 'group@demo.example',
        '/desk/panels', async (p) => {
            await follow(p, '补充申报初评小组');
            await sees(p, number + ' ' + firm);
            await press(p, '分配给这个小组');
        });
    for (const n of [1, 2, 3])
        await step('rater ' + n + ' proposes for each category',
            'rater' + n + '@demo.example', '/panel', async (p) => {
                await follow(p, number);
                await judge(p, { 专业化: 'RECOGNISE', 特色化: 'INCUBATE' });
                await sees(p, '已提交');
            });
    await step('the result of the group', 'rater1@demo.example', '/panel',
        async (p) => {
            await follow(p, number);
            await press(p, '确认形成结果');
        });
}

async function decide(page, category, outcome) {
    await page.goto(base + '/desk/decisions');
    await page.click('main tr:has-text("' + number + '") a >> nth=0');
    await page.waitForLoadState();
    await page.click('main table a:has-text("' + category + '")');
    await page.waitForLoadState();
    await page.check('[name=outcome][value=' + outcome + ']');
    await page.fill('[name=document_no]', '演示领〔2026〕3号');
    await press(page, '作出决定');
}

async function deciding() {
    await step('the last place: 40 of 40', 'group@demo.example',
        '/desk/decisions', async (p) => {
            await sees(p, '39/40');
            await decide(p, '专业化', 'RECOGNISE');
            await p.goto(base + '/desk/decisions');
            await sees(p, '40/40');
        });
    await step('the other category is incubated, without a place',
        'group@demo.example', null, async (p) => {
            await decide(p, '特色化', 'INCUBATE');
            await p.goto(base + '/desk/decisions');
            await sees(p, '40/40', '70/100');
        });
    await step('the next firm is refused: 40/40', 'group@demo.example',
        '/desk/decisions', async (p) => {
            await p.click('main tr:has-text("待决定") a >> nth=0');
            await p.waitForLoadState();
            await p.click('main a[href*="/lines/1"]');
            await p.waitForLoadState();
            await p.check('[name=outcome][value=RECOGNISE]');
            await p.fill('[name=document_no]', '演示领〔2026〕3号');
            await press(p, '作出决定');
            if (!(await p.textContent('main')).includes('40/40'))
                throw new Error('no arithmetic of the places');
            await p.goto(base + '/desk/decisions');
        });
    await step('the office collects the joint result', 'office@demo.example',
        '/desk/publications', async (p) => {
            await p.click('main details:has([name=partly]) > summary');
            await p.check('[name=kind][value=RESULT]');
            await p.check('[name=partly]');
            await press(p, '汇总');
            await sees(p, firm);
        });
    for (const who of ['party', 'society'])
        await step(who + ' signs', who + '@demo.example',
            '/body/publications', async (p) => {
                await p.click('main table a >> nth=0');
                await p.waitForLoadState();
                await sees(p, firm);
                await press(p, '确认签署');
            });
    await step('published: on the register', null, 
        '/register?programme=specialised-law-firm&q=' +
        encodeURIComponent(firm), async (p) => sees(p, firm, '专业化'));
}

/* A field of a form of the pack, by its name. */
async function answer(page, name, value) {
    await page.fill('main [name="' + name + '"]', value);
}

/* The day that the demo has, less some. */
async function day_of(page, less) {
    const d = /今天是(\d+)年(\d+)月(\d+)日/.exec(
        await page.textContent('body'));
    return new Date(Date.UTC(+d[1], d[2] - 1, +d[3]) - less * 86400000)
        .toISOString().slice(0, 10);
}

async function changing() {
    await days_later(18);
    await step('the firm reports a change too late', 'firm-b@demo.example',
        '/mine/holdings', async (p) => {
            await p.click('main a[href^="/mine/holdings/"] ' +
                '>> nth=-1');
            await p.waitForLoadState();
            await p.click('main form:has([value=change]) button');
            await p.waitForLoadState();
            await follow(p, '变化情况');
            await answer(p, '律所名称', firm);
            await p.check('[name=报告时身份][value=认定]');
            await p.check('[name=所属类别][value=专业化]');
            await p.selectOption('[name=变化种类]', '团队流失');
            await answer(p, '变化日期', await day_of(p, 17));
            await answer(p, '变化前', '专业团队律师九名');
            await answer(p, '变化后', '专业团队律师六名');
            await answer(p, '受影响条件', '代表业绩的承办律师未变');
            await answer(p, '联系人', '示例乙');
            await answer(p, '手机号码', '13000001111');
            await p.setInputFiles('[name=变化证明]', PDF);
            await p.setInputFiles('[name=报告盖章页]', PDF);
            await press(p, '保存');
        });
    await step('and submits it', 'firm-b@demo.example', null, async (p) => {
        if (await p.$('main a:has-text("核对并提交")'))
            await follow(p, '核对并提交');
        await p.check('[name=declare]');
        await press(p, '提交');
        await sees(p, '受理编号');
    });
}

async function punishing() {
    await step('a penalty is entered once', 'office-b@demo.example',
        '/desk/incidents/new', async (p) => {
            const day = await day_of(p, 0);
            await answer(p, 'subject', firm);
            await p.selectOption('[name=kind]', 'penalty');
            await answer(p, 'decided', day);
            await answer(p, 'authority', '示例市司法局');
            await answer(p, 'doc_no', '示例司罚〔2026〕7号');
            await answer(p, 'content', '私自收费，警告并罚款。');
            await answer(p, 'source', '司法行政机关通报');
            await press(p, '登记');
            await sees(p, '四、（四）2', '立案');
        });
    const row = 'main tr:has-text("' + firm + '"):has-text("处罚") a >> nth=';
    /* The text says 直接取消: there is no statement, and all categories end. */
    await step('cancelled, with a ban of three years',
        'group@demo.example', '/desk/proceedings', async (p) => {
            await p.click(row + 0);
            await p.waitForLoadState();
            await p.click('main details > summary:has-text("作出决定")');
            await p.check('[name=what][value=revoke]');
            await answer(p, 'reason', '有效期内受到行政处罚，取消认定。');
            await press(p, '确认决定');
        });
    await step('the ban, to the day', 'group@demo.example', '/desk/bans',
        async (p) => sees(p, firm, '3年'));
    await step('a new application is refused', 'firm-b@demo.example',
        '/mine/start/specialised-law-firm', async (p) => {
            await p.click('main form button >> nth=-1');
            await p.waitForLoadState();
            await sees(p, '3年');
            await p.goto(base + '/mine');
        });
}

async function firms() {
    await choosing();
    await deciding();
    await changing();
    await punishing();
}

/* Late in a year terms reach into the next one, whose holidays are not
 * published yet: they are entered first, as an officer would. */
async function next_calendar() {
    const now = new Date(Date.now() + 8 * 3600e3);
    const next = now.getUTCFullYear() + 1;
    if (now.getUTCMonth() < 9)
        return;
    await step('the next year is entered', 'rules@demo.example',
        '/desk/calendar', async (p) => {
            if (await p.inputValue('[name=year]') !== String(next))
                return;
            await p.fill('[name=source]', '演示：法定节日，以正式通知为准');
            await p.fill('[name=rows]', next + '-01-01,元旦,放假');
            await press(p, '录入');
            await sees(p, next + '-01-01');
        });
}

(async () => {
    const folder = process.env.DEMO ||
        fs.mkdtempSync(path.join(os.tmpdir(), 'mingce-story-'));
    let server, browser, failed = 0;
    try {
        if (pictures)
            fs.mkdirSync(pictures, { recursive: true });
        ({ base, server } = await site.serve(program, folder));
        browser = await chromium.launch({
            executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
            args: ['--no-sandbox', '--disable-dev-shm-usage'] });
        tour.open(base, browser, pictures);
        const only = process.env.STORY;
        await next_calendar();
        /* The others move the clock; this one comes first. */
        if (!only || only === 'd')
            await workforce(program, base);
        if (!only || only === 'a')
            await stations();
        if (!only || only === 'b')
            await firms();
    } catch (e) {
        failed = 1;
        console.log(e.message.slice(0, 2000));
    }
    if (browser)
        await browser.close();
    if (server) {
        const wrong = await site.finish(server, folder);
        if (wrong) {
            failed = 1;
            console.log('FAILED the server ends clean: ' + wrong);
        }
    }
    if (!process.env.DEMO)
        fs.rmSync(folder, { recursive: true, force: true });
    console.log(tour.count() + ' passed, ' + failed + ' failed');
    process.exit(failed);
})();
