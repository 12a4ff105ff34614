// SPDX-License-Identifier: GPL-2.0-or-later
// What the browser remembers. Where storage is switched off, it is remembered until the page is closed.

// `storage` gives it: where it is switched off, asking for it throws.
function memory(storage) {
    const beside = new Map();
    // Another tab could keep what this one could not: that is newer.
    addEventListener("storage", ({key}) => {
        if (key) beside.delete(key.replace(/^nonmun\./, ""));
    });
    return {
        get(name) {
            if (beside.has(name)) return beside.get(name);
            try {
                return storage().getItem(`nonmun.${name}`);
            } catch {
                return null;
            }
        },
        set(name, value) {
            try {
                storage().setItem(`nonmun.${name}`, value);
                beside.delete(name);
            } catch {
                beside.set(name, value);  // full or switched off
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
