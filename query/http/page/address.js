// SPDX-License-Identifier: GPL-2.0-or-later
// Every state of the page is an address: this reads and writes them.

const sorts = ["relevance", "votes", "date"];
export const perPage = 20;
export const deepestPage = 50;  // the server gives no result behind the thousandth
const deepestParentheses = 32;

function decoded(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

function searchState(query) {
    const page = Number(query.get("page"));
    return {
        q: (query.get("q") ?? "").trim(),
        month: query.get("month") ?? "",
        votes: query.get("votes") ?? "",
        authors: query.getAll("author"),
        sort: sorts.includes(query.get("sort")) ? query.get("sort") : "relevance",
        page: Number.isInteger(page) && page >= 1 && page <= deepestPage ? page : 1,
    };
}

// {view, name, state}: `name` is the paper's id or the author's name, `state` what else the address says.
export function readAddress(location) {
    const query = new URLSearchParams(location.search);
    const [, first, second] = location.pathname.split("/");
    if (first === "paper" || first === "author") return {view: first, name: decoded(second ?? ""), state: {}};
    if (first === "trends") return {view: "trends", state: {q: query.get("q") ?? "", terms: [...new Set(query.getAll("term"))]}};
    if (first === "lists") return {view: "lists", state: {}};
    return {view: "search", state: searchState(query)};
}

function address(path, parameters) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters))
        for (const one of [value].flat()) if (one) query.append(name, one);
    return query.size ? `${path}?${query}` : path;
}

export const links = {
    search: ({q, month, votes, authors, sort, page}) => address("/", {
        q, month, votes, author: authors,
        sort: sort === "relevance" ? "" : sort,
        page: page > 1 ? page : "",
    }),
    paper: (id) => `/paper/${encodeURIComponent(id)}`,
    author: (name) => `/author/${encodeURIComponent(name)}`,
    trends: ({q, terms} = {}) => address("/trends", {q, term: terms}),
};

export const isNarrowed = (state) => Boolean(state.month || state.votes || state.authors.length);

// The words in parentheses, so that an OR in them leaves the condition before alone. Parentheses of theirs that would close
// these, or stand so deep that the query is read without any, are left out. Quotes go in pairs; a last one alone is a blank.
function enclosed(words) {
    const pieces = words.split(/["“”]/);
    const isOutside = (at) => at % 2 === 0 || at === pieces.length - 1;
    let depth = 1, harmless = true;
    for (const c of pieces.filter((_, at) => isOutside(at)).join("")) {
        depth += (c === "(") - (c === ")");
        harmless &&= depth > 0 && depth < deepestParentheses;
    }
    if (harmless) return `(${words})`;
    return `(${pieces.map((piece, at) => isOutside(at) ? piece.replace(/[()]/g, " ") : piece).join("\"")})`;
}

const withVotes = (state) => `votes:${state.votes}`;

// A query that the server suggests for a state, as words of the state.
export function suggestedWords(state, suggestion) {
    const before = `${withVotes(state)} (`;
    return state.votes && suggestion.startsWith(before) ? suggestion.slice(before.length, -1) : suggestion;
}

// What the server is asked for a state; the newest papers stand for an empty query.
export function searchParameters(state) {
    const words = state.votes ? [withVotes(state), state.q && enclosed(state.q)].filter(Boolean).join(" ") : state.q;
    const everything = !words && !isNarrowed(state);
    return {
        q: words,
        from: state.month || (everything ? "1900" : ""),
        to: state.month,
        author: state.authors,
        sort: state.q || state.sort !== "relevance" ? state.sort : "date",
        limit: perPage,
        offset: (state.page - 1) * perPage,
        facets: "month,votes,author",
        facet_limit: 12,
        marks: true,
    };
}
