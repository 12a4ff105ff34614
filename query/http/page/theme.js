// SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
// Runs before the page is drawn, so that it is never drawn in the other theme first. A theme that nobody chose is the system's.
try {
    const theme = localStorage.getItem("nonmun.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
    // Storage is switched off: the system's theme it is.
}
