// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "query/language/query_words.hpp"
#include "query/search/nearness.hpp"
#include "query/search/query_builder.hpp"

namespace nonmun {

// Adds the words of a query, in order, to `nearness`: pairs of terms that should be near each
// other; the forms of the terms; and the bigrams of words that the lexicon lacks.
void note_near_terms(const std::vector<QueryWord>& words, const Xapian::Database& database,
                     const QueryWeights& weights, Nearness& nearness);

}  // namespace nonmun
