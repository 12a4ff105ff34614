// SPDX-License-Identifier: GPL-2.0-or-later
// The OpenAPI description is valid, and the server conforms to it.
import SwaggerParser from '@apidevtools/swagger-parser';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import assert from 'node:assert/strict';
import test from 'node:test';
import { askJson, ask, run, sampleIndex, startServer } from './support.mjs';

// Test values by parameter name. Values of other parameters come from their schemas.
const samples = {
    id: ['2404.19756'],
    name: ['Max Tegmark', 'soljacic'],
    q: ['diffusion', '강화 학습', 'difusion', '"gaussian splatting" -video', 'max t', ''],
    author: ['Sai Bi'],
    text: ['확산 모델로 그림을 만든다'],
    not: ['2407.16674'],
    from: ['2024', '2024-03', '2024-05-01'],
    to: ['2024-10'],
    as_of: ['2024-12-31'],
    facets: ['month,author,votes,section'],
    scope: ['date:2024-05'],
    term: ['diffusion'],
};

// Other parameters that a request with only one parameter needs.
const companions = {
    '/v1/search': { q: 'diffusion' },
    '/v1/related': { id: '2404.19756' },
    '/v1/report': { scope: 'date:2024-05', top: '2' },
};

function valuesOf(parameter) {
    const schema = parameter.schema.items ?? parameter.schema;
    if (samples[parameter.name]) return samples[parameter.name];
    if (schema.enum) return schema.enum;
    if (schema.type === 'boolean') return [true, false];
    const most = Math.min(schema.maximum, 20);
    return [schema.minimum, most];
}

function addressOf(path, operation, parameter, value) {
    const query = new URLSearchParams();
    let address = path;
    for (const one of operation.parameters) {
        const mine = one.name === parameter?.name;
        if (one.in === 'path')
            address = address.replace(`{${one.name}}`, encodeURIComponent(mine ? value : valuesOf(one)[0]));
        else if (mine) query.append(one.name, value);
    }
    for (const [name, other] of Object.entries(companions[path] ?? {})) {
        const alone = path === '/v1/related' && ['author', 'text', 'id'].includes(parameter?.name);
        if (!query.has(name) && !alone) query.append(name, other);
    }
    const text = query.toString();
    return text ? `${address}?${text}` : address;
}

test('the description is valid, and every response conforms to it', async (t) => {
    const server = await startServer(t, sampleIndex(t));
    const { json: document } = await askJson(server, '/openapi.json');
    assert.equal(document.openapi, '3.1.0');
    await SwaggerParser.validate(structuredClone(document));

    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats(ajv);
    ajv.addSchema({ $id: 'document', components: document.components });
    const validators = new Map();
    function validate(schema, json, where) {
        const text = JSON.stringify(schema).replaceAll('"#/components', '"document#/components');
        if (!validators.has(text)) validators.set(text, ajv.compile(JSON.parse(text)));
        const valid = validators.get(text);
        assert.ok(valid(json), `${where}: ${ajv.errorsText(valid.errors)}`);
    }
    async function check(address, operation, headers) {
        const answer = await ask(server, address, { headers });
        const described = operation.responses[answer.status];
        assert.ok(described, `${address} answers ${answer.status}: ${answer.text}`);
        if (answer.status === 304) {
            assert.equal(answer.text, '');
            return answer.status;
        }
        const type = answer.headers['content-type'].split(';')[0];
        const content = described.content[type];
        assert.ok(content, `${address} answers ${type}`);
        validate(content.schema, type.endsWith('json') ? JSON.parse(answer.text) : answer.text, address);
        return answer.status;
    }

    let walked = 0;
    for (const [path, item] of Object.entries(document.paths)) {
        const operation = item.get;
        assert.deepEqual(Object.keys(item), ['get']);
        const seen = new Set();
        const see = async (address, headers) => seen.add(await check(address, operation, headers));
        const plain = addressOf(path, operation);
        await see(plain);
        const { headers } = await ask(server, plain);
        for (const parameter of operation.parameters) {
            for (const value of valuesOf(parameter)) {
                await see(addressOf(path, operation, parameter, value));
                walked += 1;
            }
            assert.ok(parameter.description, parameter.name);
        }
        assert.ok(seen.has(200), path);
        if (operation.responses[304]) await see(plain, { 'If-None-Match': headers.etag });
        if (operation.responses[400]) await see(`${plain}${plain.includes('?') ? '&' : '?'}nothing=1`);
        if (path.includes('{id}')) await see(path.replace('{id}', 'none'));
        if (path.includes('{name}')) await see(path.replace('{name}', 'nobody at all'));
        if (path === '/v1/related') await see('/v1/related?id=none');
        if (path === '/v1/report') await see('/v1/report?id=none');
        for (const status of Object.keys(operation.responses)) {
            const rare = status === '503' || (status === '404' && !path.includes('{') && !/related|report/.test(path));
            if (!rare) assert.ok(seen.has(Number(status)), `${path} never answers ${status}`);
        }
    }
    assert.ok(walked > 80, `${walked} requests`);
});

test('responses equal the output of the command line', async (t) => {
    const db = sampleIndex(t);
    const server = await startServer(t, db);
    const command = (...args) => {
        const outcome = run('nonmun', ['--db', db, ...args]);
        assert.ok(outcome.status < 2, outcome.stderr);
        return outcome.stdout.trim().split('\n').map((line) => JSON.parse(line));
    };
    const withoutQid = ({ query_id, ...rest }) => rest;
    const pairs = [
        ['/v1/search?q=' + encodeURIComponent('확산 모델') + '&limit=5&offset=2&sort=votes&facets=month',
            withoutQid(command('search', '확산', '모델', '--limit', '5', '--offset', '2', '--sort', 'votes', '--facets',
                'month', '--format', 'json')[0])],
        ['/v1/search?q=reconstruction&author=Sai+Bi&from=2024&min_votes=3&recency_weight=1&as_of=2024-12-31',
            withoutQid(command('search', 'reconstruction', '--author', 'Sai Bi', '--from', '2024', '--min-votes', '3',
                '--recency-weight', '1', '--as-of', '2024-12-31', '--format', 'json')[0])],
        ['/v1/papers/2404.19756', command('show', '2404.19756', '--format', 'json')[0]],
        ['/v1/papers/2404.19756/related?not=2407.16674&limit=3',
            withoutQid(command('related', '2404.19756', '--not', '2407.16674', '--limit', '3', '--format', 'json')[0])],
        ['/v1/related?author=Sai+Bi', withoutQid(command('related', '--author', 'Sai Bi', '--format', 'json')[0])],
        ['/v1/authors/Soljacic?limit=2', command('author', 'Soljacic', '--limit', '2', '--format', 'json')[0]],
        ['/v1/trends?from=2024-05&topics=3&term=diffusion',
            command('trends', '--from', '2024-05', '--topics', '3', '--term', 'diffusion', '--format', 'json')[0]],
        ['/v1/stats', command('stats', '--format', 'json')[0]],
        ['/v1/report?scope=date:2024-05&top=3',
            { partial: false, records: command('report', '--scope', 'date:2024-05', '--top', '3') }],
    ];
    for (const [address, wanted] of pairs) {
        const { status, json } = await askJson(server, address);
        assert.equal(status, 200, address);
        assert.deepEqual(json, wanted, address);
    }
    const missing = await askJson(server, '/v1/papers/none');
    const said = run('nonmun', ['--db', db, 'show', 'none']).stderr.trim();
    assert.equal(`nonmun: ${missing.json.detail}; ${missing.json.hint}`, said);
});
