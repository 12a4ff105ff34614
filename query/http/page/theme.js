// SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
// Sets the saved theme before the first paint, to avoid a flash of the other theme. Without a saved theme the system's applies.
try {
    const theme = localStorage.getItem("nonmun.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
    // Storage is disabled: use the system's theme.
}
