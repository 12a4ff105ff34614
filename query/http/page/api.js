// SPDX-License-Identifier: GPL-2.0-or-later
// Asks the server; every request can be aborted by its signal.

import {rememberByTab, rememberedByTab} from "/storage.js";

export class Problem extends Error {
    constructor(status, detail) {
        super(detail);
        this.status = status;
    }
}

// No answer came, or not all of it.
export class Unreachable extends Error {}

const tokenName = "token";

// Whether the server may have such a token: no other signs can be sent.
export const canBeToken = (text) => /^[!-~]+$/.test(text);

export function useToken(token) {
    rememberByTab(tokenName, token);
}

// The answer at an address; parameters that are null or "" are left out, lists are repeated. Throws
// Problem or Unreachable, and what an aborted fetch does.
export async function ask(path, parameters = {}, signal = undefined) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
        for (const one of Array.isArray(value) ? value : [value])
            if (one !== null && one !== undefined && one !== "") query.append(name, one);
    }
    const token = rememberedByTab(tokenName);
    const headers = token ? {Authorization: `Bearer ${token}`} : {};
    const address = query.size ? `${path}?${query}` : path;
    const broken = (error) => {
        throw signal?.aborted ? error : new Unreachable();
    };
    const response = await fetch(address, {signal, headers}).catch(broken);
    if (response.ok) return response.json().catch(broken);
    const problem = await response.json().catch(() => ({}));
    throw new Problem(response.status, problem.detail ?? `HTTP ${response.status}`);
}

// What the server is too busy for just now, as null: a page is shown without it.
export const unlessBusy = (answer) => answer.catch((error) => {
    if (error.status === 503) return null;
    throw error;
});

export const segment = (text) => encodeURIComponent(text);
