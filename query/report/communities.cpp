// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/report/communities.hpp"

#include <igraph/igraph.h>

#include <algorithm>
#include <map>
#include <mutex>

namespace nonmun {
namespace {

// igraph keeps its cleanup stack and its random numbers in global variables (unless it is built
// with thread-local storage), so one call runs at a time.
std::mutex igraph_mutex;

// An igraph graph with a label for each node. igraph's only error here, lack of memory, ends the
// program by its default handler.
struct LabelledGraph {
    igraph_t graph;
    igraph_vector_int_t labels;

    LabelledGraph(std::uint32_t nodes, const std::vector<SimilarPair>& edges) {
        std::vector<igraph_integer_t> ends;
        for (const SimilarPair& edge : edges) ends.insert(ends.end(), {edge.from, edge.to});
        igraph_vector_int_t view;
        igraph_vector_int_view(&view, ends.data(), static_cast<igraph_integer_t>(ends.size()));
        igraph_create(&graph, &view, nodes, IGRAPH_UNDIRECTED);
        igraph_vector_int_init(&labels, 0);
    }
    ~LabelledGraph() {
        igraph_vector_int_destroy(&labels);
        igraph_destroy(&graph);
    }
    LabelledGraph(const LabelledGraph&) = delete;
    LabelledGraph& operator=(const LabelledGraph&) = delete;

    NodeGroups groups() const {
        std::map<igraph_integer_t, std::vector<std::uint32_t>> by_label;
        for (igraph_integer_t node = 0; node < igraph_vcount(&graph); ++node)
            by_label[VECTOR(labels)[node]].push_back(static_cast<std::uint32_t>(node));
        NodeGroups groups;
        for (auto& [label, nodes] : by_label) groups.push_back(std::move(nodes));
        std::sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) {
            return a.size() != b.size() ? a.size() > b.size() : a.front() < b.front();
        });
        return groups;
    }
};

}  // namespace

NodeGroups communities(std::uint32_t nodes, const std::vector<SimilarPair>& edges) {
    if (nodes == 0) return {};
    const std::lock_guard lock(igraph_mutex);
    LabelledGraph graph(nodes, edges);
    std::vector<double> weights, strengths(nodes);
    double sum = 0;
    for (const SimilarPair& edge : edges) {
        weights.push_back(edge.weight);
        strengths[edge.from] += edge.weight;
        strengths[edge.to] += edge.weight;
        sum += edge.weight;
    }
    igraph_vector_t edge_weights, node_weights;
    igraph_vector_view(&edge_weights, weights.data(),
                       static_cast<igraph_integer_t>(weights.size()));
    igraph_vector_view(&node_weights, strengths.data(), nodes);
    igraph_rng_seed(igraph_rng_default(), 20240501);
    // With strengths as node weights and 1 / (2m), the quality is modularity.
    const double resolution = sum > 0 ? 1 / (2 * sum) : 1;
    constexpr double randomness = 0.01;
    // A fixed number of rounds: igraph 0.10.2 run "until stable" never ends on an isolated node.
    constexpr igraph_integer_t rounds = 10;
    igraph_community_leiden(&graph.graph, &edge_weights, &node_weights, resolution, randomness,
                            false, rounds, &graph.labels, nullptr, nullptr);
    return graph.groups();
}

NodeGroups components(std::uint32_t nodes, const std::vector<SimilarPair>& edges) {
    if (nodes == 0) return {};
    const std::lock_guard lock(igraph_mutex);
    LabelledGraph graph(nodes, edges);
    igraph_connected_components(&graph.graph, &graph.labels, nullptr, nullptr, IGRAPH_WEAK);
    return graph.groups();
}

}  // namespace nonmun
