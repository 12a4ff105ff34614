// SPDX-License-Identifier: GPL-2.0-or-later
// Requests to the server. An AbortSignal cancels a request.

import {saveForTab, loadForTab} from "/storage.js";

export class Problem extends Error {
    constructor(status, detail) {
        super(detail);
        this.status = status;
    }
}

// The server sent no response, or an incomplete one.
export class Unreachable extends Error {}

const tokenName = "token";

// Whether the text can be a token: an HTTP header can carry no other characters.
export const isValidToken = (text) => /^[!-~]+$/.test(text);

export function useToken(token) {
    saveForTab(tokenName, token);
}

// The JSON response of a GET request. Parameters that are null, undefined or "" are omitted; lists are repeated. Throws Problem
// for an error status, Unreachable, or the error of an aborted fetch.
export async function ask(path, parameters = {}, signal = undefined) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
        for (const one of Array.isArray(value) ? value : [value])
            if (one !== null && one !== undefined && one !== "") query.append(name, one);
    }
    const token = loadForTab(tokenName);
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

// Turns 503 (the server is busy) into null, so that the view is shown without this part.
export const nullIfBusy = (answer) => answer.catch((error) => {
    if (error.status === 503) return null;
    throw error;
});

export const segment = (text) => encodeURIComponent(text);
