// SPDX-License-Identifier: GPL-2.0-or-later
// Helpers for the tests: an index of the samples with a few hostile papers, a server, one browser.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const bin = process.env.NONMUN_BIN;
const data = process.env.NONMUN_DATA;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screenshots = join(process.cwd(), 'screenshots');
// A 1x1 PNG, served in place of thumbnails.
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

export const hostilePaper = {
    id: 'hostile.1', title: '<img src=x onerror="window.harmed=1"> zebrafish <script>window.harmed=1</script>',
    url: 'javascript:window.harmed=1', date: '2024-06-03', votes: 7, authors: ['<b onmouseover=window.harmed=1>Mallory</b>', 'Q/A & "Co" #1?'],
    media: { kind: 'image', url: 'javascript:window.harmed=1' },
    summary: [{ section: '<i>What</i>', text: '제브라피시 zebrafish </li><img src=x onerror=window.harmed=1> 실험입니다.' }],
};

export const undated = { id: 'undated.1', title: 'The axolotl', votes: null, authors: ['Ada Lovelace'], summary: [{ section: null, text: '아홀로틀입니다.' }] };

function index(db, args, input = '') {
    const made = spawnSync(join(bin, 'nonmun-index'), ['--quiet', '--db', db, ...args], { input, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
}

// An index of the samples and of the papers in `more`.
export function makeIndex(folder, name, more = []) {
    const db = join(folder, name);
    index(db, [join(data, '2023'), join(data, '2024')]);
    if (more.length) index(db, ['-'], more.map((paper) => JSON.stringify(paper) + '\n').join(''));
    return db;
}

export async function startServer(db, args = []) {
    const child = spawn(join(bin, 'nonmun'), ['--db', db, 'serve', '--listen', '127.0.0.1:0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let err = '';
    child.stderr.on('data', (bytes) => (err += bytes));
    const ended = new Promise((resolve) => child.on('exit', resolve));
    const url = await new Promise((resolve, reject) => {
        let out = '';
        child.stdout.on('data', (bytes) => {
            out += bytes;
            if (out.includes('\n')) resolve(out.trim().replace(/\/$/, ''));
        });
        ended.then(() => reject(new Error('the server ended: ' + err)));
    });
    return { url, stop: () => (child.kill('SIGKILL'), ended) };
}

export function temporaryFolder() {
    const path = mkdtempSync(join(tmpdir(), 'nonmun-browser-'));
    return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function startBrowser() {
    mkdirSync(screenshots, { recursive: true });
    const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
    return chromium.launch({ executablePath: '/usr/bin/chromium', args: [...args, '--disable-dev-shm-usage'] });
}

// Opens a page in a new browser context. page.faults collects its errors, page.outside its requests to other hosts, which are
// intercepted: no test uses the network. `thumbnails`: 'shown' or 'broken'; `init` runs in the page before its scripts.
export async function openPage(t, browser, server, path, { thumbnails = 'broken', init = () => {}, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'ko-KR', reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    await page.addInitScript(init);
    page.setDefaultTimeout(10_000);
    page.outside = [];
    page.faults = [];
    page.on('pageerror', (error) => page.faults.push(error.message));
    page.on('console', (message) => {
        if (message.type() === 'error' && !/net::ERR_FAILED/.test(message.text())) page.faults.push(message.text());
    });
    await context.route((url) => url.origin !== server.url && url.protocol !== 'data:', (route) => {
        page.outside.push(route.request().url());
        return thumbnails === 'shown' ? route.fulfill({ contentType: 'image/png', body: pixel }) : route.abort();
    });
    t.after(() => context.close());
    await page.goto(server.url + path);
    await settled(page);
    return page;
}

// Waits until the view of the current URL is shown.
export async function settled(page) {
    await page.waitForFunction(() => document.querySelector('main h1') && !document.querySelector('main[aria-busy]'));
}

export const titles = (page) => page.locator('main a.title').allTextContents();
export const heading = (page) => page.locator('main h1').textContent();

export const screenshot = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`) });

// Asserts that axe finds no violation of WCAG 2.2 AA or of its best practices. `rules`: check only these rules. (evaluate() uses the
// debugger protocol, which the page's Content-Security-Policy does not block.)
export async function assertAccessible(page, what, rules = null) {
    await page.evaluate(axe);
    const options = { resultTypes: ['violations'], ...(rules && { runOnly: { type: 'rule', values: rules } }) };
    const { violations } = await page.evaluate((asked) => globalThis.axe.run(document, asked), options);
    const said = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html + ' ' + node.failureSummary).join('\n')}`);
    assert.deepEqual(said, [], what);
}
