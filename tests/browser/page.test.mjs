// SPDX-License-Identifier: GPL-2.0-or-later
// End-to-end tests of the page in Chromium.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { assertAccessible, heading, hostilePaper, makeIndex, openPage, screenshot, settled, startBrowser, startServer, temporaryFolder, titles, undated } from './support.mjs';

const folder = temporaryFolder();
const views = {
    home: '/', search: '/?q=diffusion', narrowed: '/?month=2024-05&author=Sai+Bi&sort=votes', none: '/?q=qqqqzzzz',
    paper: '/paper/2404.19756', author: '/author/Sai%20Bi', who: '/author/Zhang', trends: '/trends?term=mamba', noTrends: '/trends?q=qqqqzzzz', lists: '/lists', missing: '/paper/none',
};
const token = 'a-token-of-these-tests';
let browser, server, hostileServer, closed, guarded;

before(async () => {
    const db = makeIndex(folder.path, 'samples');
    const tokenFile = join(folder.path, 'token');
    writeFileSync(tokenFile, token + '\n');
    [browser, server, closed, guarded, hostileServer] = await Promise.all([startBrowser(), startServer(db), startServer(db, ['--no-thumbnails']),
        startServer(db, ['--token-file', tokenFile]), startServer(makeIndex(folder.path, 'hostile', [hostilePaper, undated]))]);
});

after(async () => {
    await browser?.close();
    await Promise.all([server, closed, guarded, hostileServer].map((one) => one?.stop()));
    folder.remove();
});

async function type(page, text) {
    await page.locator('#query').pressSequentially(text, { delay: 15 });
    await page.waitForFunction((q) => new URLSearchParams(location.search).get('q') === q, text);
    await settled(page);
}

test('a Korean query is searched while it is typed; the best paper comes first, with its matches highlighted', async (t) => {
    const page = await openPage(t, browser, server, '/');
    assert.equal(await heading(page), '최신 논문');
    await type(page, '스플라인 격자');
    assert.match((await titles(page))[0], /^KAN: Kolmogorov/);
    await page.locator('#query').fill('');
    await type(page, '확산 모델');
    assert.match((await titles(page))[0], /^Sherpa3D/);
    const marks = await page.locator('.card').first().locator('.summary mark').allTextContents();
    assert.deepEqual([...new Set(marks)], ['확산', '모델']);
    assert.equal(await page.locator('#status').textContent(), await heading(page));
    assert.ok(await page.locator('#query').evaluate((box) => box === document.activeElement), 'the box keeps the focus');
    await screenshot(page, 'search-desktop');
    await page.goBack();
    await settled(page);
    assert.equal(await heading(page), '최신 논문', 'one typed query is one history entry');
    assert.deepEqual(page.faults, []);
});

test('a late response does not replace a newer one', async (t) => {
    const page = await openPage(t, browser, server, '/');
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await page.route('**/v1/search?q=kan&**', async (route) => {
        await held;
        await route.continue().catch(() => {});
    });
    await page.locator('#query').fill('kan');
    await page.waitForRequest('**/v1/search?q=kan&**');
    const aborted = page.waitForEvent('requestfailed');
    await page.locator('#query').fill('mamba');
    assert.match((await aborted).url(), /q=kan/);
    await page.waitForURL('**/?q=mamba');
    await settled(page);
    release();
    await page.waitForTimeout(100);
    assert.match((await titles(page))[0], /Mamba/);
});

