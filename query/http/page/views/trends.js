// SPDX-License-Identifier: GPL-2.0-or-later
// The view of trends: the topics that grew most, and the terms that the user follows, by month.

import {links} from "/address.js";
import {ask} from "/api.js";
import {columnPlot, topicPlot, withEmptyMonths} from "/charts.js";
import {element} from "/element.js";
import {language, say} from "/strings.js";

const examples = ["확산", "mamba", "LLM", "3D"];
const monthsListed = 12;
const topicsShown = 12;

// Shown when no paper of the query has a date.
function nothing() {
    return {title: say("trendsTitle"), announce: say("none"), nodes: [
        element("h1", {tabindex: "-1"}, say("trendsTitle")),
        element("p", {class: "nothing"}, say("none"), ". ", say("noneHint")),
        element("p", {class: "chips"}, element("a", {class: "chip", href: links.trends()}, say("trends"))),
    ]};
}

function topic({term, months: counts}, months, most, state) {
    const rows = withEmptyMonths(months.map(({month}, at) => ({month, value: counts[at]})));
    const peak = rows.reduce((best, row) => row.value > best.value ? row : best, {value: -1});
    const followed = state.terms.includes(term);
    return element("li", {class: "card topic"},
                   element("h3", {}, element("a", {class: "title", href: links.search({q: term})}, term)),
                   element("p", {class: "quiet"}, say("peak", {month: peak.month, count: peak.value})),
                   topicPlot(term, rows, most),
                   followed ? element("a", {class: "clear", href: links.trends({...state, terms: state.terms.filter((one) => one !== term)}),
                                            "aria-label": say("unfollow", {term})}, "×") : null);
}

// A GET form: submitting it changes the URL.
function followForm(state) {
    const input = element("input", {id: "term", name: "term", required: true, maxlength: "80", autocomplete: "off"});
    return element("form", {class: "follow", action: "/trends", method: "get"},
                   element("label", {for: "term"}, say("follow")), input,
                   state.q ? element("input", {type: "hidden", name: "q", value: state.q}) : null,
                   state.terms.map((term) => element("input", {type: "hidden", name: "term", value: term})),
                   element("button", {}, say("followButton")));
}

function monthRow({month, papers, new: fresh, growing}) {
    const terms = (key, list) => list.length
        ? [element("dt", {}, say(key)), element("dd", {}, list.map(({term, papers: count}) =>
            [element("a", {class: "chip", href: links.search({q: term, month})}, term, " ", element("span", {class: "count"}, count)), " "]))]
        : null;
    return element("li", {}, element("h3", {}, element("a", {href: links.search({month})}, month), " ",
                                     element("span", {class: "count"}, say("found", {count: papers}))),
                   element("dl", {class: "why"}, terms("newTerms", fresh), terms("growingTerms", growing)));
}

export async function show({state}, signal) {
    const askFor = (terms) => ask("/v1/trends", {q: state.q, term: terms, topics: topicsShown}, signal);
    let answer = await askFor(state.terms);
    if (!answer.months.length) return nothing();
    const tooFew = !state.terms.length && answer.topics.length < examples.length;
    if (tooFew) answer = await askFor(examples);
    const most = Math.max(1, ...answer.topics.flatMap(({months}) => months));
    const rows = withEmptyMonths(answer.months.map(({month, papers}) => ({month, value: papers})));
    const listed = answer.months.filter((month) => month.new.length || month.growing.length).slice(-monthsListed).reverse();
    const count = say("found", {count: answer.papers});
    return {title: say("trendsTitle"), announce: `${say("trendsTitle")}, ${count}`, nodes: [
        element("h1", {tabindex: "-1"}, say("trendsTitle")),
        element("p", {class: "lead"}, tooFew ? say("fewPapers") : say("trendsAbout", {count: answer.papers})),
        followForm(state),
        element("h2", {class: "visually-hidden"}, say("topics")),
        element("ol", {class: "cards topics", lang: language()}, answer.topics.map((one) => topic(one, answer.months, most, state))),
        element("figure", {}, element("figcaption", {}, element("h2", {}, say("papersByMonth"))),
                rows.length ? columnPlot(say("papersByMonth"), rows, 960) : null),
        listed.length ? element("ol", {class: "months"}, listed.map(monthRow)) : null,
    ]};
}
