// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "common/fields.hpp"
#include "common/token_sequence.hpp"

namespace nonmun {

// A stem, or a part of a Hangul word.
struct QueryStem {
    std::string text;  // the term, without prefix
    bool hangul;       // a part of a Hangul word
    std::string form;  // the word that contains it, as written
};

// A word of a query and its terms, all without prefix.
struct QueryWord {
    std::string written;
    std::vector<QueryStem> stems;       // in order
    std::vector<std::string> compound;  // joined forms
    std::vector<std::string> exact;     // folded forms; those of the stems come first
    std::vector<std::string> bigrams;   // of a Hangul stem, or of Han and Kana

    bool hangul() const { return !stems.empty() && stems.front().hangul; }
};

// The words of a text, in order.
std::vector<QueryWord> query_words(const std::string& text, Analyzer& analyzer);

// The term, with its prefix, of a stem in a text field; by default in the whole text.
std::string term_of(const QueryStem& stem, Field field = Field::any);

// The token of a stem in a token sequence.
SequenceToken token_of(const QueryStem& stem);

// The terms, with prefix, of a Latin compound as one word: DreamFusion is also written dreamfusion.
// Empty for a Hangul word: it is found by its adjacent parts.
std::vector<std::string> joined_forms(const QueryWord& word);

// Splits Korean words that the index lacks into words that it has, whether the lexicon has them or
// not: 정류흐름 becomes 정류 흐름. A part has at least two syllables and may end with a particle
// (사고의연쇄). Of several splits, the one with the highest product of document frequencies is
// chosen. A word without a split is not changed.
void split_unknown(std::vector<QueryWord>& words, Analyzer& analyzer,
                   const Xapian::Database& database);

}  // namespace nonmun
