// SPDX-License-Identifier: GPL-2.0-or-later
// Tests of nonmun mcp with the official client, and with hand-written messages.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { bin, run, sampleIndex } from './support.mjs';

async function connect(t, db) {
    const client = new Client({ name: 'tests', version: '1' });
    await client.connect(new StdioClientTransport({ command: join(bin, 'nonmun'), args: ['--db', db, 'mcp'] }));
    t.after(() => client.close());
    return client;
}

test('the official client lists the tools and calls each', async (t) => {
    const db = sampleIndex(t);
    const client = await connect(t, db);
    assert.equal(client.getServerVersion().name, 'nonmun');
    assert.deepEqual(client.getServerCapabilities(), { tools: {} });
    await client.ping();
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map((tool) => tool.name), ['search_papers', 'get_paper', 'related_papers', 'author_papers', 'trends']);
    for (const tool of tools) {
        assert.equal(tool.annotations.readOnlyHint, true);
        assert.equal(tool.inputSchema.type, 'object');
        assert.equal(tool.outputSchema.type, 'object');
        assert.ok(tool.description.length > 40);
    }
    const command = (...args) => JSON.parse(run('nonmun', ['--db', db, ...args, '--format', 'json']).stdout);
    const withoutQid = ({ query_id, ...rest }) => rest;
    // The client validates each result against the tool's output schema.
    const calls = [
        ['search_papers', { q: '확산 모델', limit: 3, facets: 'month' }, withoutQid(command('search', '확산', '모델', '--limit', '3', '--facets', 'month'))],
        ['search_papers', { q: 'diffusion', author: ['Sai Bi'], min_votes: 1 }, withoutQid(command('search', 'diffusion', '--author', 'Sai Bi', '--min-votes', '1'))],
        ['get_paper', { id: '2404.19756' }, command('show', '2404.19756')],
        ['related_papers', { id: ['2404.19756'], limit: 4, votes_weight: 0.5 }, withoutQid(command('related', '2404.19756', '--limit', '4', '--votes-weight', '0.5'))],
        ['author_papers', { name: 'Soljacic' }, command('author', 'Soljacic')],
        ['trends', { term: ['diffusion'], topics: 2 }, command('trends', '--term', 'diffusion', '--topics', '2')],
    ];
    for (const [name, given, wanted] of calls) {
        const result = await client.callTool({ name, arguments: given });
        assert.equal(result.isError, false, name);
        assert.deepEqual(result.structuredContent, wanted, name);
        assert.deepEqual(JSON.parse(result.content[0].text), wanted, name);
    }
});

test('errors are results with the message of the command line', async (t) => {
    const db = sampleIndex(t);
    const client = await connect(t, db);
    const pairs = [
        ['get_paper', { id: 'none' }, ['show', 'none']],
        ['related_papers', { id: ['none'] }, ['related', 'none']],
        ['search_papers', {}, ['search']],
        ['author_papers', { name: 'nobody at all' }, ['author', 'nobody at all']],
    ];
    for (const [name, given, args] of pairs) {
        const result = await client.callTool({ name, arguments: given });
        assert.equal(result.isError, true, name);
        assert.equal(result.structuredContent, undefined);
        const said = run('nonmun', ['--db', db, ...args]).stderr.trim().replace(/^nonmun: /, '');
        assert.equal(result.content[0].text, said);
    }
    for (const [name, given, says] of [
        ['search_papers', { q: 'a', limit: 'many' }, 'limit must be a whole number'],
        ['search_papers', { q: 'a', limit: 1000 }, 'limit 1000: not a whole number from 1 to 100'],
        ['search_papers', { q: 'a', colour: 'red' }, 'unknown parameter colour'],
        ['search_papers', { q: 'a'.repeat(5000) }, 'too long'],
        ['related_papers', { id: 'none' }, 'id must be a list'],
        ['related_papers', {}, 'nothing to find related papers for; give id, author or text'],
        ['get_paper', {}, 'id is missing'],
        ['get_paper', { id: '' }, 'id is missing'],
        ['author_papers', { name: '' }, 'name is missing'],
        ['trends', { from: 'May' }, 'from May is not a date'],
    ]) {
        const result = await client.callTool({ name, arguments: given });
        assert.equal(result.isError, true);
        assert.ok(result.content[0].text.includes(says), result.content[0].text);
    }
    await assert.rejects(client.callTool({ name: 'delete_papers', arguments: {} }), /there is no tool delete_papers/);
});

// The responses of the server to these lines.
function talk(db, lines) {
    const outcome = run('nonmun', ['--db', db, 'mcp'], lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)) + '\n').join(''));
    assert.equal(outcome.status, 0, outcome.stderr);
    assert.equal(outcome.stderr, '');
    return outcome.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}
