// SPDX-License-Identifier: GPL-2.0-or-later
// Helpers for the tests: the programs, an index of the samples, servers that are stopped after the test.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const bin = process.env.NONMUN_BIN;
export const data = process.env.NONMUN_DATA;

export function temporaryFolder(t) {
    const folder = mkdtempSync(join(tmpdir(), 'nonmun-api-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

export function run(program, args, input = '') {
    return spawnSync(join(bin, program), args, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
}

// Like run(), but asynchronous.
export function runInBackground(program, args) {
    return new Promise((resolve, reject) => {
        const child = spawn(join(bin, program), args, { stdio: ['ignore', 'ignore', 'pipe'] });
        let err = '';
        child.stderr.on('data', (bytes) => (err += bytes));
        child.on('error', reject);
        child.on('close', (status) => resolve({ status, err }));
    });
}

// An index of the samples.
export function sampleIndex(t) {
    const db = join(temporaryFolder(t), 'db');
    const made = run('nonmun-index', ['--quiet', '--db', db, join(data, '2023'), join(data, '2024')]);
    if (made.status !== 0) throw new Error(made.stderr);
    return db;
}

export function writeLines(folder, name, papers) {
    const file = join(folder, name);
    writeFileSync(file, papers.map((paper) => JSON.stringify(paper) + '\n').join(''));
    return file;
}

// Starts a server. `url` has no trailing slash.
export async function startServer(t, db, args = []) {
    const child = spawn(join(bin, 'nonmun'), ['--db', db, 'serve', '--listen', '127.0.0.1:0', ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = { child, err: '' };
    child.stderr.on('data', (bytes) => (server.err += bytes));
    server.ended = new Promise((resolve) => child.on('exit', (status, signal) => resolve({ status, signal })));
    t.after(async () => {
        child.kill('SIGKILL');
        await server.ended;
    });
    server.url = await new Promise((resolve, reject) => {
        let out = '';
        child.stdout.on('data', (bytes) => {
            out += bytes;
            if (out.includes('\n')) resolve(out.trim().replace(/\/$/, ''));
        });
        server.ended.then(() => reject(new Error('the server ended: ' + server.err)));
    });
    server.port = Number(new URL(server.url).port);
    return server;
}

const agent = new http.Agent({ keepAlive: true });

// Sends a request exactly as given; fetch() would add headers and decode the body.
export function ask(server, path, { headers = {}, method = 'GET', body } = {}) {
    return new Promise((resolve, reject) => {
        const request = http.request(server.url + path, { method, headers, agent }, (response) => {
            const parts = [];
            response.on('data', (part) => parts.push(part));
            response.on('error', reject);
            response.on('end', () => {
                const bytes = Buffer.concat(parts);
                resolve({ status: response.statusCode, headers: response.headers, bytes, text: bytes.toString() });
            });
        });
        request.on('error', reject);
        request.end(body);
    });
}

export async function askJson(server, path, options) {
    const answer = await ask(server, path, options);
    return { ...answer, json: JSON.parse(answer.text) };
}

// Sends bytes and reads until the server closes the connection.
export function sendRaw(server, pieces, { pause = 0 } = {}) {
    return new Promise((resolve, reject) => {
        const socket = net.connect(server.port, '127.0.0.1');
        let out = '';
        socket.on('data', (bytes) => (out += bytes));
        socket.on('error', reject);
        socket.on('close', () => resolve(out));
        (async () => {
            for (const piece of pieces) {
                if (typeof piece === 'function') await piece();
                else socket.write(piece);
                if (pause) await new Promise((later) => setTimeout(later, pause));
            }
        })().catch(reject);
    });
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
