// SPDX-License-Identifier: GPL-2.0-or-later
// Asks the server; every request can be aborted by its signal.

import {rememberByTab, rememberedByTab} from "/storage.js";

export class Problem extends Error {
    constructor(status, detail) {
        super(detail);
        this.status = status;
    }
}

const tokenName = "token";

// Whether the server may have such a token: no other signs can be sent.
export const canBeToken = (text) => /^[!-~]+$/.test(text);

export function useToken(token) {
    rememberByTab(tokenName, token);
}

// The answer at an address; parameters that are null or "" are left out, lists are repeated. Throws Problem.
export async function ask(path, parameters = {}, signal = undefined) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
        for (const one of Array.isArray(value) ? value : [value])
            if (one !== null && one !== undefined && one !== "") query.append(name, one);
    }
    const token = rememberedByTab(tokenName);
    const headers = token ? {Authorization: `Bearer ${token}`} : {};
    const address = query.size ? `${path}?${query}` : path;
    const response = await fetch(address, {signal, headers});
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Problem(response.status, answer.detail ?? `HTTP ${response.status}`);
    return answer;
}

export const segment = (text) => encodeURIComponent(text);