test('a facet value filters the results to its count; Back and a shared link show the same results', async (t) => {
    const page = await openPage(t, browser, server, '/?q=diffusion');
    const before = await titles(page);
    const value = page.locator('.facet a.value', { hasText: '2024-05' });
    const count = Number(await value.locator('.count').textContent());
    await value.click();
    await page.waitForURL('**/?q=diffusion&month=2024-05');
    await settled(page);
    assert.equal(await heading(page), `논문 ${count}편`);
    for (const day of await page.locator('.card time').allTextContents()) assert.match(day, /^2024-05-/);
    await screenshot(page, 'narrowed-desktop');
    await page.locator('.sort a', { hasText: '투표 많은 순' }).click();
    await page.waitForURL('**&sort=votes');
    await settled(page);
    const narrowed = await titles(page);
    assert.equal(narrowed.length, count);
    const fresh = await openPage(t, browser, server, page.url().slice(server.url.length));
    assert.deepEqual(await titles(fresh), narrowed);
    assert.equal(await fresh.locator('#query').inputValue(), 'diffusion');

    await page.goBack();
    await page.goBack();
    await page.waitForURL('**/?q=diffusion');
    await settled(page);
    assert.deepEqual(await titles(page), before);
    const votes = page.locator('.facet a.value', { hasText: '20–49' });
    const many = Number(await votes.locator('.count').textContent());
    await votes.click();
    await page.waitForURL('**/?q=diffusion&votes=20..49');
    await settled(page);
    assert.equal(await heading(page), `논문 ${many}편`);
    const author = page.locator('.facet').nth(2).locator('a.value').first();
    const name = await author.locator('bdi').textContent();
    await author.click();
    await page.waitForURL('**&author=**');
    await settled(page);
    for (const authors of await page.locator('.card .authors').allTextContents()) assert.ok(authors.includes(name) || authors.includes('외 '), authors);
    await page.locator('.chips .clear').click();
    await page.waitForURL('**/?q=diffusion');
    assert.deepEqual(page.faults, []);
});

test('the votes filter works with any query, and is not part of the suggested query', async (t) => {
    const count = async (path) => Number((await heading(await openPage(t, browser, server, path))).match(/[0-9]+/)[0]);
    const both = await count('/?q=diffusion+OR+mamba&votes=20..49');
    assert.ok(both > 0 && both < await count('/?q=diffusion+OR+mamba'));
    for (const q of ['diffusion) OR mamba', '(diffusion) OR (mamba', 'diffusion OR mamba)', 'diffusion" OR mamba)'])
        assert.equal(await count(`/?q=${encodeURIComponent(q)}&votes=20..49`), both, q);
    const page = await openPage(t, browser, server, '/?q=difusion&votes=20..49');
    const suggested = page.locator('.remark a');
    assert.equal(await suggested.textContent(), 'diffusion');
    await suggested.click();
    await page.waitForURL('**/?q=diffusion&votes=20..49');
});

test('unknown facet values are counted but are not links', async (t) => {
    const page = await openPage(t, browser, hostileServer, '/?q=axolotl');
    for (const at of [0, 1]) {
        const facet = page.locator('.facet').nth(at);
        assert.equal(await facet.locator('a').count(), 0);
        assert.match(await facet.locator('.value').textContent(), /정보 없음 1/);
    }
});

test('long results are split into pages', async (t) => {
    const page = await openPage(t, browser, server, '/?q=diffusion+OR+모델&sort=date');
    const first = await titles(page);
    assert.equal(first.length, 20);
    await page.locator('.pages a[aria-label="다음"]').click();
    await page.waitForURL('**&page=2');
    await settled(page);
    assert.ok((await titles(page)).every((title) => !first.includes(title)));
    await page.goBack();
    await settled(page);
    assert.deepEqual(await titles(page), first);
});

test('a paper links to related papers, with the reasons, and to its authors', async (t) => {
    const page = await openPage(t, browser, server, '/?q=kolmogorov');
    await page.locator('.card a.title').first().click();
    await page.waitForURL('**/paper/2404.19756');
    await settled(page);
    assert.match(await heading(page), /^KAN/);
    const related = page.locator('.neighbours .card').first();
    assert.equal(await related.locator('a.title').textContent(), 'KAN or MLP: A Fairer Comparison');
    assert.ok((await related.locator('.why .chip').allTextContents()).includes('kan'));
    assert.match(await related.locator('.score-bar').getAttribute('aria-label'), /^점수 0\.\d\d: 내용 0\.\d\d, 주제/);
    assert.ok(await related.locator('.score-bar rect').count() >= 2);
    await screenshot(page, 'paper-desktop');
    await related.locator('a.title').click();
    await page.waitForURL('**/paper/2407.16674');
    await settled(page);
    await page.goBack();
    await settled(page);
    assert.match(await heading(page), /^KAN: /);
    await page.locator('.authors a', { hasText: 'Max Tegmark' }).click();
    await page.waitForURL('**/author/Max%20Tegmark');
    await settled(page);
    assert.equal(await heading(page), 'Max Tegmark');
    assert.deepEqual(page.faults, []);
});

