// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/report/communities.hpp"

#include <igraph/igraph.h>

#include <algorithm>
#include <map>
#include <mutex>

namespace nonmun {
namespace {

// igraph has one stack of what to free and one source of random numbers for the whole program,
// unless it is built otherwise: it works for one report at a time.
std::mutex igraph_mutex;

// igraph's C structures are freed whatever happens. Its errors (only lack of memory, here) end the
// program through its default handler.
struct Graph {
    igraph_t graph;

    Graph(std::uint32_t nodes, const std::vector<Edge>& edges) {
        igraph_vector_int_t ends;
        igraph_vector_int_init(&ends, static_cast<igraph_integer_t>(2 * edges.size()));
        for (std::size_t i = 0; i < edges.size(); ++i) {
            VECTOR(ends)[2 * i] = edges[i].from;
            VECTOR(ends)[2 * i + 1] = edges[i].to;
        }
        igraph_create(&graph, &ends, nodes, IGRAPH_UNDIRECTED);
        igraph_vector_int_destroy(&ends);
    }
    ~Graph() { igraph_destroy(&graph); }
    Graph(const Graph&) = delete;
    Graph& operator=(const Graph&) = delete;
};

struct Numbers {
    igraph_vector_t vector;

    explicit Numbers(std::size_t size) {
        igraph_vector_init(&vector, static_cast<igraph_integer_t>(size));
    }
    ~Numbers() { igraph_vector_destroy(&vector); }
    Numbers(const Numbers&) = delete;
    Numbers& operator=(const Numbers&) = delete;
};

struct Labels {
    igraph_vector_int_t vector;

    Labels() { igraph_vector_int_init(&vector, 0); }
    ~Labels() { igraph_vector_int_destroy(&vector); }
    Labels(const Labels&) = delete;
    Labels& operator=(const Labels&) = delete;
};

// Numbers the groups anew: the biggest first, equal ones by their first node.
std::vector<std::uint32_t> by_size(const Labels& labels, std::uint32_t nodes) {
    struct Group {
        std::uint32_t first;
        std::uint32_t size = 0;
    };
    std::map<igraph_integer_t, Group> groups;
    for (std::uint32_t node = 0; node < nodes; ++node)
        ++groups.try_emplace(VECTOR(labels.vector)[node], Group{node}).first->second.size;
    std::vector<std::pair<igraph_integer_t, Group>> order(groups.begin(), groups.end());
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return a.second.size != b.second.size ? a.second.size > b.second.size
                                              : a.second.first < b.second.first;
    });
    std::map<igraph_integer_t, std::uint32_t> numbers;
    for (const auto& [label, group] : order)
        numbers.emplace(label, static_cast<std::uint32_t>(numbers.size()));
    std::vector<std::uint32_t> result;
    for (std::uint32_t node = 0; node < nodes; ++node)
        result.push_back(numbers.at(VECTOR(labels.vector)[node]));
    return result;
}

}  // namespace

std::vector<std::uint32_t> communities(std::uint32_t nodes, const std::vector<Edge>& edges) {
    if (nodes == 0) return {};
    const std::lock_guard lock(igraph_mutex);
    const Graph graph(nodes, edges);
    Numbers weights(edges.size()), strengths(nodes);
    double all = 0;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        VECTOR(weights.vector)[i] = edges[i].weight;
        VECTOR(strengths.vector)[edges[i].from] += edges[i].weight;
        VECTOR(strengths.vector)[edges[i].to] += edges[i].weight;
        all += edges[i].weight;
    }
    Labels labels;
    igraph_rng_seed(igraph_rng_default(), 20240501);
    // With strengths for node weights and 1 / (2m), the quality is modularity.
    const double resolution = all > 0 ? 1 / (2 * all) : 1;
    constexpr double randomness = 0.01;
    // Not "until nothing changes": with a node that has no edge, igraph 0.10.2 never finds that.
    constexpr igraph_integer_t rounds = 10;
    igraph_community_leiden(&graph.graph, &weights.vector, &strengths.vector, resolution,
                            randomness, false, rounds, &labels.vector, nullptr, nullptr);
    return by_size(labels, nodes);
}

std::vector<std::uint32_t> components(std::uint32_t nodes, const std::vector<Edge>& edges) {
    if (nodes == 0) return {};
    const std::lock_guard lock(igraph_mutex);
    const Graph graph(nodes, edges);
    Labels labels;
    igraph_connected_components(&graph.graph, &labels.vector, nullptr, nullptr, IGRAPH_WEAK);
    return by_size(labels, nodes);
}

}  // namespace nonmun
