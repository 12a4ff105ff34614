// SPDX-License-Identifier: GPL-2.0-or-later
// The picture of a paper: the digest's thumbnail, or a placeholder drawn from the paper's id.

import {element, svgElement, webAddress} from "/element.js";

let allowed = false;

// Sets whether thumbnails may be fetched. The server's settings decide.
export function allowThumbnails(yes) {
    allowed = yes;
}

// A generator of pseudo-random numbers in [0, 1), seeded by the text (FNV-1a hash, mulberry32 generator).
function randomNumbers(text) {
    let seed = 2166136261;
    for (const letter of text) seed = Math.imul(seed ^ letter.codePointAt(0), 16777619);
    return () => {
        seed = (seed + 0x6d2b79f5) | 0;
        let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

// The placeholder: a small graph on a coloured background.
function placeholder(paper) {
    const next = randomNumbers(paper.id);
    const hue = Math.floor(next() * 6);
    const dots = Array.from({length: 9}, () => ({x: 14 + next() * 132, y: 10 + next() * 64, r: 1.5 + next() * 4.5}));
    const centre = dots[0];
    const lines = dots.slice(1).map((dot, at) => {
        const to = at % 3 === 0 ? dots[at] : centre;
        return svgElement("line", {x1: dot.x, y1: dot.y, x2: to.x, y2: to.y});
    });
    const circles = dots.map((dot, at) => svgElement("circle", {cx: dot.x, cy: dot.y, r: at === 0 ? 7 : dot.r}));
    const play = paper.media?.kind === "video" ? svgElement("path", {class: "play", d: "M70 28 94 42 70 56z"}) : null;
    return svgElement("svg", {class: `picture placeholder hue-${hue}`, viewBox: "0 0 160 84", "aria-hidden": "true",
                              preserveAspectRatio: "xMidYMid slice"},
                      svgElement("rect", {width: 160, height: 84}), lines, circles, play);
}

export function picture(paper) {
    const address = allowed && paper.media?.kind === "image" ? webAddress(paper.media.url, ["https:"]) : null;
    if (!address) return placeholder(paper);
    const image = element("img", {class: "picture", src: address, alt: "", loading: "lazy", decoding: "async",
                                  referrerpolicy: "no-referrer"});
    image.addEventListener("error", () => image.replaceWith(placeholder(paper)), {once: true});
    return image;
}
