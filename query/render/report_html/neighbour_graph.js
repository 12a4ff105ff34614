// SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
// The neighbour graph on a canvas, by D3 5: layout by d3-force in a fixed number of ticks from a fixed start (equal data, equal
// picture), zoom by d3-zoom.
//
// nonmun.neighbourGraph(canvas, {nodes, links, groups, style, pick, hover, progress}) → the graph
//   nodes     [{id, title, group, size}]          group: an id of groups, or null; size: radius in pixels
//   links     [{source, target, score, rank}]     ids of nodes; rank: the better of both directions, from 1
//   groups    [{id, name, size}]                  drawn as labels; size: number of nodes
//   style     () → {paper, ink, muted, accent, group(id)}   colours, asked before each drawing
//   pick, hover (id or null), progress (0..1)     what happened
globalThis.nonmun = globalThis.nonmun || {};

nonmun.neighbourLayout = (() => {
    const group_ticks = 300;
    const node_ticks = 140;

    // One circle a group, near the groups that it has links with.
    function placeGroups(nodes, links, groups) {
        const circles = new Map(groups.map((group) =>
            [group.id, {id: group.id, radius: 16 * Math.sqrt(group.size + 1)}]));
        const between = new Map();
        for (const link of links) {
            const [a, b] = [link.source.group, link.target.group].sort((x, y) => x - y);
            if (a === b || !circles.has(a) || !circles.has(b)) continue;
            const key = `${a} ${b}`;
            const edge = between.get(key) || {source: circles.get(a), target: circles.get(b), weight: 0};
            edge.weight += link.score;
            between.set(key, edge);
        }
        const edges = [...between.values()];
        const heaviest = d3.max(edges, (edge) => edge.weight) || 1;
        const simulation = d3.forceSimulation([...circles.values()])
            .force("apart", d3.forceCollide((circle) => circle.radius).iterations(4))
            .force("links", d3.forceLink(edges)
                .distance((edge) => edge.source.radius + edge.target.radius)
                .strength((edge) => 0.25 * edge.weight / heaviest))
            .force("x", d3.forceX().strength(0.035))
            .force("y", d3.forceY().strength(0.05))
            .alphaDecay(1 - Math.pow(0.001, 1 / group_ticks))
            .stop();
        for (let tick = 0; tick < group_ticks; ++tick) simulation.tick();
        return circles;
    }

    // Every node starts inside of its group's circle, on a spiral; those of no group around all.
    function start(nodes, circles) {
        const placed = new Map();
        const edge = d3.max([...circles.values()], (c) => Math.hypot(c.x, c.y) + c.radius) || 0;
        for (const node of nodes) {
            const circle = circles.get(node.group) || {x: 0, y: 0};
            const order = placed.get(node.group) || 0;
            placed.set(node.group, order + 1);
            const from_centre = (circles.has(node.group) ? 0 : edge) + 12 * Math.sqrt(order + 0.5);
            const angle = order * 2.399963;
            node.x = circle.x + from_centre * Math.cos(angle);
            node.y = circle.y + from_centre * Math.sin(angle);
        }
    }

    // A simulation that stands still; `left` ticks make its layout.
    return (nodes, links, groups) => {
        const circles = placeGroups(nodes, links, groups);
        start(nodes, circles);
        const degree = new Map(nodes.map((node) => [node, 0]));
        for (const link of links)
            for (const node of [link.source, link.target]) degree.set(node, degree.get(node) + 1);
        const best = d3.max(links, (link) => link.score) || 1;
        const home = (axis) => (node) => circles.has(node.group) ? circles.get(node.group)[axis] : 0;
        const pull = (node) => circles.has(node.group) ? 0.1 : 0.02;
        const simulation = d3.forceSimulation(nodes)
            .force("links", d3.forceLink(links).distance(26).strength((link) =>
                0.7 * link.score / best / Math.min(degree.get(link.source), degree.get(link.target))))
            .force("apart", d3.forceManyBody().strength(-22).distanceMax(220).theta(1))
            .force("overlap", d3.forceCollide((node) => node.size + 2.5))
            .force("x", d3.forceX(home("x")).strength(pull))
            .force("y", d3.forceY(home("y")).strength(pull))
            .alphaDecay(1 - Math.pow(0.001, 1 / node_ticks))
            .stop();
        return {simulation, left: node_ticks, all: node_ticks};
    };
})();

