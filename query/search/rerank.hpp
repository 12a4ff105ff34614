// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "query/search/nearness.hpp"

namespace nonmun {

// A paper that a query found.
struct Match {
    Xapian::docid id;
    double score;
    Xapian::Document document;
};

// The number of best papers that get a nearness weight. The weight is never negative, so papers
// below them cannot overtake them; a paper that belongs among the first ten is hardly ever below
// them (docs/ranking.md).
inline constexpr Xapian::doccount near_depth = 100;

// Nearness weights of one query, by document.
using NearWeights = std::unordered_map<Xapian::docid, double>;

// The papers found, best first, after the nearness weight was added to the best near_depth of them;
// papers of equal score are in the order of their ids. `found` must begin with the first match.
// Only the first `wanted` are certain to be in the new order. Adds the weights
// that it computes to `weights`, and uses those that are there.
std::vector<Match> rerank_by_nearness(const Xapian::MSet& found, const Nearness& nearness,
                                      std::size_t wanted, NearWeights& weights);

}  // namespace nonmun
