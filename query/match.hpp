#pragma once

#include <xapian.h>

#include <cstddef>
#include <vector>

#include "query/nearness.hpp"

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
// document where the scores are equal. `found` must begin with the first match.
std::vector<Match> with_nearness(const Xapian::MSet& found, const Nearness& nearness);

}  // namespace nonmun
