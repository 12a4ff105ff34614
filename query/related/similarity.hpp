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

// What is known of how alike the papers of one revision are: the model, and the neighbour graph
// when someone asks for it. May be shared between threads.
class Similarity {
  public:
    explicit Similarity(
        const Xapian::Database& database, const std::function<void()>& pulse = [] {})
        : model(database, pulse) {}

    const SimilarityModel model;

    // As neighbour_graph(), but worked out once for the most neighbours that were asked for; who
    // comes meanwhile waits.
    NeighbourGraph graph(std::size_t most, std::size_t jobs,
                         const std::function<void(std::size_t)>& progress) const;

    // Whether graph() has so many neighbours at hand, without comparing anything.
    bool has_graph(std::size_t most) const;

  private:
    mutable std::mutex mutex_;
    mutable NeighbourGraph graph_;
};

// Gives the similarity of a database at its revision.
using SimilaritySource =
    std::function<std::shared_ptr<const Similarity>(const Xapian::Database& database)>;

// Reads it anew.
std::shared_ptr<const Similarity> read_similarity(const Xapian::Database& database);

}  // namespace nonmun
