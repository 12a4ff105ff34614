// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>

#include "query/related/neighbour_graph.hpp"
#include "query/related/similarity_model.hpp"

namespace nonmun {

// The model of one revision, and its neighbour graph once that is needed. Thread safe.
class Similarity {
  public:
    // `pulse` as for SimilarityModel.
    explicit Similarity(
        const Xapian::Database& database, const std::function<void()>& pulse = [] {})
        : model(database, pulse) {}

    const SimilarityModel model;

    // The result of neighbour_graph() for `most` neighbours or more; computed only when there is
    // none yet with `most`. A second caller waits for the first.
    std::shared_ptr<const NeighbourGraph> graph(
        std::size_t most, std::size_t jobs, const std::function<void(std::size_t)>& progress) const;

    // Whether graph(most) is there already.
    bool has_graph(std::size_t most) const;

  private:
    mutable std::mutex mutex_;
    mutable std::shared_ptr<const NeighbourGraph> graph_;
    mutable std::size_t graph_most_ = 0;
};

// Returns the similarity of a database at its current revision.
using SimilaritySource =
    std::function<std::shared_ptr<const Similarity>(const Xapian::Database& database)>;

// A SimilaritySource without a cache.
std::shared_ptr<const Similarity> read_similarity(const Xapian::Database& database);

}  // namespace nonmun
