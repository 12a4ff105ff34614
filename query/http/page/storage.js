// SPDX-License-Identifier: GPL-2.0-or-later
// What the browser remembers. Where storage is switched off, it is remembered until the page is closed.

// `storage` gives it: where it is switched off, asking for it throws.
function memory(storage) {
    const beside = new Map();
    return {
        get(name) {
            try {
                return storage().getItem(`nonmun.${name}`) ?? beside.get(name) ?? null;
            } catch {
                return beside.get(name) ?? null;
            }
        },
        set(name, value) {
            beside.set(name, value);
            try {
                storage().setItem(`nonmun.${name}`, value);
            } catch {
                // Full or switched off: `beside` has it.
            }
        },
    };
}

const lasting = memory(() => localStorage);
const ofTab = memory(() => sessionStorage);

export const remembered = lasting.get;
export const remember = lasting.set;
export const rememberedByTab = ofTab.get;
export const rememberByTab = ofTab.set;
