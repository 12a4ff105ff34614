// SPDX-License-Identifier: GPL-2.0-or-later
// The view of an author: papers by month, the papers, co-authors, related papers by others.

import {links} from "/address.js";
import {ask, segment} from "/api.js";
import {cardList, relatedList} from "/card.js";
import {columnPlot, withEmptyMonths} from "/charts.js";
import {element} from "/element.js";
import {say} from "/strings.js";

const entryList = (entries) => element("ul", {class: "names"}, entries.map(({name, papers}) =>
    element("li", {}, element("a", {href: links.author(name)}, element("bdi", {}, name)), " ",
            element("span", {class: "count"}, papers))));

function papersOverTime(papers) {
    const counts = new Map();
    for (const {date} of papers) if (date) counts.set(date.slice(0, 7), (counts.get(date.slice(0, 7)) ?? 0) + 1);
    const undated = papers.filter(({date}) => !date).length;
    const rows = withEmptyMonths([...counts].map(([month, value]) => ({month, value})));
    return element("figure", {}, element("figcaption", {}, element("h2", {}, say("papersByMonth"))),
                   rows.length ? columnPlot(say("papersByMonth"), rows) : null,
                   undated ? element("p", {class: "quiet"}, say("papersUndated", {count: undated})) : null);
}

// The list of candidates when no author has exactly this name.
function candidates(name, possible) {
    const title = say("whichAuthor", {name});
    return {title, announce: title, nodes: [element("h1", {tabindex: "-1"}, title), entryList(possible)]};
}

const hitOf = (paper) => ({paper, title_matches: [], summary_matches: []});

export async function show({name}, signal) {
    const {author, possible} = await ask(`/v1/authors/${segment(name)}`, {limit: 10}, signal);
    if (!author) return candidates(name, possible);
    const count = say("papersOf", {count: author.papers.length});
    const head = element("header", {class: "author"}, element("h1", {tabindex: "-1"}, element("bdi", {}, author.name)),
                         element("p", {class: "lead"}, count),
                         author.spellings.length
                             ? element("p", {class: "quiet"}, say("spellings", {names: author.spellings.join(", ")})) : null);
    const work = element("div", {}, papersOverTime(author.papers), element("h2", {}, count), cardList(author.papers.map(hitOf)));
    const people = element("section", {}, element("h2", {}, say("coauthors")),
                           author.coauthors.length ? entryList(author.coauthors) : element("p", {class: "quiet"}, say("noCoauthors")),
                           possible.length ? [element("h2", {}, say("possible")), entryList(possible)] : null);
    const related = element("section", {class: "neighbours"}, element("h2", {}, say("relatedWork")), relatedList(author.related));
    return {title: author.name, announce: `${author.name}, ${count}`,
            nodes: [head, element("div", {class: "pair"}, work, element("div", {}, people, related))]};
}