test('an author has a plot by month, co-authors and related papers; trends are plotted', async (t) => {
    const page = await openPage(t, browser, server, '/author/Sai%20Bi');
    assert.equal(await page.locator('.plot.columns .column').count(), 3);
    assert.ok((await page.locator('.names a').allTextContents()).includes('Hao Tan'));
    assert.ok(await page.locator('.neighbours .card').count() > 0);
    await screenshot(page, 'author-desktop');
    await page.locator('header nav a').first().click();
    await page.waitForURL('**/trends');
    await settled(page);
    await page.locator('#term').fill('diffusion');
    await page.locator('.follow button').click();
    await page.waitForURL('**/trends?term=diffusion');
    await settled(page);
    assert.equal(await page.locator('.topics .card .clear').count(), 1, 'a followed term can be removed');
    assert.equal(await page.locator('.topics a.title').first().textContent(), 'diffusion');
    assert.match(await page.locator('.topic-plot').first().getAttribute('aria-label'), /^diffusion: 2023-1[12]: \d/);
    await page.goBack();
    await settled(page);
    assert.ok(await page.locator('.topics .card').count() >= 4);
    await screenshot(page, 'trends-desktop');
    assert.deepEqual(page.faults, []);
});

test('trends without papers show a message, in both languages', async (t) => {
    for (const [locale, says] of [['ko-KR', /^검색 결과가 없습니다\./], ['en-US', /^Nothing found\./]]) {
        const page = await openPage(t, browser, server, views.noTrends, { locale });
        assert.match(await page.locator('.nothing').textContent(), says);
        assert.doesNotMatch(await page.locator('main').textContent(), /undefined|-1/);
        await page.locator('main a.chip').click();
        await page.waitForURL('**/trends');
        await settled(page);
        assert.ok(await page.locator('.topics .card').count() >= 4);
        assert.deepEqual(page.faults, []);
    }
});

test('the reading list is stored in the browser and can be downloaded', async (t) => {
    const page = await openPage(t, browser, server, '/paper/2404.19756');
    await page.locator('.paper .save').click();
    assert.equal(await page.locator('#saved').textContent(), '1');
    await page.reload();
    await settled(page);
    assert.equal(await page.locator('.paper .save').getAttribute('aria-pressed'), 'true');
    await page.locator('header nav a').nth(1).click();
    await page.waitForURL('**/lists');
    await settled(page);
    const saved = async (name) => {
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
        return readFileSync(await download.path(), 'utf8');
    };
    const { papers } = JSON.parse(await saved('JSON'));
    assert.deepEqual(papers.map(({ id, date }) => [id, date]), [['2404.19756', '2024-05-01']]);
    assert.match(await saved('Markdown'), /^- \[KAN: [^\]]+\]\(<https:\/\/arxiv\.org\/abs\/2404\.19756>\) · .*Max Tegmark/);
    await page.locator('.card button').click();
    await page.locator('.nothing').waitFor();
    assert.ok(await page.locator('#saved').isHidden());
    assert.deepEqual(page.faults, []);
});

test('the page can be used with the keyboard alone', async (t) => {
    const page = await openPage(t, browser, server, '/');
    await page.keyboard.press('/');
    await page.keyboard.type('mamba');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/?q=mamba');
    await settled(page);
    const focused = () => page.evaluate(() => document.activeElement.textContent);
    const found = await titles(page);
    for (const [key, at] of [['ArrowDown', 0], ['ArrowDown', 1], ['ArrowDown', 2], ['ArrowUp', 1]]) {
        await page.keyboard.press(key);
        assert.equal(await focused(), found[at]);
    }
    await page.keyboard.press('Enter');
    await page.waitForURL('**/paper/**');
    await settled(page);
    assert.equal(await focused(), found[1], 'the heading has the focus');
    await page.goBack();
    await page.waitForURL('**/?q=mamba');
    await settled(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'query');
    await page.goto(server.url + '/?q=mamba');
    await settled(page);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement.id === 'main');
});

