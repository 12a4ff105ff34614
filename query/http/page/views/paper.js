// SPDX-License-Identifier: GPL-2.0-or-later
// The view of one paper, with related papers and the reasons for each.

import {ask, segment, nullIfBusy} from "/api.js";
import {authorLinks, facts, externalLinks, relatedList, saveButton, summaryList} from "/card.js";
import {element} from "/element.js";
import {picture} from "/picture.js";
import {say} from "/strings.js";

function appearances(paper) {
    if (paper.appearances.length < 2) return null;
    return element("section", {class: "appearances"}, element("h2", {}, say("appearances")),
                   element("ul", {}, paper.appearances.map(({date, votes, title}) =>
                       element("li", {}, element("time", {}, date ?? say("dayUnknown")), " · ",
                               votes === null ? say("votesUnknown") : say("voteCount", {count: votes}),
                               title === paper.title ? null : [" · ", element("bdi", {lang: "en"}, title)]))));
}

export async function show({name}, signal) {
    const path = `/v1/papers/${segment(name)}`;
    const [paper, related] = await Promise.all([ask(path, {}, signal), nullIfBusy(ask(`${path}/related`, {limit: 12}, signal))]);
    const items = paper.summary.map((item) => ({...item, matches: []}));
    const article = element("article", {class: "paper"},
                            element("div", {class: "frame"}, picture(paper)),
                            element("h1", {tabindex: "-1", lang: "en"}, paper.readable_title),
                            authorLinks(paper.authors), facts(paper),
                            element("p", {class: "actions"}, saveButton(paper), externalLinks(paper)),
                            element("section", {}, element("h2", {}, say("summary")),
                                    items.length ? summaryList(items) : element("p", {class: "quiet"}, say("noSummary"))),
                            appearances(paper));
    const neighbours = element("section", {class: "neighbours"}, element("h2", {}, say("related")),
                               related ? relatedList(related.hits) : element("p", {class: "quiet"}, say("busy")));
    return {title: paper.readable_title, announce: paper.readable_title, nodes: [element("div", {class: "pair"}, article, neighbours)]};
}
