// SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
globalThis.nonmun = globalThis.nonmun || {};

// nonmun.neighbourLayout(nodes, links, groups) → {simulation, left, all}: a stopped d3-force simulation. The caller runs its `left`
// (of `all`) ticks. Start and number of ticks are fixed, so the same data gives the same layout. Nodes, links and groups are those of
// nonmun.NeighbourGraph, except that links refer to node objects, not ids.
nonmun.neighbourLayout = (() => {
    const group_ticks = 300;
    const node_ticks = 140;

    // Places one circle per group, near the groups that it is linked to.
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

    // Starts every node on a spiral inside its group's circle. Nodes without a group start outside all circles.
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
