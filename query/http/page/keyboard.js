// SPDX-License-Identifier: GPL-2.0-or-later
// Keyboard shortcuts: "/" focuses the search box, the arrow keys move through the list of papers, Escape returns to the box. Enter
// needs no code: the focused element is a link.

const typing = (target) => target instanceof HTMLElement &&
    (target.matches("input, textarea, select") || target.isContentEditable);

function move(step, box) {
    const titles = [...document.querySelectorAll("main a.title")];
    if (!titles.length) return false;
    const focused = document.activeElement;
    const at = titles.indexOf(focused.closest(".card")?.querySelector("a.title"));
    if (at < 0 && step < 0) return false;
    if (at + step < 0) {
        box.focus();
        return true;
    }
    const next = titles[Math.min(at + step, titles.length - 1)];
    next.focus({preventScroll: true});
    next.closest(".card").scrollIntoView({block: "nearest"});
    return true;
}

// Whether the arrow keys move through the papers. For other targets they keep their default action.
function arrowsMove(target, box) {
    return target === box || target === document.body || (target.closest?.("main") && !typing(target));
}

export function listenToKeys(box) {
    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
        const steps = {ArrowDown: 1, ArrowUp: -1};
        let done = false;
        if (event.key === "/" && !typing(event.target)) {
            box.focus();
            box.select();
            done = true;
        } else if (event.key in steps && arrowsMove(event.target, box)) {
            done = move(steps[event.key], box);
        } else if (event.key === "Escape" && event.target.closest?.(".card")) {
            box.focus();
            done = true;
        }
        if (done) event.preventDefault();
    });
}