test('the text of a digest is never interpreted as markup', async (t) => {
    const page = await openPage(t, browser, hostileServer, '/?q=zebrafish');
    assert.equal((await titles(page))[0], hostilePaper.title);
    const card = page.locator('.card').first();
    assert.equal(await card.locator('.section').textContent(), '<i>What</i>');
    assert.ok((await card.locator('.summary mark').allTextContents()).includes('zebrafish'));
    assert.equal(await card.locator('img, script, b, i').count(), 0);
    assert.equal(await card.locator('a.external').count(), 0, 'no link to javascript:');
    await screenshot(page, 'hostile-desktop');
    await card.locator('.save').click();
    await card.locator('a.title').click();
    await page.waitForURL('**/paper/hostile.1');
    await settled(page);
    assert.equal(await heading(page), hostilePaper.title);
    for (const name of hostilePaper.authors) {
        await page.goto(`${hostileServer.url}/paper/hostile.1`);
        await settled(page);
        await page.locator('.authors a', { hasText: name }).first().click();
        await page.waitForURL('**/author/**');
        await settled(page);
        assert.equal(await heading(page), name);
    }
    await page.goto(hostileServer.url + '/lists');
    await settled(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Markdown' }).click()]);
    const markdown = readFileSync(await download.path(), 'utf8');
    assert.match(markdown, /^- \\<img src=x/);
    assert.doesNotMatch(markdown, /javascript/);
    assert.equal(await page.evaluate(() => window.harmed), undefined);
    assert.deepEqual(page.faults, []);
    assert.deepEqual(page.outside.filter((url) => !url.startsWith('https://cdn-thumbnails.')), []);
});

test('only thumbnails are fetched from other hosts, and only if the server allows it', async (t) => {
    const shown = await openPage(t, browser, server, '/?q=diffusion', { thumbnails: 'shown' });
    await shown.locator('.card img.picture').first().waitFor();
    assert.ok(shown.outside.length > 0);
    for (const url of shown.outside) assert.match(url, /^https:\/\/cdn-thumbnails\..*\.png$/);
    const broken = await openPage(t, browser, server, '/?q=diffusion');
    await broken.locator('.card .placeholder').first().waitFor();
    await broken.waitForFunction(() => !document.querySelector('.card:first-child img'));
    const without = await openPage(t, browser, closed, '/?q=diffusion');
    await without.locator('.card .placeholder').first().waitFor();
    for (const path of Object.values(views)) await without.goto(closed.url + path).then(() => settled(without));
    assert.deepEqual(without.outside, []);
    assert.equal(await without.locator('img').count(), 0);
});

test('a server with a token asks for it, and again after a wrong one; the token is stored for the tab only', async (t) => {
    const asked = '이 서버에 접속하려면 토큰이 필요합니다';
    const page = await openPage(t, browser, guarded, '/?q=kolmogorov');
    assert.equal(await heading(page), asked);
    await assertAccessible(page, 'the token form');
    await page.getByLabel('토큰').fill('wrong');
    const refused = page.waitForResponse((response) => response.status() === 401);
    await page.keyboard.press('Enter');
    await refused;
    await page.waitForFunction(() => document.getElementById('token')?.value === '');
    assert.equal(await heading(page), asked);
    await page.getByLabel('토큰').fill(token);
    await page.locator('main form button').click();
    await page.locator('.card').first().waitFor();
    assert.match((await titles(page))[0], /^KAN: Kolmogorov/);
    assert.equal(page.url(), guarded.url + '/?q=kolmogorov');
    await page.reload();
    await settled(page);
    assert.match((await titles(page))[0], /^KAN: Kolmogorov/);
    assert.ok(!(await page.evaluate(() => JSON.stringify(localStorage))).includes(token));
    assert.deepEqual(page.faults.filter((fault) => !/status of 401/.test(fault)), []);
    const other = await openPage(t, browser, guarded, '/');
    assert.equal(await heading(other), asked);
});

test('an invalid token is rejected with a message and is not sent', async (t) => {
    const page = await openPage(t, browser, guarded, '/');
    let asked = 0;
    page.on('request', (request) => (asked += request.url().includes('/v1/')));
    await page.getByLabel('토큰').fill('열려라 참깨');
    await page.locator('main form button').click();
    assert.match(await page.getByRole('alert').textContent(), /^토큰에는 공백 없이/);
    assert.equal(asked, 0);
    await page.getByLabel('토큰').fill(` ${token} `);
    await page.locator('main form button').click();
    await page.locator('.card').first().waitFor();
});

test('without browser storage the page still works until it is closed', async (t) => {
    const page = await openPage(t, browser, guarded, '/', { init: () => {
        for (const name of ['localStorage', 'sessionStorage'])
            Object.defineProperty(window, name, { get: () => { throw new DOMException('disabled', 'SecurityError'); } });
    } });
    await page.getByLabel('토큰').fill(token);
    await page.locator('main form button').click();
    await page.locator('.card a.title').first().click();
    await page.waitForURL('**/paper/**');
    await settled(page);
    assert.ok(await page.locator('.paper').count() > 0, 'the token is still known');
    assert.deepEqual(page.faults.filter((fault) => !/status of 401/.test(fault)), []);
});

test('language and theme can be switched and are stored; the default is the system’s theme', async (t) => {
    const page = await openPage(t, browser, server, '/?q=diffusion', { locale: 'en-US', colorScheme: 'dark' });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.match(await heading(page), /^\d+ papers$/);
    const dark = await paper();
    assert.equal(await page.locator('#theme').getAttribute('aria-pressed'), 'true');
    await screenshot(page, 'search-dark');
    await page.locator('#theme').click();
    assert.notEqual(await paper(), dark);
    await page.locator('#language').click();
    await page.waitForFunction(() => /^논문 \d+편$/.test(document.querySelector('main h1').textContent));
    await page.reload();
    await settled(page);
    assert.notEqual(await paper(), dark);
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'ko');
    assert.deepEqual(page.faults, []);
});

