// SPDX-License-Identifier: GPL-2.0-or-later
// Tests of the server: caching, access control, limits, concurrent writers, signals.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { gunzipSync } from 'node:zlib';
import { ask, askJson, run, runInBackground, sampleIndex, sendRaw, sleep, startServer, temporaryFolder, writeLines } from './support.mjs';

test('the ETag identifies the revision, and an unchanged revision gives 304', async (t) => {
    const server = await startServer(t, sampleIndex(t));
    for (const path of ['/v1/search?q=diffusion', '/v1/papers/2404.19756', '/v1/stats', '/openapi.json', '/']) {
        const first = await ask(server, path);
        assert.equal(first.status, 200);
        assert.match(first.headers.etag, /^W\/"[0-9a-f]{16}"$/);
        for (const header of [first.headers.etag, `"other", ${first.headers.etag.slice(2)}`, '*']) {
            const again = await ask(server, path, { headers: { 'If-None-Match': header } });
            assert.equal(again.status, 304, path);
            assert.equal(again.bytes.length, 0);
            assert.equal(again.headers.etag, first.headers.etag);
        }
        const changed = await ask(server, path, { headers: { 'If-None-Match': 'W/"0"' } });
        assert.equal(changed.status, 200);
    }
    const failed = await ask(server, '/v1/papers/none', { headers: { 'If-None-Match': '*' } });
    assert.notEqual(failed.status, 200);
});

