// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "query/language/query_words.hpp"

namespace nonmun {

// Splits Korean words that the index lacks into words that it has, whether the lexicon has them or
// not: 정류흐름 becomes 정류 흐름. A part has at least two syllables and may end with a particle
// (사고의연쇄). Of several splits, the one with the highest product of document frequencies is
// chosen. A word without a split is not changed.
void split_unknown(std::vector<QueryWord>& words, Analyzer& analyzer,
                   const Xapian::Database& database);

}  // namespace nonmun
