// SPDX-License-Identifier: GPL-2.0-or-later
// End-to-end tests of the HTML report, opened as a file in Chromium.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { assertAccessible, hostilePaper, makeIndex, screenshot, startBrowser, temporaryFolder, undated } from './support.mjs';

let browser;
let folder;
let address;

before(async () => {
    folder = temporaryFolder();
    const db = makeIndex(folder.path, 'db', [hostilePaper, undated]);
    const file = join(folder.path, 'report.html');
    const made = spawnSync(join(process.env.NONMUN_BIN, 'nonmun'), ['--db', db, 'report', '--top', '5', '--format', 'html', '--output', file], { encoding: 'utf8' });
    assert.equal(made.status, 0, made.stderr);
    address = pathToFileURL(file).href;
    browser = await startBrowser();
});

after(async () => {
    await browser?.close();
    folder?.remove();
});

// Opens the report and waits for the layout. Script errors and network requests fail the test.
async function open(t, hash = '', options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US', reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('request', (request) => {
        if (!/^(file|data):/.test(request.url())) faults.push(request.url());
    });
    t.after(async () => {
        await context.close();
        assert.deepEqual(faults, []);
    });
    await page.goto(address + hash);
    await page.locator('#progress').waitFor({ state: 'hidden' });
    return page;
}

// The pixels of the graph after the next redraw.
const drawn = (page) => page.locator('#graph').evaluate((canvas) => new Promise((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(canvas.toDataURL())))));

const shownTitle = (page) => page.locator('#paper h2').textContent();

test('a search selects a paper, which shows its neighbours and the reasons; a neighbour can be selected too', async (t) => {
    const page = await open(t);
    assert.match(await page.locator('#summary').textContent(), /^73 papers · 5 neighbours each/);
    await page.getByRole('searchbox').fill('kolmogorov');
    await page.getByRole('searchbox').press('Enter');
    assert.equal(await shownTitle(page), 'KAN: Kolmogorov–Arnold Networks');
    assert.equal(await page.locator('#paper ol.neighbours li').count(), 5);
    assert.match(await page.locator('#paper ol.neighbours li').first().textContent(), /KAN or MLP: A Fairer Comparison.*Shared terms:/);
    assert.match(page.url(), /#.*paper=2404\.19756/);
    await page.locator('#paper ol.neighbours button.title').first().click();
    assert.equal(await shownTitle(page), 'KAN or MLP: A Fairer Comparison');
    await screenshot(page, 'report');
});

test('keyboard and mouse move and zoom the graph and select papers', async (t) => {
    const page = await open(t, '#paper=2404.19756');
    assert.equal(await shownTitle(page), 'KAN: Kolmogorov–Arnold Networks');
    const canvas = page.locator('#graph');
    await canvas.press('Escape');
    assert.equal(await page.locator('#paper h2').count(), 0);
    // The paper was moved to the middle.
    await canvas.press('Enter');
    assert.equal(await shownTitle(page), 'KAN: Kolmogorov–Arnold Networks');
    await canvas.press('Escape');
    const { width, height } = await canvas.boundingBox();
    await canvas.click({ position: { x: width / 2, y: height / 2 } });
    assert.equal(await shownTitle(page), 'KAN: Kolmogorov–Arnold Networks');
    await canvas.press('Escape');
    let before = await drawn(page);
    const changes = async (what, act) => {
        await act();
        const after = await drawn(page);
        assert.notEqual(after, before, what);
        before = after;
    };
    for (const key of ['0', '+', '-', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'])
        await changes(key, () => canvas.press(key));
    for (const button of ['zoom-in', 'zoom-fit', 'zoom-out'])
        await changes(button, () => page.locator(`#${button}`).click());
});

test('clusters are hidden and shown', async (t) => {
    const page = await open(t);
    const boxes = page.locator('#legend-list input');
    const count = await boxes.count();
    assert.ok(count > 2, `${count} clusters`);
    const picture = () => drawn(page);
    const all = await picture();
    await page.locator('#no-clusters').click();
    assert.equal(await page.locator('#legend-list input:checked').count(), 0);
    assert.notEqual(await picture(), all);
    await boxes.first().check();
    assert.equal(await page.locator('#legend-list input:checked').count(), 1);
    await page.locator('#all-clusters').click();
    assert.equal(await page.locator('#legend-list input:checked').count(), count);
    assert.equal(await picture(), all);
});

test('tables can be sorted and filtered by month or search, and link to papers', async (t) => {
    const page = await open(t, '#view=papers');
    const rows = page.locator('#papers-table tbody tr');
    const days = () => page.locator('#papers-table tbody td:first-child').allTextContents();
    assert.equal(await rows.count(), 73);
    const newest = (await days()).filter(Boolean);
    assert.deepEqual(newest, [...newest].sort().reverse());
    assert.equal((await days()).at(-1), '', 'unknown dates come last');
    await page.getByRole('columnheader', { name: 'Date' }).getByRole('button').click();
    assert.deepEqual((await days()).filter(Boolean), newest.sort());
    assert.equal((await days()).at(-1), '');
    await page.getByRole('columnheader', { name: 'Votes' }).getByRole('button').click();
    const votes = (await page.locator('#papers-table tbody td:nth-child(3)').allTextContents()).filter(Boolean).map(Number);
    assert.deepEqual(votes, [...votes].sort((a, b) => b - a));
    await page.getByRole('searchbox').fill('확산');
    assert.match(await page.locator('#papers-filter').textContent(), /확산/);
    await page.locator('#papers-filter button').click();
    await page.locator('#tab-months').click();
    await page.locator('#months-table tbody button', { hasText: '2024-10' }).click();
    assert.equal(await rows.count(), 13);
    await page.locator('#papers-table tbody button.title').first().click();
    assert.ok(await shownTitle(page));
    await page.locator('#tab-clusters').click();
    assert.ok(await page.locator('#clusters-table tbody tr').count() > 2);
});

test('the text of a digest is never interpreted as markup', async (t) => {
    const page = await open(t, '#view=papers');
    await page.getByRole('searchbox').fill('zebrafish');
    await page.locator('#papers-table tbody button.title').first().click();
    assert.equal(await shownTitle(page), hostilePaper.title);
    assert.match(await page.locator('#paper').textContent(), /<b onmouseover=window\.harmed=1>Mallory<\/b>/);
    assert.equal(await page.locator('#paper a[href]').count(), 0, 'a javascript: URL is not a link');
    assert.equal(await page.evaluate(() => globalThis.harmed), undefined);
});

test('every view is accessible in both languages and themes, and fits a phone', async (t) => {
    for (const [lang, theme] of [['en', 'light'], ['ko', 'dark']]) {
        const page = await open(t, `#lang=${lang}&theme=${theme}&paper=2404.19756`);
        assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
        for (const view of ['graph', 'papers', 'clusters', 'duplicates', 'months']) {
            await page.locator(`#tab-${view}`).click();
            await assertAccessible(page, `${view}, ${lang}, ${theme}`);
        }
        await screenshot(page, `report-${lang}-${theme}`);
    }
    const phone = await open(t, '', { viewport: { width: 360, height: 740 }, locale: 'ko-KR' });
    assert.equal(await phone.locator('#tab-papers').textContent(), '논문 73');
    for (const view of ['graph', 'papers', 'clusters', 'duplicates', 'months']) {
        await phone.locator(`#tab-${view}`).click();
        assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), view);
    }
    await screenshot(phone, 'report-phone');
});