nonmun.neighbourGraph = (canvas, options) => {
    const nodes = options.nodes.map((node) => ({...node}));
    const by_id = new Map(nodes.map((node) => [node.id, node]));
    const links = options.links.map((link) =>
        ({...link, source: by_id.get(link.source), target: by_id.get(link.target)}));
    const around = new Map(nodes.map((node) => [node, new Set()]));
    for (const link of links) {
        around.get(link.source).add(link.target);
        around.get(link.target).add(link.source);
    }
    const state = {
        picked: null, hovered: null, found: null, hidden: new Set(), transform: d3.zoomIdentity,
        fitted: 1, moved: false, pending: false, tree: null, centre: new Map(), keyboard: false,
    };
    const context = canvas.getContext("2d");
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    const visible = (node) => !state.hidden.has(node.group);

    function redraw() {
        if (state.pending) return;
        state.pending = true;
        requestAnimationFrame(() => {
            state.pending = false;
            nonmun.drawNeighbourGraph(context, {nodes, links, around, visible, groups: options.groups,
                                                style: options.style(), ...state});
        });
    }

    const zoom = d3.zoom().scaleExtent([0.02, 24]).on("zoom", () => {
        state.transform = d3.event.transform;
        if (d3.event.sourceEvent) state.moved = true;
        redraw();
    });
    const selection = d3.select(canvas).call(zoom);
    const eased = () => calm.matches ? selection : selection.transition().duration(350);

    function fit(target = selection) {
        const seen = nodes.filter(visible);
        if (!seen.length || !canvas.clientWidth) return;
        const [left, right] = d3.extent(seen, (node) => node.x);
        const [top, bottom] = d3.extent(seen, (node) => node.y);
        const width = canvas.clientWidth, height = canvas.clientHeight;
        const scale = Math.min(3, 0.94 * Math.min(width / (right - left + 40), height / (bottom - top + 40)));
        if (seen.length === nodes.length) state.fitted = scale;
        state.moved = false;
        target.call(zoom.transform, d3.zoomIdentity.translate(width / 2, height / 2).scale(scale)
            .translate(-(left + right) / 2, -(top + bottom) / 2));
    }

    function resize() {
        const ratio = devicePixelRatio || 1;
        canvas.width = Math.round(canvas.clientWidth * ratio);
        canvas.height = Math.round(canvas.clientHeight * ratio);
        if (!state.moved) fit();
        redraw();
    }

    // The layout's ticks, a few at a time, so that the page answers meanwhile.
    function layOut() {
        const layout = nonmun.neighbourLayout(nodes, links, options.groups);
        const step = () => {
            const until = performance.now() + (nodes.length < 400 ? 400 : 40);
            do {
                layout.simulation.tick();
            } while (--layout.left > 0 && performance.now() < until);
            for (const group of options.groups) {
                const members = nodes.filter((node) => node.group === group.id);
                state.centre.set(group.id, [d3.median(members, (n) => n.x), d3.median(members, (n) => n.y)]);
            }
            if (layout.left === 0) state.tree = d3.quadtree(nodes, (n) => n.x, (n) => n.y);
            options.progress(1 - layout.left / layout.all);
            if (!state.moved) fit();
            redraw();
            if (layout.left > 0) setTimeout(step);
            else if (state.picked && state.focusing) focus(state.picked);
        };
        step();
    }

    function at(x, y, reach) {
        if (!state.tree) return null;
        const [wx, wy] = state.transform.invert([x, y]);
        let nearest = null, least = reach / state.transform.k;
        state.tree.visit((quad, x0, y0, x1, y1) => {
            for (let leaf = quad.length ? null : quad; leaf; leaf = leaf.next) {
                const distance = Math.hypot(leaf.data.x - wx, leaf.data.y - wy);
                if (distance < least && visible(leaf.data)) [nearest, least] = [leaf.data, distance];
            }
            return x0 > wx + least || x1 < wx - least || y0 > wy + least || y1 < wy - least;
        });
        return nearest;
    }

    function focus(node) {
        state.focusing = !state.tree;
        if (!state.tree) return;
        const scale = Math.max(state.transform.k, Math.min(3, 4 * state.fitted));
        state.moved = true;
        eased().call(zoom.transform, d3.zoomIdentity.translate(canvas.clientWidth / 2, canvas.clientHeight / 2)
            .scale(scale).translate(-node.x, -node.y));
    }

    function hover(node) {
        if (node === state.hovered) return;
        state.hovered = node;
        canvas.style.cursor = node ? "pointer" : "";
        options.hover(node ? node.id : null);
        redraw();
    }

    selection.on("mousemove", () => hover(at(...d3.mouse(canvas), 16)))
        .on("mouseleave", () => hover(null))
        .on("click", () => options.pick((at(...d3.mouse(canvas), 22) || {id: null}).id))
        .on("blur", () => { state.keyboard = false; redraw(); })
        .on("keydown", () => {
            const event = d3.event;
            const steps = {ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};
            const middle = [canvas.clientWidth / 2, canvas.clientHeight / 2];
            if (steps[event.key]) {
                state.moved = true;
                zoom.translateBy(selection, ...steps[event.key].map((s) => s * 60 / state.transform.k));
            } else if (event.key === "+" || event.key === "=") graph.zoomBy(1.5);
            else if (event.key === "-") graph.zoomBy(1 / 1.5);
            else if (event.key === "0") fit(eased());
            else if (event.key === "Escape") options.pick(null);
            else if (event.key === "Enter") options.pick((at(...middle, Infinity) || {id: null}).id);
            else return;
            event.preventDefault();
            state.keyboard = true;
            hover(at(...middle, 40));
            redraw();
        });

    const graph = {
        pick(id, centred) {
            state.picked = by_id.get(id) || null;
            if (state.picked && centred) focus(state.picked);
            redraw();
        },
        hover: (id) => hover(by_id.get(id) || null),
        find(ids) {  // a set of ids to stand out, or null
            state.found = ids && new Set([...ids].map((id) => by_id.get(id)));
            redraw();
        },
        hide(groups) { state.hidden = new Set(groups); redraw(); },
        fit: () => fit(eased()),
        zoomBy(factor) { state.moved = true; zoom.scaleBy(eased(), factor); },
        redraw, resize,
    };
    new ResizeObserver(resize).observe(canvas);
    resize();
    layOut();
    return graph;
};

nonmun.drawNeighbourGraph = (() => {
    const font = (size, weight = 400) => `${weight} ${size}px system-ui, "Noto Sans KR", "Noto Sans CJK KR", sans-serif`;

    // A node's radius on the screen: it grows slower than the picture.
    const pixels = (node, transform) => node.size * Math.min(transform.k, 1.4 * Math.sqrt(transform.k));

    function shortened(text, most) {
        const letters = [...text];
        return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : text;
    }

    // Writes labels in their order, those that would cover another left out.
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
            // From near, links to what is not in view would only cover what is.
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
