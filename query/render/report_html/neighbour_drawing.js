// SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
globalThis.nonmun = globalThis.nonmun || {};

// nonmun.drawNeighbourGraph(context, view): draws a NeighbourGraph on its canvas. `view` has its nodes, links, groups, style and
// state, the map `around` from a node to its neighbours, and the predicate `visible`.
nonmun.drawNeighbourGraph = (() => {
    const font = (size, weight = 400) => `${weight} ${size}px system-ui, "Noto Sans KR", "Noto Sans CJK KR", sans-serif`;

    // A node's radius on the screen. It grows more slowly than the zoom.
    const pixels = (node, transform) => node.size * Math.min(transform.k, 1.4 * Math.sqrt(transform.k));

    function shortened(text, most) {
        const letters = [...text];
        return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : text;
    }

    // Writes the labels in order and skips those that would overlap an earlier one.
    function writeLabels(context, style, labels, room) {
        const taken = [];
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.lineJoin = "round";
        for (const label of labels) {
            context.font = font(label.size, label.weight);
            const half = context.measureText(label.text).width / 2 + 4, height = label.size * 0.75;
            if (label.inside) label.x = Math.max(half, Math.min(room[0] - half, label.x));
            const box = [label.x - half, label.y - height, label.x + half, label.y + height];
            if (!label.always && taken.some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3]))
                continue;
            taken.push(box);
            context.strokeStyle = style.paper;
            context.lineWidth = 4;
            context.strokeText(label.text, label.x, label.y);
            context.fillStyle = label.colour || style.ink;
            context.fillText(label.text, label.x, label.y);
        }
    }

    function drawLinks(context, view, inView) {
        const {links, transform, style} = view;
        const closeness = transform.k / view.fitted;
        const worst = closeness < 1.6 ? 2 : closeness < 4 ? 5 : Infinity;
        context.beginPath();
        for (const {source, target, rank} of links) {
            if (rank > worst || !view.visible(source) || !view.visible(target)) continue;
            // When zoomed in, links to nodes outside the view would only hide the visible ones.
            if (closeness < 1.6 ? !inView(source) && !inView(target) : !inView(source) || !inView(target)) continue;
            context.moveTo(source.x, source.y);
            context.lineTo(target.x, target.y);
        }
        context.lineWidth = 0.7 / transform.k;
        context.strokeStyle = style.muted;
        context.globalAlpha = view.focus ? 0.07 : closeness < 1.6 ? 0.16 : 0.2;
        context.stroke();
        if (!view.focus) return;
        context.beginPath();
        for (const node of view.around.get(view.focus)) {
            if (!view.visible(node)) continue;
            context.moveTo(view.focus.x, view.focus.y);
            context.lineTo(node.x, node.y);
        }
        context.globalAlpha = 0.9;
        context.lineWidth = 1.6 / transform.k;
        context.strokeStyle = style.accent;
        context.stroke();
    }

    function drawNodes(context, view, inView, lit) {
        const {nodes, transform, style} = view;
        const least = Math.min(1.9, 1 + view.width / 1000) / transform.k;
        for (const pass of lit ? [false, true] : [true]) {
            context.globalAlpha = pass ? 1 : 0.22;
            for (const node of nodes) {
                if (!view.visible(node) || !inView(node) || (lit && lit(node) !== pass)) continue;
                const radius = Math.max(least * (lit && pass ? 1.7 : 1), pixels(node, transform) / transform.k);
                context.beginPath();
                context.arc(node.x, node.y, radius, 0, 2 * Math.PI);
                context.fillStyle = style.group(node.group);
                context.fill();
                if (node !== view.picked && node !== view.hovered) continue;
                context.lineWidth = 2.5 / transform.k;
                context.strokeStyle = style.ink;
                context.stroke();
            }
        }
        context.globalAlpha = 1;
    }

    function labelsOf(view, inView, lit) {
        const {nodes, groups, transform, style} = view;
        const closeness = transform.k / view.fitted;
        const place = (node, text, rest) => {
            const [x, y] = transform.apply([node.x, node.y]);
            return {text, x, y: y - pixels(node, transform) - 10, size: 12, weight: 400, ...rest};
        };
        const labels = [];
        for (const node of [view.hovered, view.picked])
            if (node && view.visible(node))
                labels.push(place(node, shortened(node.title, 60), {weight: 700, size: 13, always: true, inside: true}));
        if (view.focus) {
            for (const node of view.around.get(view.focus))
                if (view.visible(node) && inView(node)) labels.push(place(node, shortened(node.title, 44), {}));
        }
        if (closeness >= 3.2) {
            const some = nodes.filter((node) => view.visible(node) && inView(node) && (!lit || lit(node)))
                .sort((a, b) => b.size - a.size).slice(0, 150);
            for (const node of some) labels.push(place(node, shortened(node.title, 38), {}));
        } else {
            for (const group of groups) {
                const centre = view.centre.get(group.id);
                if (!centre || view.hidden.has(group.id) || group.size < 2) continue;
                const [x, y] = transform.apply(centre);
                labels.push({text: shortened(group.name, 34), x, y, size: 12, weight: 600, inside: true,
                             colour: view.focus ? style.muted : style.ink});
            }
        }
        return labels;
    }

    return (context, view) => {
        const ratio = devicePixelRatio || 1;
        const width = context.canvas.width / ratio, height = context.canvas.height / ratio;
        const {transform} = view;
        view.width = width;
        const [left, top] = transform.invert([-20, -20]);
        const [right, bottom] = transform.invert([width + 20, height + 20]);
        const inView = (node) => node.x > left && node.x < right && node.y > top && node.y < bottom;
        view.focus = view.hovered || view.picked;
        if (view.focus && !view.visible(view.focus)) view.focus = null;
        const near = view.focus && view.around.get(view.focus);
        const lit = view.focus ? (node) => node === view.focus || near.has(node)
            : view.found && ((node) => view.found.has(node));
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.clearRect(0, 0, width, height);
        context.save();
        context.translate(transform.x, transform.y);
        context.scale(transform.k, transform.k);
        drawLinks(context, view, inView);
        drawNodes(context, view, inView, lit);
        context.restore();
        writeLabels(context, view.style, labelsOf(view, inView, lit), [width, height]);
        if (view.keyboard) {
            context.strokeStyle = view.style.accent;
            context.lineWidth = 2;
            context.strokeRect(width / 2 - 8, height / 2 - 8, 16, 16);
        }
    };
})();
