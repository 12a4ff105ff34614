// SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
globalThis.nonmun = globalThis.nonmun || {};

// The interactive neighbour graph on a canvas, with D3 5: neighbour_layout.js lays it out, d3-zoom zooms, neighbour_drawing.js draws.
//
// new nonmun.NeighbourGraph(canvas, {nodes, links, groups, style, pick, hover, progress})
//   nodes     [{id, title, group, size}]          group: a group's id, or null; size: radius in pixels
//   links     [{source, target, score, rank}]     ids of nodes; rank: the better of both directions, from 1
//   groups    [{id, name, size}]                  drawn as labels; size: number of nodes
//   style     () → {paper, ink, muted, accent, group(id)}   colours, read before each drawing
//   pick, hover (id or null), progress (0..1)     callbacks
nonmun.NeighbourGraph = class {
    constructor(canvas, options) {
        this.canvas = canvas;
        this.options = options;
        this.groups = options.groups;
        this.nodes = options.nodes.map((node) => ({...node}));
        this.byId = new Map(this.nodes.map((node) => [node.id, node]));
        this.links = options.links.map((link) =>
            ({...link, source: this.byId.get(link.source), target: this.byId.get(link.target)}));
        this.around = new Map(this.nodes.map((node) => [node, new Set()]));
        for (const link of this.links) {
            this.around.get(link.source).add(link.target);
            this.around.get(link.target).add(link.source);
        }
        this.state = {
            picked: null, hovered: null, found: null, hidden: new Set(), transform: d3.zoomIdentity,
            fitted: 1, moved: false, pending: false, tree: null, centre: new Map(), keyboard: false,
        };
        this.context = canvas.getContext("2d");
        this.calm = matchMedia("(prefers-reduced-motion: reduce)");
        this.zoom = d3.zoom().scaleExtent([0.02, 24]).on("zoom", () => {
            this.state.transform = d3.event.transform;
            if (d3.event.sourceEvent) this.state.moved = true;
            this.redraw();
        });
        this.selection = d3.select(canvas).call(this.zoom);
        this.listen();
        new ResizeObserver(() => this.resize()).observe(canvas);
        this.resize();
        this.layOut();
    }

    // Selects the node with this id, or none for null. `centred`: also moves it to the middle.
    pick(id, centred) {
        this.state.picked = this.byId.get(id) || null;
        if (this.state.picked && centred) this.focus(this.state.picked);
        this.redraw();
    }

    hover(id) {
        this.hoverNode(this.byId.get(id) || null);
    }

    // Highlights the nodes with these ids (a Set), or none for null.
    find(ids) {
        this.state.found = ids && new Set([...ids].map((id) => this.byId.get(id)));
        this.redraw();
    }

    hide(groups) {
        this.state.hidden = new Set(groups);
        this.redraw();
    }

    fit() {
        this.fitBy(this.eased());
    }

    zoomBy(factor) {
        this.state.moved = true;
        this.zoom.scaleBy(this.eased(), factor);
    }

    redraw() {
        const {state} = this;
        if (state.pending) return;
        state.pending = true;
        requestAnimationFrame(() => {
            state.pending = false;
            nonmun.drawNeighbourGraph(this.context, {
                nodes: this.nodes, links: this.links, around: this.around, groups: this.groups, style: this.options.style(),
                visible: (node) => this.isVisible(node), ...state,
            });
        });
    }

    resize() {
        const ratio = devicePixelRatio || 1;
        this.canvas.width = Math.round(this.canvas.clientWidth * ratio);
        this.canvas.height = Math.round(this.canvas.clientHeight * ratio);
        if (!this.state.moved) this.fitBy(this.selection);
        this.redraw();
    }

    // --- private ---

    isVisible(node) {
        return !this.state.hidden.has(node.group);
    }

    eased() {
        return this.calm.matches ? this.selection : this.selection.transition().duration(350);
    }

    middle() {
        return [this.canvas.clientWidth / 2, this.canvas.clientHeight / 2];
    }

    fitBy(target) {
        const seen = this.nodes.filter((node) => this.isVisible(node));
        const {clientWidth: width, clientHeight: height} = this.canvas;
        if (!seen.length || !width) return;
        const [left, right] = d3.extent(seen, (node) => node.x);
        const [top, bottom] = d3.extent(seen, (node) => node.y);
        const scale = Math.min(3, 0.94 * Math.min(width / (right - left + 40), height / (bottom - top + 40)));
        if (seen.length === this.nodes.length) this.state.fitted = scale;
        this.state.moved = false;
        target.call(this.zoom.transform, d3.zoomIdentity.translate(width / 2, height / 2).scale(scale)
            .translate(-(left + right) / 2, -(top + bottom) / 2));
    }

    // Runs the layout a few ticks at a time, so that the page stays responsive.
    layOut() {
        const {state, nodes} = this;
        const layout = nonmun.neighbourLayout(nodes, this.links, this.groups);
        const step = () => {
            const until = performance.now() + (nodes.length < 400 ? 400 : 40);
            do {
                layout.simulation.tick();
            } while (--layout.left > 0 && performance.now() < until);
            for (const group of this.groups) {
                const members = nodes.filter((node) => node.group === group.id);
                state.centre.set(group.id, [d3.median(members, (n) => n.x), d3.median(members, (n) => n.y)]);
            }
            if (layout.left === 0) state.tree = d3.quadtree(nodes, (n) => n.x, (n) => n.y);
            this.options.progress(1 - layout.left / layout.all);
            if (!state.moved) this.fitBy(this.selection);
            this.redraw();
            if (layout.left > 0) setTimeout(step);
            else if (state.picked && state.focusing) this.focus(state.picked);
        };
        step();
    }

    // The visible node nearest to a point of the canvas, within `reach` pixels, or null.
    at(x, y, reach) {
        const {state} = this;
        if (!state.tree) return null;
        const [wx, wy] = state.transform.invert([x, y]);
        let nearest = null, least = reach / state.transform.k;
        state.tree.visit((quad, x0, y0, x1, y1) => {
            for (let leaf = quad.length ? null : quad; leaf; leaf = leaf.next) {
                const distance = Math.hypot(leaf.data.x - wx, leaf.data.y - wy);
                if (distance < least && this.isVisible(leaf.data)) [nearest, least] = [leaf.data, distance];
            }
            return x0 > wx + least || x1 < wx - least || y0 > wy + least || y1 < wy - least;
        });
        return nearest;
    }

    // Moves a node to the middle, once the layout is done.
    focus(node) {
        const {state} = this;
        state.focusing = !state.tree;
        if (!state.tree) return;
        const scale = Math.max(state.transform.k, Math.min(3, 4 * state.fitted));
        state.moved = true;
        this.eased().call(this.zoom.transform,
                          d3.zoomIdentity.translate(...this.middle()).scale(scale).translate(-node.x, -node.y));
    }

    hoverNode(node) {
        if (node === this.state.hovered) return;
        this.state.hovered = node;
        this.canvas.style.cursor = node ? "pointer" : "";
        this.options.hover(node ? node.id : null);
        this.redraw();
    }

    pickAt(x, y, reach) {
        this.options.pick((this.at(x, y, reach) || {id: null}).id);
    }

    listen() {
        this.selection.on("mousemove", () => this.hoverNode(this.at(...d3.mouse(this.canvas), 16)))
            .on("mouseleave", () => this.hoverNode(null))
            .on("click", () => this.pickAt(...d3.mouse(this.canvas), 22))
            .on("blur", () => {
                this.state.keyboard = false;
                this.redraw();
            })
            .on("keydown", () => this.act(d3.event));
    }

    act(event) {
        const steps = {ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};
        const {state} = this;
        if (steps[event.key]) {
            state.moved = true;
            this.zoom.translateBy(this.selection, ...steps[event.key].map((s) => s * 60 / state.transform.k));
        } else if (event.key === "+" || event.key === "=") this.zoomBy(1.5);
        else if (event.key === "-") this.zoomBy(1 / 1.5);
        else if (event.key === "0") this.fit();
        else if (event.key === "Escape") this.options.pick(null);
        else if (event.key === "Enter") this.pickAt(...this.middle(), Infinity);
        else return;
        event.preventDefault();
        state.keyboard = true;
        this.hoverNode(this.at(...this.middle(), 40));
        this.redraw();
    }
};