test('responses are compressed for clients that accept it', async (t) => {
    const server = await startServer(t, sampleIndex(t));
    const path = '/v1/search?q=diffusion';
    const plain = await ask(server, path);
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.match(plain.headers.vary, /Accept-Encoding/);
    const taken = { gzip: true, 'br, gzip;q=0.5': true, '*': true, br: false, 'gzip;q=0': false, 'gzip;q=0.0, *': false, identity: false };
    for (const [accepted, compressed] of Object.entries(taken)) {
        const answer = await ask(server, path, { headers: { 'Accept-Encoding': accepted } });
        assert.equal(answer.headers['content-encoding'], compressed ? 'gzip' : undefined, accepted);
        const bytes = compressed ? gunzipSync(answer.bytes) : answer.bytes;
        assert.equal(bytes.toString(), plain.text);
        assert.equal(Number(answer.headers['content-length']), answer.bytes.length);
    }
    const head = await ask(server, path, { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
    assert.equal(Number(head.headers['content-length']), plain.bytes.length);
});

test('every response is safe in a browser', async (t) => {
    const server = await startServer(t, sampleIndex(t));
    const refused = await sendRaw(server, ['nonsense\r\n\r\n']);
    const headersOf = async (path) => (await ask(server, path)).headers;
    const all = [await headersOf('/'), await headersOf('/v1/search?q=a'), await headersOf('/none'), await headersOf('/metrics'),
        Object.fromEntries([...refused.matchAll(/^([\w-]+): (.*)\r$/gm)].map(([, name, value]) => [name.toLowerCase(), value]))];
    for (const headers of all) {
        const policy = headers['content-security-policy'];
        for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
            assert.ok(policy.split('; ').includes(rule), rule);
        assert.doesNotMatch(policy, /unsafe/);
        assert.equal(headers['x-content-type-options'], 'nosniff');
        assert.equal(headers['referrer-policy'], 'no-referrer');
        assert.equal(headers['access-control-allow-origin'], undefined);
    }
    assert.match(all[0]['content-security-policy'], /img-src 'self' data: https:/);
    const closed = await startServer(t, sampleIndex(t), ['--no-thumbnails']);
    const { headers } = await ask(closed, '/');
    assert.match(headers['content-security-policy'], /img-src 'self' data:;/);
    assert.equal((await askJson(closed, '/v1/server')).json.thumbnails, false);
    assert.match((await ask(server, '/paper/2404.19756')).headers['content-type'], /^text\/html/);
});

test('other host names and other origins are refused', async (t) => {
    const db = sampleIndex(t);
    const server = await startServer(t, db);
    const status = async (host) => (await ask(server, '/v1/stats', { headers: { Host: host } })).status;
    for (const host of ['localhost', 'LOCALHOST:9000', '127.0.0.1', '[::1]:8080', `127.0.0.1:${server.port}`]) assert.equal(await status(host), 200, host);
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1', '0.0.0.0']) assert.notEqual(await status(host), 200, host);

    for (const line of ['Host:', 'Host: \t', 'Host: evil.example'])
        assert.match(await sendRaw(server, [`GET / HTTP/1.1\r\n${line}\r\nConnection: close\r\n\r\n`]), /^HTTP\/1\.1 4(00|21)/);

    const origin = { headers: { Origin: 'https://notes.example' } };
    const preflight = { ...origin, method: 'OPTIONS' };
    assert.equal((await ask(server, '/v1/stats', preflight)).status, 403);
    const open = await startServer(t, db, ['--allow-origin', 'https://notes.example']);
    assert.equal((await ask(open, '/v1/stats', origin)).headers['access-control-allow-origin'], 'https://notes.example');
    assert.equal((await ask(open, '/v1/stats', preflight)).status, 204);
    const other = await ask(open, '/v1/stats', { headers: { Origin: 'https://evil.example' } });
    assert.equal(other.status, 403);
    assert.equal(other.headers['access-control-allow-origin'], undefined);
    assert.match(other.headers.vary, /Origin/);
});

test('a server with a token refuses requests without it', async (t) => {
    const folder = temporaryFolder(t);
    const token = 'correct%20horse%41battery%staple';
    const file = join(folder, 'token');
    writeFileSync(file, token + '\n');
    const server = await startServer(t, sampleIndex(t), ['--token-file', file]);
    const status = async (path, authorization) => (await ask(server, path, { headers: authorization ? { Authorization: authorization } : {} })).status;
    for (const path of ['/v1/search?q=a', '/v1/stats', '/metrics', '/v1/server']) {
        assert.equal(await status(path), 401);
        for (const wrong of ['Bearer ' + token + 'x', 'Bearer ' + token.slice(1), 'Bearer', 'Bearer ', 'Basic ' + token, token])
            assert.equal(await status(path, wrong), 401, wrong);
        assert.equal(await status(path, 'Bearer ' + token), 200);
        assert.equal(await status(path, 'bearer  ' + token), 200);
    }
    const refused = await askJson(server, '/v1/stats');
    assert.equal(refused.headers['www-authenticate'], 'Bearer');
    assert.equal(refused.json.status, 401);
    assert.equal(await status('/healthz'), 200);
    assert.equal(await status('/'), 200);
    const { json } = await askJson(server, '/openapi.json');
    assert.equal(json.components.securitySchemes.token.scheme, 'bearer');

    writeFileSync(file, 'short\n');
    const started = run('nonmun', ['--db', folder, 'serve', '--listen', '127.0.0.1:0', '--token-file', file]);
    assert.equal(started.status, 2);
    assert.match(started.stderr, /shorter than 16 characters/);
});

test('requests that exceed a limit are refused with a message', async (t) => {
    const server = await startServer(t, sampleIndex(t));
    const refused = async (path, says, status = 400) => {
        const answer = await askJson(server, path);
        assert.equal(answer.status, status, path.slice(0, 80));
        assert.equal(answer.headers['content-type'], 'application/problem+json');
        assert.equal(answer.json.status, status);
        assert.equal(answer.json.type, 'about:blank');
        assert.ok(answer.json.detail.includes(says), answer.json.detail);
    };
    await refused('/v1/search?q=' + 'a'.repeat(2001), 'too long, 2001 bytes');
    await refused('/v1/search?q=' + 'a+'.repeat(101), 'too many words, 101');
    await refused('/v1/search?q=a&limit=101', 'limit 101: not a whole number from 1 to 100');
    await refused('/v1/search?q=a&limit=100&offset=901', 'offset 901: not a whole number from 0 to 900');
    await refused('/v1/search?q=a&limit=-1', 'limit -1');
    await refused('/v1/search?q=a&limit=1&limit=2', 'limit is given more than once');
    await refused('/v1/search?q=a&sort=size', 'sort size is not one of');
    await refused('/v1/search?q=a&facets=colour', 'colour');
    await refused('/v1/search?q=a&from=2024-13', 'from 2024-13 is not a date');
    await refused('/v1/search?q=%FF%FE', 'not UTF-8');
    await refused('/v1/search?q=a%00b', 'zero byte');
    await refused('/v1/search?q=%zz', '%');
    await refused('/v1/search?query=a', 'unknown parameter query');
    await refused('/v1/search', 'no query');
    await refused('/v1/related?' + 'id=2404.19756&'.repeat(51), 'too many');
    await refused('/v1/related', 'nothing to find related papers for');
    await refused('/v1/related?id=2404.19756&text=a', 'more than one of papers, author and text');
    await refused('/v1/papers/2404.19756?id=2407.16674', 'id is already in the path');
    await refused('/v1/papers/none', 'no paper with the id none', 404);
    await refused('/v1/papers/none/related', 'no paper with the id none', 404);
    await refused('/v1/authors/nobody%20at%20all', 'no author is called exactly nobody at all', 404);
    await refused('/v1/authors/%2D%2D', 'not a name', 400);
    await refused('/v1/papers/..%2F..%2Fetc%2Fpasswd', 'no paper', 404);
    await refused('/../etc/passwd', 'nothing at', 404);
    await refused('/v1/', 'nothing at', 404);
    const posted = await askJson(server, '/v1/search?q=a', { method: 'POST', body: 'q=b' });
    assert.equal(posted.status, 413);
    assert.equal(posted.headers.connection, 'close');
    const deleted = await askJson(server, '/v1/search?q=a', { method: 'DELETE' });
    assert.equal(deleted.status, 405);
    assert.equal(deleted.headers.allow, 'GET, HEAD');
});

test('a malformed request closes its connection and nothing else', async (t) => {
    const server = await startServer(t, sampleIndex(t));
    const statusOf = async (...pieces) => Number((await sendRaw(server, pieces)).split(' ')[1] ?? 0);
    assert.equal(await statusOf('\x16\x03\x01\x02\x00\r\n\r\n'), 400);
    assert.equal(await statusOf('GET / HTTP/2.0\r\n\r\n'), 400);
    assert.equal(await statusOf('GET  HTTP/1.1\r\n\r\n'), 400);
    assert.equal(await statusOf('GET http://x/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'), 421);
    assert.equal(await statusOf('GET ftp://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n'), 400);
    assert.equal(await statusOf('GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n'), 400);
    assert.equal(await statusOf('GET / HTTP/1.1\r\nHost : localhost\r\n\r\n'), 400);
    assert.equal(await statusOf('GET / HTTP/1.1\r\nConnection: close\r\n\r\n'), 400);
    assert.equal(await statusOf('GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n'), 400);
    assert.equal(await statusOf(`GET /${'a'.repeat(8001)} HTTP/1.1\r\nHost: localhost\r\n\r\n`), 414);
    assert.equal(await statusOf(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'y'.repeat(8001)}\r\n\r\n`), 431);
    assert.equal(await statusOf('BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'), 405);
    assert.equal(await statusOf(`GET / HTTP/1.1\r\nHost: localhost\r\n${'X: y\r\n'.repeat(200)}\r\n`), 431);
    assert.equal(await statusOf('GET / HTTP/1.1\r\nHost: localhost\r\nX: ' + 'y'.repeat(40000)), 431);
    const ranges = `Range: bytes=${'0-1,'.repeat(1500)}0-1\r\n`;
    assert.equal(await statusOf(`GET /healthz HTTP/1.1\r\nHost: localhost\r\n${ranges}Connection: close\r\n\r\n`), 200);
    // A body is not parsed as the next request.
    const smuggled = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const bodies = [[`Content-Length: ${smuggled.length}`, 413], ['Transfer-Encoding: chunked', 413],
        ['Content-Length: 0\r\nContent-Length: 44', 400], ['Content-Length: 44\r\nTransfer-Encoding: chunked', 400]];
    for (const [header, status] of bodies) {
        const out = await sendRaw(server, [`GET / HTTP/1.1\r\nHost: localhost\r\n${header}\r\n\r\n${smuggled}`]);
        assert.equal(out.match(/^HTTP\/1\.1 /gm).length, 1, out);
        assert.ok(out.startsWith(`HTTP/1.1 ${status}`), out);
    }
    // Two requests in one packet get two responses, in order.
    const two = await sendRaw(server, ['GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n']);
    assert.deepEqual(two.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 404']);
    const old = await sendRaw(server, ['GET /healthz HTTP/1.0\r\n\r\n']);
    assert.match(old, /^HTTP\/1\.1 200/);
    const { text } = await ask(server, '/metrics');
    assert.match(text, /nonmun_malformed_requests_total 1?\d\n/);
    assert.equal((await ask(server, '/healthz')).status, 200);
});

test('connections beyond the limit get 503', async (t) => {
    const server = await startServer(t, sampleIndex(t), ['--connections', '4']);
    const head = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n';
    // Four incomplete requests use all connections.
    let release;
    const go = new Promise((resolve) => (release = resolve));
    const held = Array.from({ length: 4 }, () => sendRaw(server, [head, () => go, '\r\n']));
    let refused = '';
    for (let i = 0; i < 200 && !refused.startsWith('HTTP/1.1 503'); ++i) {
        refused = await sendRaw(server, [head + '\r\n']);
        await sleep(20);
    }
    assert.match(refused, /^HTTP\/1\.1 503[^]*Retry-After: 1/);
    release();
    for (const answer of await Promise.all(held)) assert.match(answer, /^HTTP\/1\.1 200/);
    assert.match(await sendRaw(server, [head + '\r\n']), /^HTTP\/1\.1 200/);
});

test('a search that exceeds the time limit gives a partial result', async (t) => {
    const server = await startServer(t, sampleIndex(t), ['--time-limit', '0']);
    const { json, headers, status } = await askJson(server, '/v1/search?q=diffusion+model&facets=month');
    assert.equal(status, 200);
    assert.equal(json.partial, true);
    assert.equal(headers.etag, undefined);
    assert.match((await ask(server, '/metrics')).text, /nonmun_partial_answers_total 1\n/);
});

test('the next request uses a new revision, also after a rebuild', async (t) => {
    const db = sampleIndex(t);
    const folder = temporaryFolder(t);
    const server = await startServer(t, db);
    const add = async (id, options = []) => {
        const file = writeLines(folder, `${id}.jsonl`, [{ id, title: `Zebrafish ${id}`, authors: ['Ada Test'], date: '2024-12-20' }]);
        const made = await runInBackground('nonmun-index', ['--quiet', '--db', db, ...options, file]);
        assert.equal(made.status, 0, made.err);
    };
    const is = async (path, test) => {
        const answer = await askJson(server, path);
        assert.ok(test(answer), `${path}: ${answer.text}`);
    };
    const before = (await ask(server, '/v1/search?q=zebrafish')).headers.etag;
    // All engines have read the first revision.
    await Promise.all(Array.from({ length: 12 }, () => ask(server, '/v1/papers/2404.19756/related')));
    await add('new.1');
    await is('/v1/papers/new.1', ({ status }) => status === 200);
    await is('/v1/search?q=zebrafish', ({ json }) => json.total === 1);
    await is('/v1/papers/new.1/related', ({ status, json }) => status === 200 && json.total === 71);
    await is('/v1/authors/Ada%20Test', ({ status }) => status === 200);
    assert.notEqual((await ask(server, '/v1/search?q=zebrafish')).headers.etag, before);
    await add('new.2', ['--rebuild']);
    await is('/v1/search?q=zebrafish', ({ json }) => json.total === 1 && json.hits[0].paper.id === 'new.2');
    await is('/v1/papers/2404.19756', ({ status }) => status === 404);
    await is('/healthz', ({ json }) => json.papers === 1);
});

// Waits until the server has printed the text, and returns how often. Standard error may arrive later than the response.
async function said(server, line) {
    for (let i = 0; i < 1000 && !server.err.match(line); ++i) await sleep(10);
    return server.err.match(line)?.length;
}

test('errors for the administrator are printed on standard error', async (t) => {
    const db = sampleIndex(t);
    const server = await startServer(t, db);
    for (const table of ['docdata', 'postlist', 'termlist', 'position'])
        writeFileSync(join(db, `${table}.glass`), Buffer.alloc(1 << 20, 0x7f));
    const broken = await askJson(server, '/v1/papers/2404.19756');
    assert.equal(broken.status, 500);
    assert.ok(!broken.text.includes(db), 'where files are is not for who asks');
    assert.equal(await said(server, /^nonmun: \/v1\/papers\/2404\.19756: \{.*"status":500.*\}$/gm), 1, server.err);
    // Replace the index with something that is not an index.
    writeFileSync(join(db, 'iamglass'), 'nothing');
    for (let i = 0; i < 5; ++i) await ask(server, '/metrics');
    const { text } = await ask(server, '/metrics');
    assert.match(text, /nonmun_index_refresh_failures_total [1-9]/);
    assert.equal(await said(server, /^nonmun: the new index cannot be opened, answers come from the old one: .*$/gm), 1, server.err);
});

test('no request fails during writes', async (t) => {
    const db = sampleIndex(t);
    const folder = temporaryFolder(t);
    const server = await startServer(t, db);
    const paths = ['/v1/search?q=diffusion&facets=author', '/v1/papers/2404.19756/related', '/v1/authors/Sai%20Bi', '/v1/trends', '/v1/authors?q=s',
        '/v1/stats', '/v1/report?scope=date:2024-05&top=2', '/v1/papers/2404.19756'];
    let writing = true;
    let answered = 0;
    const writer = (async () => {
        for (let i = 0; i < 12; ++i) {
            const papers = Array.from({ length: 20 }, (_, j) => ({ id: `w.${i}.${j}`, title: `Diffusion ${i} ${j}`, authors: ['Sai Bi'], date: '2024-05-02' }));
            const made = await runInBackground('nonmun-index', ['--quiet', '--db', db, writeLines(folder, `${i}.jsonl`, papers)]);
            assert.equal(made.status, 0, made.err);
            // Wait for a commit after the responses, at most half a minute, since the machine may be slow.
            for (let waits = 0; answered <= 5 * i && waits < 3000; ++waits) await sleep(10);
        }
        writing = false;
    })();
    const reader = async (first) => {
        for (let i = first; writing; ++i) {
            const answer = await ask(server, paths[i % paths.length]);
            assert.equal(answer.status, 200, answer.text);
            answered += 1;
        }
    };
    await Promise.all([writer, ...paths.map((_, i) => reader(i))]);
    assert.ok(answered > 55, `${answered} answers`);
    assert.equal((await askJson(server, '/healthz')).json.papers, 71 + 240);
});

// Waits until the server has `count` connections in addition to the one that asks.
async function connectionsAre(server, count) {
    for (let i = 0; i < 1000; ++i) {
        const { text } = await ask(server, '/metrics');
        if (Number(text.match(/^nonmun_connections (\d+)$/m)?.[1]) === count + 1) return;
        await sleep(10);
    }
    throw new Error(`there are not ${count} connections`);
}

test('after a signal running requests finish and others are refused', async (t) => {
    const db = sampleIndex(t);
    for (const signal of ['SIGTERM', 'SIGINT']) {
        const server = await startServer(t, db);
        const idle = sendRaw(server, ['GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n']);
        // One incomplete request, and one that is being processed or was just finished.
        const end = async () => {
            await connectionsAre(server, 3);
            server.child.kill(signal);
            await sleep(100);  // so that the rest of the head arrives after the signal
        };
        const begun = sendRaw(server, ['GET /healthz HTTP/1.1\r\nHost: local', end, 'host\r\n\r\n']);
        const running = sendRaw(server, ['GET /v1/report?top=50 HTTP/1.1\r\nHost: localhost\r\n\r\n']);
        const [first, second, third] = await Promise.all([begun, running, idle]);
        assert.match(first, /^HTTP\/1\.1 200[^]*Connection: close[^]*"papers":71/);
        assert.match(second, /^HTTP\/1\.1 200[^]*"records"[^]*\}\n$/);
        assert.match(third, /^HTTP\/1\.1 200/);
        assert.deepEqual(await server.ended, { status: 0, signal: null });
        await assert.rejects(ask(server, '/healthz'));
    }
});

test('the address that the server listens on, and its access control', async (t) => {
    const db = sampleIndex(t);
    const server = await startServer(t, db);
    assert.doesNotMatch(server.err, /everyone/);
    const second = run('nonmun', ['--db', db, 'serve', '--listen', `127.0.0.1:${server.port}`]);
    assert.equal(second.status, 2);
    assert.match(second.stderr, /^nonmun: cannot listen on 127\.0\.0\.1:\d+: Address already in use; /);
    for (const [listen, says] of [['127.0.0.1:x', 'not a port'], [':80', 'there is no host'], ['[::1]9090', 'not a host with a port'], ['a b:1', 'not a host'], ['127.0.0.1:65536', 'not a port']]) {
        const outcome = run('nonmun', ['--db', db, 'serve', '--listen', listen]);
        assert.equal(outcome.status, 2);
        assert.ok(outcome.stderr.includes(says), outcome.stderr);
    }
    const missing = run('nonmun', ['--db', join(db, 'none'), 'serve', '--listen', '127.0.0.1:0']);
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /no index at/);
});
