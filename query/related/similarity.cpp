// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/similarity.hpp"

#include <algorithm>

namespace nonmun {
namespace {

// Rows are sorted best first, so fewer neighbours are the beginning of more.
NeighbourGraph with_fewer(const NeighbourGraph& graph, std::size_t most) {
    NeighbourGraph fewer(graph.counts.size(), most);
    for (std::uint32_t paper = 0; paper < graph.counts.size(); ++paper)
        fewer.set(paper, graph.of(paper).first(std::min<std::size_t>(most, graph.counts[paper])));
    return fewer;
}

}  // namespace

NeighbourGraph Similarity::graph(std::size_t most, std::size_t jobs,
                                 const std::function<void(std::size_t)>& progress) const {
    const std::lock_guard lock(mutex_);
    if (graph_.most < most) graph_ = neighbour_graph(model, most, jobs, progress);
    return graph_.most == most ? graph_ : with_fewer(graph_, most);
}

bool Similarity::has_graph(std::size_t most) const {
    const std::lock_guard lock(mutex_);
    return graph_.most >= most;
}

std::shared_ptr<const Similarity> read_similarity(const Xapian::Database& database) {
    return std::make_shared<const Similarity>(database);
}

}  // namespace nonmun
