// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "query/related/similarity_model.hpp"

namespace nonmun {

// The papers nearest to each paper by cosine, best first; equal ones in the order of the index.
struct NeighbourGraph {
    NeighbourGraph() = default;
    NeighbourGraph(std::size_t papers, std::size_t most_of_each)
        : most(most_of_each), entries(papers * most_of_each), counts(papers) {}

    std::size_t most = 0;            // neighbours of a paper; fewer only where fewer share a term
    std::vector<Neighbour> entries;  // of paper p: from p * most on
    std::vector<std::uint32_t> counts;

    std::span<const Neighbour> of(std::uint32_t paper) const {
        return {entries.data() + paper * most, counts[paper]};
    }

    // At most `most` neighbours. Papers may be set by several threads, each by one.
    void set(std::uint32_t paper, std::span<const Neighbour> nearest) {
        std::copy(nearest.begin(), nearest.end(),
                  entries.begin() + static_cast<std::ptrdiff_t>(paper * most));
        counts[paper] = static_cast<std::uint32_t>(nearest.size());
    }
};

// Finds the `most` nearest of every paper of the model, on `jobs` threads. Exact, and the same
// bytes for any `jobs`. Calls `progress` with the number of papers done, from any thread, one call
// at a time; it may throw to give up.
//
// Every pair of papers is looked at, but few are worked out in full. Terms of most papers' are a
// dense matrix, turned so that its first columns hold nearly all of it; the others are inverted
// lists. A source's lists and first columns give each paper a part of the cosine, and what is
// missing is at most the product of what remains of both (Cauchy-Schwarz): only a paper whose bound
// beats the worst neighbour so far is finished.
// Takes about 4 bytes a paper and frequent term, twice that while the matrix is turned, and 4 bytes
// a paper and thread, beside the model.
NeighbourGraph neighbour_graph(const SimilarityModel& model, std::size_t most, std::size_t jobs,
                               const std::function<void(std::size_t)>& progress = {});

// The `most` nearest of one paper: as above, one row alone.
std::vector<Neighbour> nearest_papers(const SimilarityModel& model, std::uint32_t paper,
                                      std::size_t most);

}  // namespace nonmun
