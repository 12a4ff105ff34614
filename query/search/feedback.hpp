// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "query/search/query_builder.hpp"

namespace nonmun {

// Pseudo relevance feedback: expands an English query with terms of its first results (Xapian's
// ESet with Bo1: Amati, 2003). The expansion adds weight, but no documents. Returns the query
// unchanged where measurements show no gain: if it has a Korean word or few words, or if the first
// results are not mostly English or differ much in score. `enquire` must have the weighting scheme;
// its query is replaced. The added stems are appended to `words`.
Xapian::Query with_feedback(Xapian::Enquire& enquire, const Xapian::Database& database,
                            const BuiltQuery& built, NearWeights& near_weights,
                            std::vector<std::string>& words);

}  // namespace nonmun
