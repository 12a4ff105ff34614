// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "query/language/query_words.hpp"

namespace nonmun {

// Splits Korean words that the index does not have into words that it has: who types 정류흐름 means
// 정류 흐름, whether or not the lexicon knows. Of several splits into parts of two syllables and
// more, each with its particle (사고의연쇄), the one whose parts are most frequent together. What
// cannot be split so stays.
void split_unknown(std::vector<QueryWord>& words, Analyzer& analyzer,
                   const Xapian::Database& database);

}  // namespace nonmun
