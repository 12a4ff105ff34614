// SPDX-License-Identifier: GPL-2.0-or-later
// What the browser remembers. Where storage is switched off, it is remembered until the page is closed.

const beside = new Map();

export function remembered(name) {
    try {
        return localStorage.getItem(`nonmun.${name}`) ?? beside.get(name) ?? null;
    } catch {
        return beside.get(name) ?? null;
    }
}

export function remember(name, value) {
    beside.set(name, value);
    try {
        localStorage.setItem(`nonmun.${name}`, value);
    } catch {
        // Full or switched off: `beside` has it.
    }
}
