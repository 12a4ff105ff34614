// SPDX-License-Identifier: GPL-2.0-or-later
// The single-page application: shows the view of the current URL and handles links, forms, history and the search box.

import {links, readAddress} from "/address.js";
import {ask, isValidToken, Unreachable, useToken} from "/api.js";
import {element} from "/element.js";
import {listenToKeys} from "/keyboard.js";
import {allowThumbnails} from "/picture.js";
import {changed, savedPapers} from "/reading_list.js";
import {saveValue} from "/storage.js";
import {language, say, switchLanguage} from "/strings.js";
import * as author from "/views/author.js";
import * as lists from "/views/lists.js";
import * as paper from "/views/paper.js";
import * as search from "/views/search.js";
import * as trends from "/views/trends.js";

const views = {search, paper, author, trends, lists};
const typingPause = 180;  // milliseconds from the last key press to the search

const main = document.getElementById("main");
const box = document.getElementById("query");
const status = document.getElementById("status");
let running = new AbortController();
let server = null;
let typed = false;  // the current history entry is a half-typed query: the next search replaces it
let pause = 0;

function fillStrings() {
    document.documentElement.lang = language();
    for (const one of document.querySelectorAll("[data-string]")) one.textContent = say(one.dataset.string);
    for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", say(one.dataset.label));
    for (const one of document.querySelectorAll("[data-placeholder]")) one.placeholder = say(one.dataset.placeholder);
    const button = document.getElementById("language");
    button.textContent = say("otherLanguage");
    button.lang = language() === "ko" ? "en" : "ko";
}

function countSaved() {
    const badge = document.getElementById("saved");
    const count = savedPapers().length;
    badge.hidden = count === 0;
    badge.textContent = count;
}

function tokenForm() {
    const input = element("input", {id: "token", type: "password", autocomplete: "off", required: true});
    const wrong = element("p", {class: "remark", role: "alert"});
    return element("form", {class: "follow", on: {submit: (event) => {
        event.preventDefault();
        event.stopPropagation();
        const token = input.value.trim();
        if (!isValidToken(token)) {
            wrong.textContent = say("tokenSigns");
            return;
        }
        useToken(token);
        show();
    }}}, element("label", {for: "token"}, say("tokenLabel")), input, element("button", {}, say("enter")), wrong);
}

function failure(error) {
    const asksToken = error.status === 401;
    const title = say(asksToken ? "token" : "failed");
    const text = error.status ? error.message : say(error instanceof Unreachable ? "unreachable" : "broken");
    return {title, announce: `${title}: ${text}`, nodes: [
        element("h1", {tabindex: "-1"}, title), element("p", {class: "lead"}, text),
        asksToken ? tokenForm() : element("button", {type: "button", on: {click: () => show()}}, say("again")),
    ]};
}

async function answerOf(address, signal) {
    try {
        if (!server) {
            server = await ask("/v1/server", {}, signal);
            allowThumbnails(server.thumbnails);
        }
        return await views[address.view].show(address, signal, () => show());
    } catch (error) {
        if (signal.aborted) throw error;
        if (!(error instanceof Unreachable) && !error.status) console.error(error);
        return failure(error);
    }
}

// Shows the view of the current URL. `focus`: move the focus to the heading; `scroll`: scroll the window to this offset.
async function show({focus = false, scroll = null} = {}) {
    running.abort();
    running = new AbortController();
    const {signal} = running;
    const address = readAddress(location);
    if (document.activeElement !== box) box.value = address.state.q ?? "";
    main.setAttribute("aria-busy", "true");
    let shown;
    try {
        shown = await answerOf(address, signal);
    } catch {
        return;  // a later navigation aborted this one
    }
    if (signal.aborted) return;
    main.replaceChildren(...shown.nodes.flat(Infinity).filter(Boolean));
    main.removeAttribute("aria-busy");
    main.dataset.view = address.view;
    document.title = shown.title ? `${shown.title} · nonmun` : "nonmun 논문";
    for (const link of document.querySelectorAll("header nav a")) {
        if (link.dataset.view === address.view) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
    }
    status.textContent = shown.announce;
    if (focus) (main.querySelector("h1") ?? main).focus({preventScroll: true});
    if (scroll !== null) scrollTo(0, scroll);
}

function navigate(address, {replace = false, focus = true} = {}) {
    if (replace) {
        history.replaceState({}, "", address);
    } else {
        history.replaceState({scroll: scrollY}, "");
        history.pushState({}, "", address);
    }
    return show({focus, scroll: 0});
}

// Searches the query in the box with the current filters and sort order. Returns whether the URL changed.
function searchTyped({replace, focus}) {
    clearTimeout(pause);
    const {view, state} = readAddress(location);
    const kept = view === "search" ? state : {};
    const address = links.search({...kept, q: box.value.trim(), page: 1});
    if (address === location.pathname + location.search && view === "search") return false;
    navigate(address, {replace, focus});
    return true;
}

function listenToBox() {
    box.addEventListener("input", () => {
        clearTimeout(pause);
        pause = setTimeout(() => {
            typed = searchTyped({replace: typed, focus: false}) || typed;
        }, typingPause);
    });
    document.getElementById("search").addEventListener("submit", (event) => {
        event.preventDefault();
        searchTyped({replace: typed, focus: false});
        typed = false;
    });
}

// Whether the page handles a click on a link itself, in place of the browser.
function isOwn(event, link) {
    return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && !event.defaultPrevented &&
        link.origin === location.origin && !link.hasAttribute("data-plain") && !link.hasAttribute("download") &&
        !link.getAttribute("href").startsWith("#");
}

function listenToLinks() {
    document.addEventListener("click", (event) => {
        const link = event.target.closest?.("a[href]");
        if (!link || !isOwn(event, link)) return;
        event.preventDefault();
        clearTimeout(pause);
        typed = false;
        box.blur();
        navigate(link.pathname + link.search);
    });
    main.addEventListener("submit", (event) => {
        event.preventDefault();
        const query = new URLSearchParams(new FormData(event.target));
        navigate(`${new URL(event.target.action).pathname}?${query}`);
    });
    addEventListener("popstate", (event) => {
        if (location.hash) return;  // the skip link: the browser has moved the focus
        clearTimeout(pause);
        typed = false;
        box.blur();
        show({focus: true, scroll: event.state?.scroll ?? 0});
    });
}

function listenToSwitches() {
    document.getElementById("language").addEventListener("click", () => {
        switchLanguage();
        fillStrings();
        show();
    });
    const theme = document.getElementById("theme");
    const system = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
    const press = () => theme.setAttribute("aria-pressed", isDark());
    theme.addEventListener("click", () => {
        document.documentElement.dataset.theme = isDark() ? "light" : "dark";
        saveValue("theme", document.documentElement.dataset.theme);
        press();
    });
    system.addEventListener("change", press);
    press();
}

history.scrollRestoration = "manual";
fillStrings();
countSaved();
changed.addEventListener("change", countSaved);
listenToBox();
listenToLinks();
listenToSwitches();
listenToKeys(box);
show({scroll: history.state?.scroll ?? null});
