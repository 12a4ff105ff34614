// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "query/related/similarity_model.hpp"

namespace nonmun {

// Row p: the papers nearest to paper p by cosine, best first, ties in index order.
using NeighbourGraph = std::vector<std::vector<Neighbour>>;

// Finds the `most` nearest papers of every paper of the model, on `jobs` threads. Exact; the same
// bits for any `jobs`. A row is shorter only where fewer papers share a term. Calls `progress` with
// the number of papers done, from any thread but never from two at once; it may throw to stop.
//
// Every pair is looked at, but few cosines are computed in full. Frequent terms form a dense
// matrix, rotated so that its first columns hold most of every vector's length; the other terms
// stay in inverted lists. For each source paper the lists and the first columns give a partial
// cosine of every other paper. By Cauchy-Schwarz the missing part is at most the product of the
// lengths of the remaining columns. Only a paper whose bound beats the worst neighbour so far is
// computed in full.
// Takes about 4 bytes per paper and frequent term (8 during the rotation), and 4 bytes per paper
// and thread, in addition to the model.
NeighbourGraph neighbour_graph(const SimilarityModel& model, std::size_t most, std::size_t jobs,
                               const std::function<void(std::size_t)>& progress = {});

// One row of the graph, computed alone.
std::vector<Neighbour> nearest_papers(const SimilarityModel& model, std::uint32_t paper,
                                      std::size_t most);

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
