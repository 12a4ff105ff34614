// SPDX-License-Identifier: GPL-2.0-or-later
// Creates DOM elements. Strings become text nodes and attribute values, never markup: nothing here parses HTML.

const svgNamespace = "http://www.w3.org/2000/svg";

function fill(made, properties, children) {
    for (const [name, value] of Object.entries(properties)) {
        if (value === null || value === undefined || value === false) continue;
        if (name === "on") {
            for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
        } else {
            made.setAttribute(name, value === true ? "" : value);
        }
    }
    made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
}

// element("a", {href, class, on: {click}}, children…). Attributes that are null, undefined or false are omitted.
export function element(name, properties = {}, ...children) {
    return fill(document.createElement(name), properties, children);
}

export function svgElement(name, properties = {}, ...children) {
    return fill(document.createElementNS(svgNamespace, name), properties, children);
}

// The text with its matches in <mark>. A match is [begin, end) in code points.
export function marked(text, matches = []) {
    const points = Array.from(text);
    const nodes = [];
    let from = 0;
    for (const [begin, end] of matches) {
        nodes.push(points.slice(from, begin).join(""), element("mark", {}, points.slice(begin, end).join("")));
        from = end;
    }
    nodes.push(points.slice(from).join(""));
    return nodes;
}

// The normalized URL if its scheme is allowed, else null. Digests are untrusted input.
export function webAddress(text, schemes = ["https:", "http:"]) {
    try {
        const url = new URL(text);
        return schemes.includes(url.protocol) ? url.href : null;
    } catch {
        return null;
    }
}
