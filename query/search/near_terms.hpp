// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "query/language/query_words.hpp"
#include "query/search/nearness.hpp"
#include "query/search/query_builder.hpp"

namespace nonmun {

// Adds the words, in the order of the query, to what the best papers gain by: pairs of terms that
// stand near each other, wider apart and weighing less the farther they are in the query; the forms
// that they are written in; and the syllables of words that the lexicon lacks, which may be written
// apart.
void note_near_terms(const std::vector<QueryWord>& words, const Xapian::Database& database,
                     const QueryWeights& weights, Nearness& nearness);

}  // namespace nonmun
