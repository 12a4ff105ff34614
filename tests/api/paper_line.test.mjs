// SPDX-License-Identifier: GPL-2.0-or-later
// The output of nonmun export conforms to docs/paper.schema.json. A paper in a response has one additional member.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { askJson, data, run, sampleIndex, startServer, temporaryFolder, writeLines } from './support.mjs';

const schema = JSON.parse(readFileSync(join(data, '..', 'docs', 'paper.schema.json'), 'utf8'));
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(schema);

function exported(db) {
    const { status, stdout, stderr } = run('nonmun', ['--db', db, 'export']);
    assert.equal(status, 0, stderr);
    return stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
}

test('every exported line conforms to the schema', (t) => {
    const papers = exported(sampleIndex(t));
    assert.equal(papers.length, 71);
    for (const paper of papers) assert.ok(validate(paper), `${paper.id}: ${ajv.errorsText(validate.errors)}`);
});

test('papers from the short form are exported in the full form', (t) => {
    const folder = temporaryFolder(t);
    const db = join(folder, 'db');
    const file = writeLines(folder, 'papers.jsonl', [{ id: 7, text: 'one\ntwo' }, { id: 'a', title: 'A', votes: null, authors: null }]);
    assert.equal(run('nonmun-index', ['--quiet', '--db', db, file]).status, 0);
    const papers = exported(db);
    for (const paper of papers) assert.ok(validate(paper), ajv.errorsText(validate.errors));
    assert.deepEqual(papers[0], {
        id: '7', title: '', url: '', date: null, votes: null, authors: [], media: null,
        summary: [{ section: null, text: 'one' }, { section: null, text: 'two' }],
        appearances: [{ date: null, votes: null, title: '' }],
    });
});

test('the schema rejects invalid papers', (t) => {
    const [paper] = exported(sampleIndex(t));
    for (const [member, value] of [['id', ''], ['votes', -1], ['date', '2024-13-01'], ['media', { kind: 'sound', url: '' }],
        ['summary', ['text']], ['appearances', []], ['other', 1], ['title', undefined]]) {
        assert.ok(!validate(JSON.parse(JSON.stringify({ ...paper, [member]: value }))), member);
    }
});

test('a paper in a response additionally has readable_title', async (t) => {
    const server = await startServer(t, sampleIndex(t));
    const { json: document } = await askJson(server, '/openapi.json');
    const answered = document.components.schemas.Paper;
    const { readable_title: _, ...properties } = answered.properties;
    assert.deepEqual(schema.properties, properties);
    assert.deepEqual([...schema.required, 'readable_title'], answered.required);
});
