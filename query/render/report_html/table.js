// SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
globalThis.nonmun = globalThis.nonmun || {};

// new nonmun.SortableTable(container, {columns, rows, sort, empty, more}); show(rows) replaces the rows.
//   columns  [{name, value(row), cell(td, row), numeric, down}]   value: the sort key (null sorts last); cell: fills a table cell;
//            down: the first click sorts in descending order
//   sort     {column, down}   column: an index into columns
//   empty    the text shown when there are no rows
//   more(n)  the label of the button that shows n more rows
// Rows are created lazily, when the user scrolls near the end.
nonmun.SortableTable = class {
    constructor(container, {columns, rows, sort, empty, more}) {
        Object.assign(this, {columns, sort, more, sorted: [], shown: 0});
        this.table = document.createElement("table");
        const head = this.table.createTHead().insertRow();
        this.body = this.table.createTBody();
        this.titles = columns.map((column, index) => head.appendChild(this.titleOf(column, index)));
        this.next = document.createElement("button");
        this.next.type = "button";
        this.next.className = "more";
        this.next.addEventListener("click", () => this.addRows());
        this.nothing = document.createElement("p");
        this.nothing.textContent = empty;
        container.replaceChildren(this.table, this.nothing, this.next);
        new IntersectionObserver((entries) => {
            if (entries.some((entry) => entry.isIntersecting) && !this.next.hidden) this.addRows();
        }, {rootMargin: "600px"}).observe(this.next);
        this.show(rows);
    }

    show(rows) {
        this.rows = rows;
        const {value} = this.columns[this.sort.column];
        this.sorted = rows.map((row, order) => ({row, order, value: value(row) ?? null}))
            .sort((a, b) => this.compare(a, b)).map((entry) => entry.row);
        this.titles.forEach((th, index) => {
            if (index === this.sort.column) th.setAttribute("aria-sort", this.sort.down ? "descending" : "ascending");
            else th.removeAttribute("aria-sort");
        });
        this.body.replaceChildren();
        this.shown = 0;
        this.table.hidden = rows.length === 0;
        this.nothing.hidden = rows.length !== 0;
        this.addRows();
    }

    // --- private ---

    titleOf(column, index) {
        const th = document.createElement("th");
        th.scope = "col";
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = column.name;
        button.addEventListener("click", () => {
            this.sort = {column: index, down: this.sort.column === index ? !this.sort.down : Boolean(column.down)};
            this.show(this.rows);
        });
        if (column.numeric) th.className = "numeric";
        th.append(button);
        return th;
    }

    compare(a, b) {
        const [x, y] = [a.value, b.value];
        if (x === null || y === null) return (x === null) - (y === null) || a.order - b.order;
        const order = typeof x === "string" ? x.localeCompare(y) : x - y;
        return (this.sort.down ? -order : order) || a.order - b.order;
    }

    addRows() {
        const page = 100;
        for (const row of this.sorted.slice(this.shown, this.shown + page)) {
            const tr = this.body.insertRow();
            for (const column of this.columns) {
                const td = tr.insertCell();
                td.dataset.name = column.name;
                if (column.numeric) td.className = "numeric";
                column.cell(td, row);
            }
        }
        this.shown = Math.min(this.sorted.length, this.shown + page);
        this.next.hidden = this.shown === this.sorted.length;
        this.next.textContent = this.more(this.sorted.length - this.shown);
    }
};
