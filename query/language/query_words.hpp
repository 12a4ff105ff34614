// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "common/fields.hpp"
#include "common/token_sequence.hpp"

namespace nonmun {

// One written word of a query, and what it is called in the index. Terms are without prefix.
struct QueryWord {
    std::string written;
    std::vector<std::string> stems;     // stems and parts, in order
    std::vector<bool> hangul;           // of each stem: whether it is a part
    std::vector<std::string> compound;  // joined forms
    std::vector<std::string> exact;     // folded forms, those of the stems first
    std::vector<std::string> bigrams;   // of a Hangul stem, or of Han and Kana
    std::vector<std::string> forms;     // of each stem: the word that it stands in, as written
};

// The written words of a text, in order.
std::vector<QueryWord> query_words(const std::string& text, Analyzer& analyzer);

// The term, with its prefix, of the word's stem number `i` in a text field.
std::string term_in_field(const QueryWord& word, std::size_t i, const FieldRow& field);
std::string general_term(const QueryWord& word, std::size_t i);

// What stands for it in a token sequence.
SequenceToken token_of(const QueryWord& word, std::size_t i);

// The terms of a Latin compound as one word: DreamFusion is written dreamfusion too. A Hangul one
// has none: its parts side by side say all that it says.
std::vector<std::string> joined_forms(const QueryWord& word);

}  // namespace nonmun
