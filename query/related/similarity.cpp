// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/similarity.hpp"

namespace nonmun {

std::shared_ptr<const NeighbourGraph> Similarity::graph(
    std::size_t most, std::size_t jobs, const std::function<void(std::size_t)>& progress) const {
    const std::lock_guard lock(mutex_);
    if (!graph_ || graph_most_ < most) {
        graph_ =
            std::make_shared<const NeighbourGraph>(neighbour_graph(model, most, jobs, progress));
        graph_most_ = most;
    }
    return graph_;
}

bool Similarity::has_graph(std::size_t most) const {
    const std::lock_guard lock(mutex_);
    return graph_ && graph_most_ >= most;
}

std::shared_ptr<const Similarity> read_similarity(const Xapian::Database& database) {
    return std::make_shared<const Similarity>(database);
}

}  // namespace nonmun
