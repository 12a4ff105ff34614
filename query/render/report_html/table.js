// SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
globalThis.nonmun = globalThis.nonmun || {};

// nonmun.sortableTable(container, {columns, rows, sort, empty, more}) → {show(rows)}
//   columns  [{name, value(row), cell(td, row), numeric, down}]   value: what the rows are sorted by (null last); cell: fills a
//            cell; down: the first click sorts downwards
//   sort     {column, down}   column: an index of columns
//   empty    what stands in place of no rows; more(n): the words of the button that shows n more rows
// Rows are made as they are needed: the next ones when the end comes near.
nonmun.sortableTable = (container, {columns, rows, sort, empty, more}) => {
    const page = 100;
    let sorted = [], shown = 0;
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    const body = table.createTBody();
    const next = document.createElement("button");
    next.type = "button";
    next.className = "more";
    next.addEventListener("click", addRows);
    const nothing = document.createElement("p");
    nothing.textContent = empty;
    const titles = columns.map((column, index) => {
        const th = document.createElement("th");
        th.scope = "col";
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = column.name;
        button.addEventListener("click", () => {
            sort = {column: index, down: sort.column === index ? !sort.down : Boolean(column.down)};
            show(rows);
        });
        if (column.numeric) th.className = "numeric";
        th.append(button);
        head.append(th);
        return th;
    });

    function compare(a, b) {
        const [x, y] = [a.value, b.value];
        if (x === null || y === null) return (x === null) - (y === null) || a.order - b.order;
        const order = typeof x === "string" ? x.localeCompare(y) : x - y;
        return (sort.down ? -order : order) || a.order - b.order;
    }

    function addRows() {
        for (const row of sorted.slice(shown, shown + page)) {
            const tr = body.insertRow();
            for (const column of columns) {
                const td = tr.insertCell();
                td.dataset.name = column.name;
                if (column.numeric) td.className = "numeric";
                column.cell(td, row);
            }
        }
        shown = Math.min(sorted.length, shown + page);
        next.hidden = shown === sorted.length;
        next.textContent = more(sorted.length - shown);
    }

    function show(new_rows) {
        rows = new_rows;
        const {value} = columns[sort.column];
        sorted = rows.map((row, order) => ({row, order, value: value(row) ?? null})).sort(compare).map((entry) => entry.row);
        titles.forEach((th, index) => {
            if (index === sort.column) th.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
            else th.removeAttribute("aria-sort");
        });
        body.replaceChildren();
        shown = 0;
        table.hidden = rows.length === 0;
        nothing.hidden = rows.length !== 0;
        addRows();
    }

    container.replaceChildren(table, nothing, next);
    new IntersectionObserver((entries) => {
        if (entries.some((entry) => entry.isIntersecting) && !next.hidden) addRows();
    }, {rootMargin: "600px"}).observe(next);
    show(rows);
    return {show};
};
