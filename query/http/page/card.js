// SPDX-License-Identifier: GPL-2.0-or-later
// Cards: one paper in a list. Also the pieces that cards share with the view of one paper.

import {links} from "/address.js";
import {scoreBar} from "/charts.js";
import {element, marked, webAddress} from "/element.js";
import {picture} from "/picture.js";
import {isSaved, toggleSaved} from "/reading_list.js";
import {partName, say} from "/strings.js";

const authorsOnCard = 6;
const itemsOnCard = 2;

export function authorLinks(authors, most = Infinity) {
    if (!authors.length) return null;
    const shown = authors.slice(0, most).map((name, at) =>
        [at ? ", " : "", element("a", {href: links.author(name)}, element("bdi", {}, name))]);
    const rest = authors.length - most;
    return element("p", {class: "authors"}, shown, rest > 0 ? ` ${say("moreAuthors", {count: rest})}` : null);
}

export function facts(paper) {
    return element("p", {class: "facts"},
                   paper.date ? element("time", {datetime: paper.date}, paper.date) : element("span", {}, say("dayUnknown")),
                   element("span", {class: "votes"},
                           paper.votes === null ? say("votesUnknown") : say("voteCount", {count: paper.votes})),
                   element("span", {class: "id"}, paper.id));
}

export function saveButton(paper) {
    const label = element("span", {});
    const button = element("button", {type: "button", class: "save"}, element("span", {"aria-hidden": "true", class: "star"}), label,
                           element("span", {class: "visually-hidden"}, `: ${paper.readable_title}`));
    const show = () => {
        button.setAttribute("aria-pressed", isSaved(paper.id));
        label.textContent = isSaved(paper.id) ? say("saved") : say("save");
    };
    button.addEventListener("click", () => {
        toggleSaved(paper);
        show();
    });
    show();
    return button;
}

// Links to the paper and its video, if their URLs are http or https.
export function externalLinks(paper) {
    const external = (address, text) => address &&
        element("a", {href: address, rel: "noopener noreferrer", "data-plain": true, class: "external"}, text);
    const video = paper.media?.kind === "video" ? webAddress(paper.media.url) : null;
    return [external(webAddress(paper.url), say("read")), external(video, say("watch"))].filter(Boolean);
}

// Summary items, {section, text, matches}, each with its section label.
export function summaryList(items) {
    return element("ul", {class: "summary", lang: "ko"}, items.map(({section, text, matches}) =>
        element("li", {}, section ? element("span", {class: "section", lang: ""}, section) : null, marked(text, matches))));
}

// The items with the most matches, in the order of the summary.
function mostMatched(items) {
    const ranked = items.map((item, at) => ({at, count: item.matches.length})).sort((a, b) => b.count - a.count || a.at - b.at);
    const chosen = new Set(ranked.slice(0, itemsOnCard).map(({at}) => at));
    return items.filter((_, at) => chosen.has(at));
}

function cardSummary(hit) {
    const items = hit.paper.summary.map((item, at) => ({...item, matches: hit.summary_matches?.[at] ?? []}));
    if (!items.length) return element("p", {class: "quiet"}, say("noSummary"));
    const some = summaryList(mostMatched(items));
    if (items.length <= itemsOnCard) return some;
    const whole = element("details", {class: "whole"}, element("summary", {}, say("wholeSummary", {count: items.length})));
    whole.addEventListener("toggle", () => {
        some.hidden = whole.open;
        if (whole.open && whole.childElementCount === 1) whole.append(summaryList(items));
    });
    return [some, whole];
}

const titleLink = (hit) => element("h3", {}, element("a", {class: "title", href: links.paper(hit.paper.id), lang: "en"},
                                                    marked(hit.paper.readable_title, hit.title_matches)));

export function card(hit) {
    const {paper} = hit;
    return element("li", {class: "card"},
                   element("a", {class: "frame", href: links.paper(paper.id), tabindex: "-1", "aria-hidden": "true"}, picture(paper)),
                   element("div", {class: "body"}, titleLink(hit), authorLinks(paper.authors, authorsOnCard), facts(paper),
                           cardSummary(hit), element("p", {class: "actions"}, saveButton(paper), externalLinks(paper))));
}

// A related paper with the reasons: shared terms, shared authors and the parts of the score.
export function relatedCard(hit, most) {
    const shared = (key, names, entry) => names?.length
        ? [element("dt", {}, say(key)), element("dd", {}, names.map(entry))] : null;
    const parts = Object.entries(hit.parts).filter(([, value]) => value > 0);
    const label = say("score", {
        score: hit.score.toFixed(2),
        parts: parts.map(([part, value]) => `${partName(part)} ${value.toFixed(2)}`).join(", "),
    });
    return element("li", {class: "card related"},
                   element("a", {class: "frame", href: links.paper(hit.paper.id), tabindex: "-1", "aria-hidden": "true"},
                           picture(hit.paper)),
                   element("div", {class: "body"}, titleLink(hit), facts(hit.paper),
                           element("h4", {class: "reason"}, say("why")),
                           element("dl", {class: "why"},
                                   shared("sharedTerms", hit.shared_terms, (term) =>
                                       element("a", {class: "chip", href: links.search({q: term})}, term)),
                                   shared("sharedAuthors", hit.shared_authors, (name) =>
                                       element("a", {class: "chip author", href: links.author(name)}, name))),
                           scoreBar(Object.entries(hit.parts), most, label)));
}

export const cardList = (hits, make = card) => element("ol", {class: "cards"}, hits.map(make));

export function relatedList(hits) {
    if (!hits.length) return element("p", {class: "quiet"}, say("noRelated"));
    const most = Math.max(...hits.map((hit) => hit.score));
    return cardList(hits, (hit) => relatedCard(hit, most));
}
