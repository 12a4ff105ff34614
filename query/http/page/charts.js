// SPDX-License-Identifier: GPL-2.0-or-later
// Plots, drawn with D3, which a classic script loads before this module. Colours come from the style sheet.

import {element} from "/element.js";
import {partName, say} from "/strings.js";

const d3 = globalThis.d3;
const partColours = 6;

// A stacked bar of the parts of a score, scaled so that `most` fills the width, with a legend below.
export function scoreBar(parts, most, label) {
    const shown = parts.map(([name, value], index) => ({name, value, colour: index % partColours})).filter(({value}) => value > 0);
    const svg = d3.create("svg").attr("class", "score-bar").attr("viewBox", "0 0 100 1").attr("preserveAspectRatio", "none")
        .attr("role", "img").attr("aria-label", label);
    let from = 0;
    for (const part of shown) {
        const width = 100 * part.value / (most || 1);
        svg.append("rect").attr("class", `part-${part.colour}`).attr("x", from).attr("width", width).attr("height", 1);
        from += width;
    }
    const key = element("p", {class: "key", "aria-hidden": "true"}, shown.map(({name, value, colour}) =>
        element("span", {}, element("i", {class: `part-${colour}`}), `${partName(name)} ${value.toFixed(2)}`)));
    return element("div", {class: "score"}, svg.node(), key);
}

const mostMonths = 1200;

// Every month from first to last, each as "2024-05". Null if there are too many to plot, for example because a digest's date is
// wrong by centuries.
function monthsBetween(first, last) {
    const months = [];
    let [year, month] = first.split("-").map(Number);
    for (let name = first; name <= last;) {
        if (months.length === mostMonths) return null;
        months.push(name);
        month += 1;
        if (month > 12) [year, month] = [year + 1, 1];
        name = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
    }
    return months;
}

const plotLabel = (title, rows) =>
    `${title}: ${rows.filter(({value}) => value > 0).map(({month, value}) => say("monthAndCount", {month, count: value})).join(", ")}`;

// [{month, value}] in time order, with value 0 for months without papers, unless there are too many months.
export function withEmptyMonths(rows) {
    if (!rows.length) return [];
    const values = new Map(rows.map(({month, value}) => [month, value]));
    const months = monthsBetween(d3.min(rows, ({month}) => month), d3.max(rows, ({month}) => month)) ?? [...values.keys()].sort();
    return months.map((month) => ({month, value: values.get(month) ?? 0}));
}

function axes(svg, x, y, {height, margin}, ticks) {
    const every = Math.max(1, Math.ceil(64 / x.step()));
    svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`)
        .call(d3.axisBottom(x).tickSizeOuter(0).tickValues(x.domain().filter((_, at) => at % every === 0)));
    svg.append("g").attr("class", "axis").attr("transform", `translate(${margin.left},0)`)
        .call(d3.axisLeft(y).tickValues(y.ticks(ticks).filter(Number.isInteger)).tickFormat(d3.format("d")).tickSizeOuter(0));
}

function frame(kind, title, rows, size) {
    return d3.create("svg").attr("class", `plot ${kind}`).attr("viewBox", `0 0 ${size.width} ${size.height}`)
        .attr("role", "img").attr("aria-label", plotLabel(title, rows));
}

// A bar chart with one column per month.
export function columnPlot(title, rows, width = 720) {
    const size = {width, height: 200, margin: {top: 20, right: 8, bottom: 26, left: 34}};
    const {margin, height} = size;
    const x = d3.scaleBand().domain(rows.map(({month}) => month)).range([margin.left, width - margin.right]).padding(0.2);
    const y = d3.scaleLinear().domain([0, d3.max(rows, ({value}) => value) || 1]).nice().range([height - margin.bottom, margin.top]);
    const svg = frame("columns", title, rows, size);
    axes(svg, x, y, size, 4);
    const breadth = Math.min(x.bandwidth(), 56);
    const left = ({month}) => x(month) + (x.bandwidth() - breadth) / 2;
    const column = svg.selectAll("g.column").data(rows.filter(({value}) => value > 0)).enter().append("g").attr("class", "column");
    column.append("rect").attr("x", left).attr("width", breadth).attr("rx", 2)
        .attr("y", ({value}) => y(value)).attr("height", ({value}) => y(0) - y(value))
        .append("title").text(({month, value}) => `${month}: ${value}`);
    if (breadth >= 18)
        column.append("text").attr("x", (row) => left(row) + breadth / 2).attr("y", ({value}) => y(value) - 5)
            .attr("text-anchor", "middle").text(({value}) => value);
    return svg.node();
}

// One topic over the months. All topics on the page share the scale `most`.
export function topicPlot(title, rows, most) {
    const size = {width: 290, height: 128, margin: {top: 12, right: 22, bottom: 24, left: 30}};
    const {margin, width, height} = size;
    const x = d3.scalePoint().domain(rows.map(({month}) => month)).range([margin.left, width - margin.right]);
    const y = d3.scaleLinear().domain([0, most || 1]).nice().range([height - margin.bottom, margin.top]);
    const svg = frame("topic-plot", title, rows, size);
    axes(svg, x, y, size, 3);
    const at = ({month}) => x(month);
    const up = ({value}) => y(value);
    svg.append("path").attr("class", "area").attr("d", d3.area().x(at).y0(y(0)).y1(up).curve(d3.curveMonotoneX)(rows));
    svg.append("path").attr("class", "line").attr("d", d3.line().x(at).y(up).curve(d3.curveMonotoneX)(rows));
    const peak = rows[d3.scan(rows, (a, b) => b.value - a.value)];
    svg.selectAll("circle").data(rows).enter().append("circle").attr("cx", at).attr("cy", up)
        .attr("r", (row) => row === peak ? 3.5 : 2).append("title").text(({month, value}) => `${month}: ${value}`);
    return svg.node();
}
