// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "query/index/term_scores.hpp"

namespace nonmun {

// A term for ranking. Several terms count as one, or as a conjunction.
struct RankedTerm {
    std::vector<std::string> terms;
    double factor;     // of its weight, above 0
    bool all = false;  // conjunction: a document must have all terms, and gets the weight of each
};

// The documents that have any of the terms, with the sum of their weights. With a cache (for local
// databases), a posting source that adds cached scores and knows the exact number of documents;
// otherwise Xapian's OR with IneB2, which has the same documents and scores.
Xapian::Query any_ranked(const Xapian::Database& database, const std::vector<RankedTerm>& terms,
                         TermScoreCache* cache);

}  // namespace nonmun
