/* The demo, served for tests in a browser: loads made-up data into a folder,
 * serves it on a free port, and signs people in. */
'use strict';
const child = require('child_process');
const fs = require('fs');

exports.PASSWORD = 'demo-2026-mingce';

/* {base, server}: where it is served, and the process. */
exports.serve = function (program, folder) {
    const flags = ['--db', 'sqlite:' + folder + '/demo.db', '--data',
        folder + '/data', '--demo'];
    if (!fs.existsSync(folder + '/demo.db')) {
        const loaded = child.spawnSync(program, ['demo', ...flags],
            { encoding: 'utf8' });
        if (loaded.status !== 0)
            throw new Error('mingce demo: ' + loaded.stdout + loaded.stderr);
    }
    const log = fs.openSync(folder + '/log', 'w');
    const server = child.spawn(program, ['serve', '--port', '0', ...flags],
        { stdio: ['ignore', 'pipe', log] });
    return new Promise((resolve, reject) => {
        server.stdout.on('data', (d) => {
            const found = /http:\/\/[^:]+:(\d+)\//.exec(String(d));
            if (found)
                resolve({ base: 'http://127.0.0.1:' + found[1], server });
        });
        server.on('exit', (code) => reject(new Error('ended: ' + code +
            fs.readFileSync(folder + '/log', 'utf8').slice(-3000))));
    });
};

exports.sign_in = async function (page, base, login) {
    await page.goto(base + '/sign-in');
    await page.fill('#login', login);
    await page.fill('#password', exports.PASSWORD);
    await page.click('main form button');
    await page.waitForLoadState();
};

/* Ends the server; says what is wrong with its end, or ''. */
exports.finish = async function (server, folder) {
    const ended = new Promise((r) => server.removeAllListeners('exit')
        .on('exit', r));
    server.kill('SIGTERM');
    const code = await ended;
    const log = fs.readFileSync(folder + '/log', 'utf8');
    const bad = /Sanitizer|runtime error| failure /.exec(log);
    return code === 0 && !bad ? ''
        : code + ' ' + log.slice(bad ? bad.index : -1500).slice(0, 3000);
};
