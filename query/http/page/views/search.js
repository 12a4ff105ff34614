// SPDX-License-Identifier: GPL-2.0-or-later
// The view of search results: cards, filters, sort order, pages. Without a query it shows the newest papers.

import {deepestPage, isNarrowed, links, perPage, searchParameters, suggestedWords} from "/address.js";
import {ask, nullIfBusy} from "/api.js";
import {cardList} from "/card.js";
import {element} from "/element.js";
import {chosenFilters, facetPanel} from "/facets.js";
import {say} from "/strings.js";

const examples = ["확산 모델", "강화 학습", "diffusion", "\"gaussian splatting\"", "mamba", "votes:>=50"];
const sortNames = [["relevance", "relevance"], ["date", "date"], ["votes", "mostVotes"]];

function sortLinks(state) {
    const shown = state.q ? sortNames : sortNames.slice(1);
    const current = state.q || state.sort !== "relevance" ? state.sort : "date";
    return element("nav", {class: "sort", "aria-label": say("sort")}, shown.map(([sort, key]) =>
        element("a", {href: links.search({...state, sort, page: 1}), "aria-current": sort === current ? "true" : null}, say(key))));
}

function pageLinks(state, total) {
    const last = Math.min(Math.ceil(total / perPage), deepestPage);
    if (last <= 1) return null;
    const link = (page, text, label) => page < 1 || page > last
        ? null
        : element("li", {}, element("a", {href: links.search({...state, page}), "aria-label": label,
                                          "aria-current": page === state.page && text === String(page) ? "page" : null}, text));
    const near = [...new Set([1, state.page - 1, state.page, state.page + 1, last])].filter((page) => page >= 1 && page <= last)
        .sort((a, b) => a - b);
    const numbers = near.map((page, at) => [
        at && page - near[at - 1] > 1 ? element("li", {class: "gap", "aria-hidden": "true"}, "…") : null,
        link(page, String(page)),
    ]);
    return element("nav", {class: "pages", "aria-label": say("pages")},
                   element("ol", {}, link(state.page - 1, "←", say("previous")), numbers, link(state.page + 1, "→", say("next"))));
}

// Notes on how the query was interpreted: suggestion, translations, warnings.
function remarks(state, answer) {
    const lines = [];
    if (answer.partial) lines.push(say("partial"));
    if (answer.suggestion) {
        const q = suggestedWords(state, answer.suggestion);
        lines.push([say("suggestion"), " ", element("a", {href: links.search({...state, q, page: 1})}, q)]);
    }
    if (answer.translations.length) lines.push(say("translations", {words: answer.translations.join(", ")}));
    lines.push(...answer.remarks);
    return lines.map((line) => element("p", {class: "remark"}, line));
}

function exampleLinks() {
    return element("nav", {class: "chips", "aria-label": say("examples")}, element("span", {class: "quiet"}, say("examples")),
                   examples.map((q) => element("a", {class: "chip", href: links.search({q})}, q)));
}

// The introduction above the newest papers. `statistics` is null when the server is busy.
function welcome(statistics) {
    const lead = statistics && say(statistics.first_date ? "about" : "aboutWithoutDays", {
        papers: statistics.papers, authors: statistics.authors, first: statistics.first_date, last: statistics.last_date});
    return [lead ? element("p", {class: "lead"}, lead) : null, exampleLinks()];
}

export async function show({state}, signal) {
    const home = !state.q && !isNarrowed(state);
    const [answer, statistics] = await Promise.all([
        ask("/v1/search", searchParameters(state), signal),
        home ? nullIfBusy(ask("/v1/stats", {}, signal)) : null,
    ]);
    const count = say("found", {count: answer.total});
    const results = element("div", {class: "results"},
                            element("div", {class: "heading"},
                                    element("h1", {tabindex: "-1"}, home ? say("newest") : count), sortLinks(state)),
                            home ? welcome(statistics) : null,
                            chosenFilters(state), remarks(state, answer),
                            answer.hits.length
                                ? [element("h2", {class: "visually-hidden"}, count), cardList(answer.hits)]
                                : [element("p", {class: "nothing"}, say("none"), ". ", say("noneHint")), exampleLinks()],
                            pageLinks(state, answer.total));
    const panel = answer.total || isNarrowed(state)
        ? element("aside", {"aria-label": say("filters")}, facetPanel(state, answer.facets ?? {})) : null;
    return {title: state.q, announce: answer.total ? count : say("none"), nodes: [element("div", {class: "search"}, panel, results)]};
}