test('a busy server leaves out a part of the page; a failed request shows an error', async (t) => {
    const page = await openPage(t, browser, server, '/');
    const busy = (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"detail":"too many requests at once"}' });
    const faultsOf = (status) => page.faults.filter((fault) => fault.includes(String(status))).length;
    await page.route('**/v1/stats', busy);
    await page.goto(server.url + '/');
    await settled(page);
    assert.equal((await titles(page)).length, 20);
    await page.route('**/related?*', busy);
    await page.goto(server.url + views.paper);
    await settled(page);
    assert.equal(await heading(page), 'KAN: Kolmogorov–Arnold Networks');
    assert.match(await page.locator('.neighbours').textContent(), /서버가 바쁩니다/);
    assert.ok(faultsOf(503) >= 2, 'the browser logs such responses');
    await page.route('**/v1/papers/2404.19756', (route) => route.fulfill({ body: '{"id":' }));
    await page.goto(server.url + views.paper);
    await settled(page);
    assert.match(await page.locator('main').textContent(), /서버에 연결할 수 없습니다/);
    await page.route('**/v1/papers/2404.19756', (route) => route.fulfill({ body: '{}' }));
    await page.goto(server.url + views.paper);
    await settled(page);
    assert.match(await page.locator('main').textContent(), /오류가 발생했습니다/);
});

test('every view fits a phone', async (t) => {
    const page = await openPage(t, browser, server, '/', { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true });
    for (const [name, path] of Object.entries(views)) {
        await page.goto(server.url + path);
        await settled(page);
        const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(wide <= 360 && screen === 360, `${name} is ${wide} wide`);
        if (['home', 'search', 'paper', 'trends', 'author'].includes(name)) await screenshot(page, `${name}-phone`);
    }
    await page.goto(server.url + views.search);
    await settled(page);
    await page.locator('.facets > summary').click();
    await page.locator('.facet a.value').first().click();
    await page.waitForURL('**month=**');
});

// The dark views have the same markup as the light ones, so only the rules on colours and language are checked again.
const rulesInDark = ['color-contrast', 'link-in-text-block', 'html-has-lang', 'html-lang-valid', 'valid-lang'];
for (const [colorScheme, rules] of [['light', null], ['dark', rulesInDark]]) {
    test(`every view is accessible, ${colorScheme}`, async (t) => {
        const page = await openPage(t, browser, server, '/', { colorScheme, locale: colorScheme === 'dark' ? 'en-US' : 'ko-KR' });
        await page.evaluate(() => localStorage.setItem('nonmun.list', JSON.stringify([{ id: '2404.19756', title: 'KAN', url: '', authors: ['Max Tegmark'] }])));
        for (const [name, path] of Object.entries(views)) {
            await page.goto(server.url + path);
            await settled(page);
            await assertAccessible(page, `${name}, ${colorScheme}`, rules);
            if (colorScheme === 'dark') await screenshot(page, `${name}-dark`);
        }
        await page.setViewportSize({ width: 360, height: 780 });
        await page.goto(server.url + views.search);
        await settled(page);
        await assertAccessible(page, `search on a phone, ${colorScheme}`, rules);
    });
}
