// SPDX-License-Identifier: GPL-2.0-or-later
// Every state of the page is an address: this reads and writes them.

const sorts = ["relevance", "votes", "date"];
export const perPage = 20;
export const deepestPage = 50;

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
    if (first === "trends") return {view: "trends", state: {q: query.get("q") ?? "", terms: query.getAll("term")}};
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

// What the server is asked for a state. The words stand in parentheses, so that an OR in them leaves the condition alone; the
// newest papers stand for an empty query.
export function searchParameters(state) {
    const words = state.votes && state.q ? `votes:${state.votes} (${state.q})` : state.votes ? `votes:${state.votes}` : state.q;
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
