// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "common/fields.hpp"

namespace nonmun {

// Syllables from `first` to `last`, both included. What shares an initial, or an initial and a
// vowel, is contiguous (The Unicode Standard, section 3.12).
struct SyllableRange {
    char32_t first;
    char32_t last;

    bool operator==(const SyllableRange&) const = default;
};

// The beginning of a word, syllable by syllable: at each place one of the ranges, which ascend.
using SyllablePattern = std::vector<std::vector<SyllableRange>>;

// What half-typed Korean may become: ㅎㅅ any 확산, 확ㅅ any 확산 or 확실, 사 also 산 and 삭, 고
// also 과, 산 also 사ㄴ… (사느), 닥 also 닭. A word begins so when it fits one of the patterns.
// Empty when the text is not Hangul throughout.
std::vector<SyllablePattern> syllable_patterns(std::string_view typed);

// A term of the index, without its prefix.
struct BeginningTerm {
    std::string term;
    Xapian::doccount frequency;  // in documents
};

// Every term of `prefix` that begins as typed, in the order of the terms. Goes from one fitting
// term to the next without reading what lies between. `typed` is plain text, folded where it is not
// Hangul.
std::vector<BeginningTerm> terms_beginning(const Xapian::Database& database,
                                           std::string_view prefix, std::string_view typed);
std::vector<BeginningTerm> terms_fitting(const Xapian::Database& database, std::string_view prefix,
                                         const SyllablePattern& pattern);

// A prefix query. Its words are looked for here, over all databases together, and not by Xapian's
// wildcard in each: only so do documents weigh the same wherever they stand.
struct PrefixQuery {
    Xapian::Query matches;           // the documents, without weight
    Xapian::Query weights;           // what the most frequent of the words weigh
    std::string folded;              // the beginning as Latin words are compared with it
    std::vector<std::string> terms;  // Hangul parts that begin so, the most frequent
    bool cut = false;                // there were more words than are looked for
    bool cut_tests = false;          // not all candidates of a condition were tested
};

// `field` is a text field other than author's. `hidden_weight` is that of a word within a longer
// one, beside one that stands alone.
PrefixQuery prefix_query(const std::string& typed, Field field, const Xapian::Database& database,
                         Analyzer& analyzer, double hidden_weight);

}  // namespace nonmun
