// SPDX-License-Identifier: GPL-2.0-or-later
// Persistent key-value storage. If browser storage is disabled or full, values last until the page is closed.

// `storage` is a function because reading window.localStorage throws when storage is disabled.
function memory(storage) {
    const fallback = new Map();
    // Another tab has stored a newer value.
    addEventListener("storage", ({key}) => {
        if (key) fallback.delete(key.replace(/^nonmun\./, ""));
    });
    return {
        get(name) {
            if (fallback.has(name)) return fallback.get(name);
            try {
                return storage().getItem(`nonmun.${name}`);
            } catch {
                return null;
            }
        },
        set(name, value) {
            try {
                storage().setItem(`nonmun.${name}`, value);
                fallback.delete(name);
            } catch {
                fallback.set(name, value);  // storage is full or disabled
            }
        },
    };
}

const ofBrowser = memory(() => localStorage);
const ofTab = memory(() => sessionStorage);

export const loadValue = ofBrowser.get;
export const saveValue = ofBrowser.set;
export const loadForTab = ofTab.get;
export const saveForTab = ofTab.set;
