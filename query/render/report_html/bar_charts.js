// SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
// Bar charts as SVG, drawn with D3 5. The page's style sheet colours the classes part-0, part-1, … and column.
globalThis.nonmun = globalThis.nonmun || {};

// nonmun.scoreBar(container, {parts: [{name, value, index}], most, label}): a stacked bar of the parts of a score. `most` is the
// score of a full bar, `index` the number in a part's class.
nonmun.scoreBar = (container, {parts, most, label}) => {
    let from = 0;
    const shown = parts.filter((part) => part.value > 0).map((part) => ({...part, from, to: from += part.value}));
    const scale = d3.scaleLinear().domain([0, most || 1]).range([0, 100]);
    const svg = d3.select(container).append("svg").attr("class", "score-bar").attr("role", "img")
        .attr("aria-label", label).attr("viewBox", "0 0 100 1").attr("preserveAspectRatio", "none");
    svg.selectAll("rect").data(shown).enter().append("rect")
        .attr("class", (part) => `part-${part.index}`)
        .attr("x", (part) => scale(part.from)).attr("width", (part) => scale(part.to) - scale(part.from))
        .attr("height", 1)
        .append("title").text((part) => `${part.name} ${part.value.toFixed(3)}`);
};

// nonmun.columnChart(container, {columns: [{name, value}], label, pick}): a column chart with axes. A click on a column calls
// pick(name).
nonmun.columnChart = (container, {columns, label, pick}) => {
    const margin = {top: 18, right: 8, bottom: 26, left: 40}, height = 190, broadest = 110;
    const width = Math.min(Math.max(280, container.clientWidth || 900), margin.left + margin.right + broadest * columns.length);
    const x = d3.scaleBand().domain(columns.map((c) => c.name)).range([margin.left, width - margin.right]).padding(0.15);
    const y = d3.scaleLinear().domain([0, d3.max(columns, (c) => c.value) || 1]).nice()
        .range([height - margin.bottom, margin.top]);
    const svg = d3.select(container).append("svg").attr("class", "columns").attr("role", "img").attr("aria-label", label)
        .attr("width", width).attr("height", height);
    const every = Math.ceil(62 / (x.step() || 62));
    svg.append("g").attr("transform", `translate(0,${height - margin.bottom})`)
        .call(d3.axisBottom(x).tickSizeOuter(0).tickValues(x.domain().filter((_, i) => i % every === 0)));
    svg.append("g").attr("transform", `translate(${margin.left},0)`).call(d3.axisLeft(y).tickValues(y.ticks(4).filter(Number.isInteger)).tickFormat(d3.format("d")).tickSizeOuter(0));
    const column = svg.selectAll("g.column").data(columns).enter().append("g").attr("class", "column")
        .on("click", (c) => pick(c.name));
    column.append("rect").attr("x", (c) => x(c.name)).attr("width", x.bandwidth())
        .attr("y", (c) => y(c.value)).attr("height", (c) => y(0) - y(c.value))
        .append("title").text((c) => `${c.name}: ${c.value}`);
    if (x.bandwidth() >= 22) {
        column.append("text").attr("x", (c) => x(c.name) + x.bandwidth() / 2).attr("y", (c) => y(c.value) - 4)
            .attr("text-anchor", "middle").text((c) => c.value);
    }
};
