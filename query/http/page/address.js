// SPDX-License-Identifier: GPL-2.0-or-later
// Reads and writes the page's URLs. A URL holds the whole state of a view.

const sorts = ["relevance", "votes", "date"];
export const perPage = 20;
export const deepestPage = 50;  // the server returns at most the first 1000 results
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

// {view, name, state}: `name` is the paper's id or the author's name; `state` holds the other parameters.
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

// Puts the words in parentheses, so that an OR in them does not apply to the filter before them. When the words' own parentheses
// are unbalanced or too deep for the query parser, they are removed. An unpaired last quote becomes a blank.
function parenthesized(words) {
    const pieces = words.split(/["“”]/);
    const isOutside = (at) => at % 2 === 0 || at === pieces.length - 1;
    let depth = 1, balanced = true;
    for (const c of pieces.filter((_, at) => isOutside(at)).join("")) {
        depth += (c === "(") - (c === ")");
        balanced &&= depth > 0 && depth < deepestParentheses;
    }
    if (balanced) return `(${words})`;
    return `(${pieces.map((piece, at) => isOutside(at) ? piece.replace(/[()]/g, " ") : piece).join("\"")})`;
}

const withVotes = (state) => `votes:${state.votes}`;

// The words of the server's suggested query, without the votes filter that searchParameters() adds.
export function suggestedWords(state, suggestion) {
    const before = `${withVotes(state)} (`;
    return state.votes && suggestion.startsWith(before) ? suggestion.slice(before.length, -1) : suggestion;
}

// The parameters of /v1/search for a state. An empty query without filters returns the newest papers.
export function searchParameters(state) {
    const words = state.votes ? [withVotes(state), state.q && parenthesized(state.q)].filter(Boolean).join(" ") : state.q;
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
