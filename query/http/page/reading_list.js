// SPDX-License-Identifier: GPL-2.0-or-later
// The reading list, stored in the browser's localStorage, and its export.

import {webAddress} from "/element.js";
import {saveValue, loadValue} from "/storage.js";

const name = "list";
export const changed = new EventTarget();

// The stored form of a paper. The JSON export has the same form.
const storedForm = ({id, title, readable_title, url, date, votes, authors}) => ({
    id, title: readable_title ?? title, url, date: date ?? null, votes: votes ?? null, authors: authors ?? [],
});

export function savedPapers() {
    try {
        const papers = JSON.parse(loadValue(name) ?? "[]");
        return Array.isArray(papers) ? papers.filter((paper) => typeof paper?.id === "string").map(storedForm) : [];
    } catch {
        return [];
    }
}

export const isSaved = (id) => savedPapers().some((paper) => paper.id === id);

export function toggleSaved(paper) {
    const papers = savedPapers();
    const others = papers.filter((other) => other.id !== paper.id);
    if (others.length === papers.length) others.push(storedForm(paper));
    saveValue(name, JSON.stringify(others));
    changed.dispatchEvent(new Event("change"));
}

addEventListener("storage", (event) => {
    if (event.key === `nonmun.${name}`) changed.dispatchEvent(new Event("change"));
});

// Escapes every character that Markdown or inline HTML could interpret.
const escaped = (text) => String(text).replace(/\s+/g, " ").replace(/[\\`*_{}[\]()#+!|<>~&$-]/g, "\\$&");

function markdownLine(paper) {
    const address = webAddress(paper.url);
    const title = address ? `[${escaped(paper.title)}](<${address}>)` : escaped(paper.title);
    const facts = [escaped(paper.authors.join(", ")), paper.date && escaped(paper.date),
                   paper.votes !== null && `${paper.votes} ${paper.votes === 1 ? "vote" : "votes"}`].filter(Boolean);
    return `- ${title}${facts.map((fact) => ` · ${fact}`).join("")}\n`;
}

export const exportFormats = {
    json: {type: "application/json", ending: "json",
           write: (papers) => JSON.stringify({version: 1, papers}, null, 2) + "\n"},
    markdown: {type: "text/markdown", ending: "md",
               write: (papers) => papers.map(markdownLine).join("")},
};

export function download({type, ending, write}) {
    const address = URL.createObjectURL(new Blob([write(savedPapers())], {type}));
    const link = document.createElement("a");
    link.href = address;
    link.download = `nonmun-papers.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
