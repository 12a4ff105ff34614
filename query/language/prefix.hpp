// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "common/fields.hpp"
#include "query/index/budget.hpp"

namespace nonmun {

// The syllables from `first` to `last`, inclusive. Syllables with the same initial, or with the
// same initial and vowel, are contiguous (The Unicode Standard, section 3.12).
struct SyllableRange {
    char32_t first;
    char32_t last;

    bool operator==(const SyllableRange&) const = default;
};

// A prefix of a word: for each syllable, ascending ranges one of which must contain it.
using SyllablePattern = std::vector<std::vector<SyllableRange>>;

// The prefixes that a half-typed Korean word can become. A lone consonant matches every syllable
// with this initial (ㅎㅅ, 확ㅅ: 확산), and the last syllable every syllable that it can become: 사
// also matches 산, 고 also 과, 닥 also 닭, and 산 also 사느. A word matches if it fits one of the
// patterns. Empty if the text is not all Hangul.
std::vector<SyllablePattern> syllable_patterns(std::string_view typed);

// A term of the index, without its field prefix.
struct PrefixTerm {
    std::string term;
    Xapian::doccount frequency;  // in documents
};

// The terms of a field (its `prefix`) that begin with `typed`, or fit the pattern, in order. Skips
// to each fitting term without reading those between. Ends when the time of the budget is up.
std::vector<PrefixTerm> terms_beginning(const Xapian::Database& database, std::string_view prefix,
                                        std::string_view typed, Budget& budget);
std::vector<PrefixTerm> terms_fitting(const Xapian::Database& database, std::string_view prefix,
                                      const SyllablePattern& pattern, Budget& budget);

// A prefix query. It lists the words of all databases together; Xapian's wildcard would expand to
// different words in each database, and weigh documents differently.
struct PrefixQuery {
    Xapian::Query matches;           // the documents, without weight
    Xapian::Query weights;           // the weights of the most frequent words
    std::string folded;              // the prefix for Latin words
    std::vector<std::string> terms;  // the most frequent Hangul parts with the prefix
    bool cut = false;                // there are more words than the maximum or the budget
    bool cut_tests = false;          // as in with_value()
};

// `field` is a text field other than Field::author. `hidden_weight` is the factor for words inside
// longer ones.
PrefixQuery prefix_query(const std::string& typed, Field field, const Xapian::Database& database,
                         Analyzer& analyzer, double hidden_weight, Budget& budget);

}  // namespace nonmun
