// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <string>
#include <vector>

#include "query/index/sequence_cache.hpp"
#include "query/search/nearness.hpp"

namespace nonmun {

// A paper that a query found.
struct Match {
    Xapian::docid id;
    double score;
    Xapian::Document document;
};

// So many of the best papers get the weight of nearness. Papers further down cannot pass them,
// since it is never below 0; one that belongs among the first ten is hardly ever behind them
// (docs/ranking.md).
inline constexpr Xapian::doccount near_depth = 100;

// What was found, best first, when the best of it have been given the weight of nearness; by
// document where the scores are equal. `found` must begin with the first match. Beyond the first
// `wanted` the order may be that of before.
std::vector<Match> rerank_by_nearness(const Xapian::MSet& found, const Nearness& nearness,
                                      std::size_t wanted, SequenceCache& sequences);

}  // namespace nonmun
