// SPDX-License-Identifier: GPL-2.0-or-later
// The view of the reading list.

import {authorLinks, facts} from "/card.js";
import {links} from "/address.js";
import {element} from "/element.js";
import {download, exportFormats, savedPapers, toggleSaved} from "/reading_list.js";
import {say} from "/strings.js";

function row(paper, refresh) {
    const remove = element("button", {type: "button", "aria-label": say("removeTitle", {title: paper.title}),
                                      on: {click: () => {
                                          toggleSaved(paper);
                                          refresh();
                                      }}}, say("remove"));
    return element("li", {class: "card"}, element("div", {class: "body"},
                   element("h3", {}, element("a", {class: "title", href: links.paper(paper.id), lang: "en"}, paper.title)),
                   authorLinks(paper.authors, 6), facts(paper), element("p", {class: "actions"}, remove)));
}

export async function show(_, __, refresh) {
    const papers = savedPapers();
    const count = say("found", {count: papers.length});
    const button = (key, format) => element("button", {type: "button", on: {click: () => download(format)}}, say(key));
    return {title: say("list"), announce: `${say("list")}, ${count}`, nodes: [
        element("h1", {tabindex: "-1"}, say("list")),
        papers.length
            ? [element("p", {class: "lead"}, `${count} · `, say("listAbout")),
               element("p", {class: "actions"}, button("exportJson", exportFormats.json), button("exportMarkdown", exportFormats.markdown)),
               element("h2", {class: "visually-hidden"}, count),
               element("ol", {class: "cards"}, papers.map((paper) => row(paper, refresh)))]
            : element("p", {class: "nothing"}, say("listEmpty")),
    ]};
}
