// SPDX-License-Identifier: GPL-2.0-or-later
// The filter panel: facets with counts. Each value links to the same search with that filter added or removed.

import {links} from "/address.js";
import {element} from "/element.js";
import {say} from "/strings.js";

// For each facet: how a value changes the state, and whether it is selected.
const kinds = [
    {
        name: "month",
        order: (values) => [...values].reverse(),
        has: (state, value) => state.month === value,
        toggle: (state, value) => ({...state, month: state.month === value ? "" : value}),
        unlinked: "unknown",
        shown: (value) => value === "unknown" ? say("unknown") : value,
    },
    {
        name: "votes",
        order: (values) => [...values].reverse(),
        has: (state, value) => state.votes === value,
        toggle: (state, value) => ({...state, votes: state.votes === value ? "" : value}),
        unlinked: "unknown",
        shown: (value) => value === "unknown" ? say("unknown") : value.replace("..", "–").replace(">=", "≥ "),
    },
    {
        name: "author",
        order: (values) => values,
        has: (state, value) => state.authors.includes(value),
        toggle: (state, value) => ({
            ...state,
            authors: state.authors.includes(value) ? state.authors.filter((one) => one !== value) : [...state.authors, value],
        }),
    },
];

const shownValue = (kind, value) => kind.shown?.(value) ?? value;
const shownFilter = (kind, value) => `${say(kind.name)}: ${shownValue(kind, value)}`;

function row(kind, state, {value, count}, most) {
    const inside = [element("bdi", {}, shownValue(kind, value)), " ", element("span", {class: "count"}, count)];
    const link = value === kind.unlinked
        ? element("span", {class: "value"}, inside)
        : element("a", {class: "value", href: links.search({...kind.toggle(state, value), page: 1}),
                        "aria-current": kind.has(state, value) ? "true" : null}, inside);
    link.style.setProperty("--share", count / most);
    return element("li", {}, link);
}

function facet(kind, state, {values, rest}) {
    if (!values.length) return null;
    const most = Math.max(...values.map(({count}) => count));
    return element("section", {},
                   element("h3", {}, say(kind.name)),
                   element("ul", {class: "facet"}, kind.order(values).map((value) => row(kind, state, value, most))),
                   rest ? element("p", {class: "quiet"}, say("more", {count: rest})) : null);
}

// The panel. It starts closed on narrow screens.
export function facetPanel(state, facets) {
    const panel = element("details", {class: "facets"}, element("summary", {}, element("h2", {}, say("filters"))),
                          kinds.map((kind) => facets[kind.name] && facet(kind, state, facets[kind.name])));
    panel.open = matchMedia("(min-width: 900px)").matches;
    return panel;
}

// The active filters, each a link that removes it.
export function chosenFilters(state) {
    const chosen = [
        state.month && [kinds[0], state.month],
        state.votes && [kinds[1], state.votes],
        ...state.authors.map((name) => [kinds[2], name]),
    ].filter(Boolean);
    if (!chosen.length) return null;
    const chip = ([kind, value]) => element("li", {},
        element("a", {class: "chip chosen", href: links.search({...kind.toggle(state, value), page: 1}),
                      "aria-label": say("without", {filter: shownFilter(kind, value)})},
                `${shownFilter(kind, value)} `, element("span", {"aria-hidden": "true"}, "×")));
    return element("ul", {class: "chips", "aria-label": say("chosen")}, chosen.map(chip),
                   element("li", {}, element("a", {class: "clear", href: links.search({q: state.q, sort: state.sort})}, say("clear"))));
}
