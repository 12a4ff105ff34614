// SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
// The page of a report: reads the embedded records and builds the graph, charts and tables. Text from digests is only ever set as
// textContent.
(() => {
    const byId = (id) => document.getElementById(id);
    const records = JSON.parse(byId("records").textContent);
    const readable = new Map(Object.entries(JSON.parse(byId("titles").textContent)));
    const recordsOf = (type) => records.filter((record) => record.type === type);
    const report = recordsOf("report")[0] || {scope: "", top: 0, min_score: 0, papers: 0};
    const papers = recordsOf("paper"), clusters = recordsOf("cluster"), duplicates = recordsOf("near_duplicates"), months = recordsOf("month");
    const paper_of = new Map(papers.map((paper) => [paper.id, paper]));
    const cluster_of = new Map(clusters.map((cluster) => [cluster.cluster, cluster]));
    const views = ["graph", "papers", "clusters", "duplicates", "months"];
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const state = {view: "graph", paper: null, theme: null, lang: navigator.language.startsWith("ko") ? "ko" : "en",
                   query: "", only: null, hidden: new Set()};
    let strings = nonmun.strings.en, graph = null, tables = {};

    // Replaces control characters and bidirectional overrides with U+FFFD.
    const sanitized = (text) => String(text ?? "").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
    const title_of = (paper) => sanitized(readable.get(paper.title) ?? paper.title);
    const folded = (text) => text.normalize("NFKC").toLowerCase();
    const part_name = (name) => strings.parts[name] ?? sanitized(name);
    const cluster_name = (paper) => cluster_of.has(paper.cluster) ? sanitized(cluster_of.get(paper.cluster).name) : strings.no_cluster;

    function element(name, {text, kind, ...attributes} = {}, ...children) {
        const made = document.createElement(name);
        if (text !== undefined) made.textContent = text;
        if (kind) made.className = kind;
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
        made.append(...children);
        return made;
    }
    function button(text, act, kind = "") {
        const made = element("button", {text, kind, type: "button"});
        made.addEventListener("click", act);
        return made;
    }
    // A button with the paper's title that selects the paper.
    function titleButton(paper, centred = true) {
        const made = button(title_of(paper), () => { setView("graph"); pick(paper.id, centred); }, "title");
        made.dir = "auto";
        return made;
    }

    // --- colours ---
    const order_of = new Map([...clusters].sort((a, b) => b.papers.length - a.papers.length).map((c, i) => [c.cluster, i]));
    let palette = null;
    function readPalette() {
        const css = getComputedStyle(document.documentElement), colour = (name) => css.getPropertyValue(name).trim();
        const is_dark = document.documentElement.dataset.theme === "dark";
        // Golden-angle hues at two lightnesses. Each has a contrast of at least 3:1 with the background.
        const cluster_colour = (id) => {
            if (!order_of.has(id)) return colour("--muted");
            const order = order_of.get(id);
            return d3.hcl(25 + order * 137.508, order % 2 ? 42 : 62, is_dark ? [68, 80][order % 2] : [55, 42][order % 2]).toString();
        };
        const colours = new Map([null, ...order_of.keys()].map((id) => [id, cluster_colour(id)]));
        palette = {paper: colour("--paper"), ink: colour("--ink"), muted: colour("--muted"), accent: colour("--accent"),
                   group: (id) => colours.get(id) ?? colours.get(null)};
    }
    const swatch = (id) => element("span", {kind: "swatch", style: `background:${palette.group(id)}`, "aria-hidden": "true"});

    // --- the graph ---
    function graphData() {
        const nodes = papers.map((paper) => ({id: paper.id, title: title_of(paper), size: 3 + Math.min(7, Math.sqrt(paper.votes || 0) * 0.55),
                                              group: cluster_of.has(paper.cluster) ? paper.cluster : null}));
        const known = new Set(paper_of.keys()), links = new Map();
        for (const paper of papers) {
            for (const neighbour of paper.neighbours) {
                if (!known.has(neighbour.id)) {
                    known.add(neighbour.id);
                    nodes.push({id: neighbour.id, title: title_of(neighbour), size: 2.5, group: null});
                }
                const key = paper.id < neighbour.id ? `${paper.id}\n${neighbour.id}` : `${neighbour.id}\n${paper.id}`;
                const link = links.get(key);
                if (!link) links.set(key, {source: paper.id, target: neighbour.id, score: neighbour.score, rank: neighbour.rank});
                else Object.assign(link, {score: Math.max(link.score, neighbour.score), rank: Math.min(link.rank, neighbour.rank)});
            }
        }
        return {nodes, links: [...links.values()],
                groups: clusters.map((c) => ({id: c.cluster, name: sanitized(c.name), size: c.papers.length}))};
    }
    function startGraph() {
        graph = new nonmun.NeighbourGraph(byId("graph"), {
            ...graphData(), style: () => palette, pick: (id) => pick(id, false), hover: () => {},
            progress: (done) => {
                byId("progress").hidden = done === 1;
                byId("progress").textContent = strings.layout(Math.floor(done * 100));
            },
        });
        byId("zoom-in").onclick = () => graph.zoomBy(1.6);
        byId("zoom-out").onclick = () => graph.zoomBy(1 / 1.6);
        byId("zoom-fit").onclick = () => graph.fit();
    }
    function hideClusters(hidden) {
        state.hidden = hidden;
        for (const box of byId("legend-list").querySelectorAll("input")) box.checked = !hidden.has(box.cluster);
        if (graph) graph.hide(hidden);
    }
    const legendIds = () => [...order_of.keys(), null];
    function showLegend() {
        byId("legend-list").replaceChildren(...legendIds().map((id) => {
            const size = id === null ? papers.filter((paper) => !cluster_of.has(paper.cluster)).length : cluster_of.get(id).papers.length;
            const box = element("input", {type: "checkbox"});
            box.cluster = id;
            box.checked = !state.hidden.has(id);
            box.addEventListener("change", () => {
                const hidden = new Set(state.hidden);
                if (box.checked) hidden.delete(id); else hidden.add(id);
                hideClusters(hidden);
            });
            const name = id === null ? strings.no_cluster : sanitized(cluster_of.get(id).name);
            return element("li", {}, element("label", {}, box, swatch(id), element("bdi", {text: name}), element("span", {kind: "count", text: size})));
        }));
    }

    // --- one paper ---
    const part_names = [];
    for (const paper of papers)
        for (const neighbour of paper.neighbours)
            for (const name of Object.keys(neighbour.parts)) if (!part_names.includes(name)) part_names.push(name);
    const listed_by = d3.nest().key((entry) => entry.id)
        .map(papers.flatMap((paper) => paper.neighbours.map((neighbour) => ({id: neighbour.id, paper}))));

    function sharedLine(name, list) {
        return list && list.length ? [element("p", {kind: "shared"}, element("span", {kind: "name", text: `${name}: `}),
                                              element("bdi", {text: list.map(sanitized).join(", ")}))] : [];
    }
    function neighbourItem(neighbour, most) {
        const bar = element("div", {kind: "bar"});
        const parts = Object.entries(neighbour.parts).map(([name, value]) => ({name: part_name(name), value, index: part_names.indexOf(name)}));
        nonmun.scoreBar(bar, {parts, most, label: `${strings.score} ${neighbour.score.toFixed(3)}: ` +
            parts.map((part) => `${part.name} ${part.value.toFixed(3)}`).join(", ")});
        const item = element("li", {}, titleButton(neighbour, false),
            element("div", {kind: "score"}, bar, element("span", {text: neighbour.score.toFixed(3)})),
            ...sharedLine(strings.shared_terms, neighbour.shared_terms), ...sharedLine(strings.shared_authors, neighbour.shared_authors));
        item.addEventListener("mouseenter", () => graph && graph.hover(neighbour.id));
        item.addEventListener("mouseleave", () => graph && graph.hover(null));
        return item;
    }
    function paperHead(paper) {
        const facts = element("p", {kind: "facts"}, element("span", {text: sanitized(paper.id)}));
        if (paper.neighbours) {
            facts.append(element("span", {text: paper.date ? sanitized(paper.date) : strings.unknown_day}),
                element("span", {text: Number.isFinite(paper.votes) ? strings.vote(paper.votes) : strings.unknown_votes}),
                element("span", {}, swatch(paper.cluster), element("bdi", {text: cluster_name(paper)})));
        } else facts.append(element("span", {text: strings.outside}));
        const head = [button(strings.close, () => pick(null), "close"), element("h2", {text: title_of(paper), dir: "auto", tabindex: "-1"}), facts];
        if (paper.authors && paper.authors.length)
            head.push(element("p", {kind: "authors", dir: "auto", text: paper.authors.map(sanitized).join(", ")}));
        const links = element("p", {kind: "tools"}, button(strings.show, () => { setView("graph"); graph.pick(paper.id, true); byId("graph").scrollIntoView({block: "nearest"}); }));
        if (/^https?:\/\//i.test(paper.url ?? ""))
            links.prepend(element("a", {text: strings.open, href: paper.url, target: "_blank", rel: "noopener noreferrer"}), " ");
        return [...head, links];
    }
    function showPaper() {
        const panel = byId("paper");
        panel.scrollTop = 0;
        const listed_in = (listed_by.get(state.paper) || []).map((entry) => entry.paper);
        const paper = paper_of.get(state.paper) || (listed_in[0] && listed_in[0].neighbours.find((n) => n.id === state.paper));
        if (!paper) {
            panel.replaceChildren(element("p", {kind: "hint", text: strings.hint}));
            return;
        }
        const outside = !paper_of.has(paper.id);
        const children = paperHead(outside ? {id: paper.id, title: paper.title} : paper);
        if (!outside) {
            children.push(element("h3", {text: strings.neighbours}));
            if (paper.neighbours.length) {
                children.push(element("ul", {kind: "parts"}, ...part_names.map((name, index) =>
                    element("li", {}, element("span", {kind: `swatch part-${index}`, "aria-hidden": "true"}), part_name(name)))));
                const most = d3.max(paper.neighbours, (n) => n.score);
                children.push(element("ol", {kind: "neighbours"}, ...paper.neighbours.map((n) => neighbourItem(n, most))));
            } else children.push(element("p", {text: strings.no_neighbours}));
        }
        const own = new Set(outside ? [] : paper.neighbours.map((n) => n.id));
        const others = listed_in.filter((other) => !own.has(other.id));
        if (others.length)
            children.push(element("h3", {text: strings.listed_by}), element("ul", {kind: "plain"}, ...others.map((o) => element("li", {}, titleButton(o, false)))));
        panel.replaceChildren(...children);
    }
    function pick(id, centred) {
        state.paper = id;
        if (graph) graph.pick(id, centred);
        showPaper();
        saveState();
        if (id && matchMedia("(max-width: 799px)").matches) byId("paper").scrollIntoView({block: "start"});
    }

    // --- tables ---
    const titleCell = (td, paper) => td.append(titleButton(paper));
    const textCell = (of_row) => (td, row) => { td.dir = "auto"; td.textContent = of_row(row); };
    function papersOf(row) {
        return element("ul", {kind: "plain"}, ...row.papers.map((paper) => element("li", {}, titleButton(paper), " ", element("span", {kind: "id", text: sanitized(paper.id)}))));
    }
    function termCell(key) {
        return (td, month) => td.append(element("ul", {kind: "terms"}, ...(month[key] || []).map((entry) => element("li", {},
            element("bdi", {text: sanitized(entry.term)}), element("span", {kind: "count", text: ` ${entry.papers}`}),
            ...(entry.before === undefined ? [] : [element("span", {kind: "before", text: ` (${strings.before(d3.format(".1~f")(entry.before))})`})])))));
    }
    const table = (id, columns, rows, sort) => new nonmun.SortableTable(byId(id), {columns, rows, sort, empty: strings.nothing, more: strings.more});
    const inMonth = (month) => showOnly({name: month, test: (p) => (p.date ?? "").startsWith(month)});
    function showTables() {
        const first = (paper) => paper.neighbours[0];
        tables.papers = table("papers-table", [
            {name: strings.day, value: (p) => p.date, cell: textCell((p) => sanitized(p.date)), down: true},
            {name: strings.title, value: title_of, cell: titleCell},
            {name: strings.votes, value: (p) => p.votes, cell: textCell((p) => p.votes ?? ""), numeric: true, down: true},
            {name: strings.cluster, value: (p) => cluster_of.has(p.cluster) ? cluster_name(p) : null,
             cell: (td, p) => td.append(swatch(p.cluster), element("bdi", {text: cluster_name(p)}))},
            {name: strings.nearest, value: (p) => first(p) ? title_of(first(p)) : null, cell: (td, p) => first(p) && titleCell(td, first(p))},
            {name: strings.score, value: (p) => first(p) ? first(p).score : null, numeric: true, down: true,
             cell: textCell((p) => first(p) ? first(p).score.toFixed(3) : "")},
        ], shownPapers(), {column: 0, down: true});
        table("clusters-table", [
            {name: strings.cluster, value: (c) => sanitized(c.name), cell: (td, c) =>
                td.append(swatch(c.cluster), button(sanitized(c.name), () => showOnly({name: sanitized(c.name), test: (p) => p.cluster === c.cluster})))},
            {name: strings.papers, value: (c) => c.papers.length, cell: textCell((c) => c.papers.length), numeric: true, down: true},
            {name: strings.terms, value: (c) => c.terms.join(", "), cell: textCell((c) => c.terms.map(sanitized).join(", "))},
        ], clusters, {column: 1, down: true});
        table("duplicates-table", [
            {name: strings.cosine, value: (d) => d.cosine, cell: textCell((d) => d.cosine.toFixed(3)), numeric: true, down: true},
            {name: strings.papers, value: (d) => title_of(d.papers[0]), cell: (td, d) => td.append(papersOf(d))},
        ], duplicates, {column: 0, down: true});
        table("months-table", [
            {name: strings.month, value: (m) => m.month, cell: (td, m) => td.append(button(sanitized(m.month), () => inMonth(m.month))), down: true},
            {name: strings.papers, value: (m) => m.papers, cell: textCell((m) => m.papers), numeric: true, down: true},
            {name: strings.new_terms, value: (m) => m.new.length, cell: termCell("new"), down: true},
            {name: strings.growing, value: (m) => m.growing.length, cell: termCell("growing"), down: true},
        ], months, {column: 0, down: true});
        showMonthsChart();
    }
    function showMonthsChart() {
        byId("months-chart").replaceChildren();
        if (months.length) {
            nonmun.columnChart(byId("months-chart"), {label: strings.per_month, pick: inMonth,
                columns: months.map((m) => ({name: sanitized(m.month), value: m.papers})).sort((a, b) => d3.ascending(a.name, b.name))});
        }
    }
    const search_text = new Map(papers.map((p) => [p, folded([title_of(p), p.title, p.id, ...(p.authors || [])].join("\n"))]));
    const queryWords = () => folded(state.query).split(/\s+/).filter(Boolean);
    const matches = (paper) => queryWords().every((word) => search_text.get(paper).includes(word));
    const shownPapers = () => papers.filter((paper) => (!state.only || state.only.test(paper)) && matches(paper));
    function showFilter() {
        const filter = byId("papers-filter"), rows = shownPapers(), named = [state.only && state.only.name, state.query.trim()].filter(Boolean);
        filter.replaceChildren(element("span", {text: `${named.length ? `${strings.filter}: ${named.join(" · ")} — ` : ""}${strings.found(rows.length)}`}));
        if (named.length) filter.append(" ", button(strings.clear, () => { state.only = null; search(""); }));
        tables.papers.show(rows);
    }
    function showOnly(only) {
        state.only = only;
        showFilter();
        setView("papers");
    }

    // --- search ---
    function search(query) {
        state.query = query;
        if (byId("query").value !== query) byId("query").value = query;
        const found = query.trim() ? papers.filter(matches) : [];
        if (graph) graph.find(query.trim() ? new Set(found.map((paper) => paper.id)) : null);
        const results = byId("results");
        results.hidden = !query.trim() || state.view === "papers";
        const take = (paper) => { results.hidden = true; setView("graph"); pick(paper.id, true); };
        results.replaceChildren(...found.slice(0, 8).map((paper) => {
            const made = button(title_of(paper), () => take(paper));
            made.dir = "auto";
            return made;
        }), found.length ? button(strings.results(found.length), () => { results.hidden = true; state.only = null; setView("papers"); showFilter(); }, "all")
                         : element("p", {text: strings.not_found}));
        showFilter();
    }
    function searchKeys(event) {
        const choices = [...byId("results").querySelectorAll("button")], now = choices.indexOf(document.activeElement);
        if (event.key === "Escape") search("");
        else if (event.key === "Enter" && now < 0 && choices.length && !byId("results").hidden) choices[0].click();
        else if (event.key === "ArrowDown" && choices.length) choices[Math.min(now + 1, choices.length - 1)].focus();
        else if (event.key === "ArrowUp" && now >= 0) (choices[now - 1] || byId("query")).focus();
        else return;
        event.preventDefault();
    }

    // --- the page ---
    function setView(view) {
        state.view = document.body.dataset.view = view;
        for (const name of views) {
            byId(`view-${name}`).hidden = name !== view;
            const tab = byId(`tab-${name}`);
            if (name === view) tab.setAttribute("aria-current", "page"); else tab.removeAttribute("aria-current");
        }
        if (view === "graph" && graph) graph.resize();
        if (view === "months") showMonthsChart();
        saveState();
    }
    function setTheme() {
        document.documentElement.dataset.theme = state.theme ?? (dark.matches ? "dark" : "light");
        readPalette();
    }
    function setLanguage() {
        strings = nonmun.strings[state.lang];
        document.documentElement.lang = state.lang;
        document.title = `nonmun ${strings.report}${report.scope ? `: ${sanitized(report.scope)}` : ""}`;
        for (const named of document.querySelectorAll("[data-string]")) named.textContent = strings[named.dataset.string];
        byId("summary").textContent = strings.summary(report.papers, report.top, sanitized(report.scope)) + (report.min_score > 0 ? strings.least(report.min_score) : "");
        byId("query").placeholder = strings.search;
        byId("language").textContent = strings.language;
        byId("language").lang = state.lang === "ko" ? "en" : "ko";
        byId("theme").textContent = document.documentElement.dataset.theme === "dark" ? strings.light : strings.dark;
        byId("graph").setAttribute("aria-label", strings.canvas);
        [["zoom-in", strings.zoom_in], ["zoom-out", strings.zoom_out], ["zoom-fit", strings.fit]].forEach(([id, name]) => {
            byId(id).setAttribute("aria-label", name);
            byId(id).title = name;
        });
        const sizes = {papers: papers.length, clusters: clusters.length, duplicates: duplicates.length, months: months.length};
        byId("views").replaceChildren(...views.map((name) => {
            const tab = button(strings[name], () => setView(name));
            tab.id = `tab-${name}`;
            if (name in sizes) tab.append(element("span", {kind: "count", text: ` ${sizes[name]}`}));
            return tab;
        }));
        showLegend();
        showPaper();
        showTables();
        showFilter();
        setView(state.view);
        if (graph) graph.redraw();
    }
    function saveState() {
        const hash = new URLSearchParams();
        if (state.view !== "graph") hash.set("view", state.view);
        if (state.paper) hash.set("paper", state.paper);
        if (state.theme) hash.set("theme", state.theme);
        if (state.chosen_lang) hash.set("lang", state.lang);
        try {
            history.replaceState(null, "", `#${hash}`);
        } catch (error) { /* some browsers forbid this for file: URLs; the report works without it */ }
    }
    function readState() {
        const hash = new URLSearchParams(location.hash.slice(1));
        state.view = views.includes(hash.get("view")) ? hash.get("view") : "graph";
        if (["light", "dark"].includes(hash.get("theme"))) state.theme = hash.get("theme");
        if (Object.hasOwn(nonmun.strings, hash.get("lang"))) [state.lang, state.chosen_lang] = [hash.get("lang"), true];
        state.paper = hash.get("paper");
    }

    readState();
    byId("legend").open = innerWidth >= 1200;
    setTheme();
    setLanguage();
    startGraph();
    if (state.paper) pick(state.paper, true);
    dark.addEventListener("change", () => { setTheme(); setLanguage(); });
    addEventListener("hashchange", () => { readState(); setTheme(); setLanguage(); graph.pick(state.paper, true); });
    byId("theme").addEventListener("click", () => {
        state.theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
        setTheme();
        setLanguage();
    });
    byId("language").addEventListener("click", () => {
        [state.lang, state.chosen_lang] = [state.lang === "ko" ? "en" : "ko", true];
        setLanguage();
    });
    byId("query").addEventListener("input", () => search(byId("query").value));
    document.querySelector(".search").addEventListener("keydown", searchKeys);
    document.addEventListener("click", (event) => {
        if (!event.target.closest(".search")) byId("results").hidden = true;
    });
    byId("all-clusters").addEventListener("click", () => hideClusters(new Set()));
    byId("no-clusters").addEventListener("click", () => hideClusters(new Set(legendIds())));
})();