const initialize = (protocolVersion) => ({ jsonrpc: '2.0', id: 0, method: 'initialize',
    params: { protocolVersion, capabilities: {}, clientInfo: { name: 'tests', version: '1' } } });
const ping = (id) => ({ jsonrpc: '2.0', id, method: 'ping' });

test('versions are negotiated', (t) => {
    const db = sampleIndex(t);
    for (const [asked, given] of [['2025-06-18', '2025-06-18'], ['2025-03-26', '2025-03-26'], ['2024-11-05', '2024-11-05'], ['2199-01-01', '2025-06-18'], ['1.0', '2025-06-18']])
        assert.equal(talk(db, [initialize(asked)])[0].result.protocolVersion, given);
    const batch = [ping('a'), { jsonrpc: '2.0', method: 'notifications/initialized' }, ping('b')];
    const [, answers] = talk(db, [initialize('2025-03-26'), batch]);
    assert.deepEqual(answers.map((answer) => answer.id), ['a', 'b']);
    const [, refused] = talk(db, [initialize('2025-06-18'), batch]);
    assert.equal(refused.error.code, -32600);
    const many = (count) => talk(db, [initialize('2025-03-26'), Array.from({ length: count }, (_, i) => ping(i))])[1];
    assert.equal(many(100).length, 100);
    assert.equal(many(101).error.code, -32600);
});

test('malformed and oversized input is refused, and the session continues', (t) => {
    const db = sampleIndex(t);
    // Deeply nested values before and after other members.
    const deep = ['{"jsonrpc":"2.0","id":12,"method":"tools/call","params":{"name":"search_papers","arguments":{"q":DEEP}}}',
        '{"jsonrpc":"2.0","id":12,"method":"tools/call","params":{"arguments":{"q":DEEP,"limit":3},"name":"search_papers"}}',
        '{"id":DEEP,"jsonrpc":"2.0","method":"ping"}'];
    const answers = talk(db, [
        { jsonrpc: '2.0', id: 1, method: 'tools/list' },
        'no json', '', '   ', '[]', '42', 'null', '{"jsonrpc":"2.0"', '\ufffd',
        { jsonrpc: '1.0', id: 2, method: 'ping' },
        { jsonrpc: '2.0', id: null, method: 'ping' },
        { jsonrpc: '2.0', id: 1.5, method: 'ping' },
        { jsonrpc: '2.0', id: 3 },
        { jsonrpc: '2.0', id: 4, method: 7 },
        initialize(undefined),
        initialize('2025-06-18'),
        initialize('2025-06-18'),
        { jsonrpc: '2.0', method: 'notifications/initialized' },
        { jsonrpc: '2.0', method: 'notifications/never-heard-of' },
        { jsonrpc: '2.0', id: 99, result: {} },
        { jsonrpc: '2.0', id: 5, method: 'resources/list' },
        { jsonrpc: '2.0', id: 6, method: 'tools/call', params: [] },
        { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'get_paper', arguments: 'x' } },
        { jsonrpc: '2.0', id: 8, method: 'tools/call', params: { arguments: {} } },
        { jsonrpc: '2.0', id: 9, method: 'tools/list', params: { cursor: 'x' } },
        '['.repeat(500000),
        'x'.repeat((1 << 20) + 1),
        JSON.stringify({ jsonrpc: '2.0', id: 10, method: 'tools/call', params: { name: 'search_papers', arguments: { q: 'y'.repeat(3 << 20) } } }),
        ...deep.map((message) => message.replace('DEEP', '['.repeat(400000) + ']'.repeat(400000))),
        ping(11),
    ]);
    const summary = answers.map((answer) => [answer.id, answer.error?.code ?? 'ok']);
    assert.deepEqual(summary, [
        [1, -32600],
        [null, -32700], [null, -32600], [null, -32600], [null, -32600], [null, -32700], [null, -32700],
        [2, -32600], [null, -32600], [null, -32600], [3, -32600], [4, -32600],
        [0, -32602], [0, 'ok'], [0, -32600],
        [5, -32601], [6, -32602], [7, -32602], [8, -32602], [9, -32602],
        [null, -32600], [null, -32600], [null, -32600],
        ...deep.map(() => [null, -32600]),
        [11, 'ok'],
    ]);
    for (const answer of answers) assert.equal(answer.jsonrpc, '2.0');
});

test('each call uses the newest revision of the index', async (t) => {
    const db = sampleIndex(t);
    const client = await connect(t, db);
    const total = async () => (await client.callTool({ name: 'search_papers', arguments: { q: 'zebrafish' } })).structuredContent.total;
    assert.equal(await total(), 0);
    const made = run('nonmun-index', ['--quiet', '--db', db, '-'], JSON.stringify({ id: 'z.1', title: 'Zebrafish' }) + '\n');
    assert.equal(made.status, 0, made.stderr);
    assert.equal(await total(), 1);
});
