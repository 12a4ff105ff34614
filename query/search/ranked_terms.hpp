// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "query/index/term_scores.hpp"

namespace nonmun {

// A term that documents are ranked by, or several that count as one, or several that count where
// all of them stand.
struct RankedTerm {
    std::vector<std::string> terms;
    double factor;     // of its weight, above 0
    bool all = false;  // a document must have all of `terms`, and gets the weight of each
};

// The documents that have any of the terms, each with the sum of their weights. With `shares` (of a
// database on this machine) as one posting source that adds up what it keeps, and knows how many
// documents it has; else as Xapian's own OR under IneB2: the same documents and scores.
Xapian::Query any_ranked(const Xapian::Database& database, const std::vector<RankedTerm>& terms,
                         TermScoreCache* shares);

}  // namespace nonmun
