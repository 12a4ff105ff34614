// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

namespace nonmun {

// A typing error makes a word this much rarer: a word at distance n counts as its document
// frequency divided by this to the power of n. So a common word is preferred to a nearer rare one,
// which may be an error itself, and what stands in one paper is doubted only when a neighbour
// stands in more than 20.
constexpr double edit_cost = 20;

// A word of the index that another may have been meant to be.
struct Correction {
    std::string word;
    double score;  // document frequency / edit_cost ^ distance
};

// The best first. Words are compared over letters, those with other characters are passed over.
// Only terms that begin alike are read: with the first letter, or with what follows it where the
// first one is wrong, missing, too much or swapped.
//
// Latin: one edit up to 5 letters, two in longer words. `word` is folded, of 2 letters or more.
std::vector<Correction> latin_corrections(const Xapian::Database& database, std::string_view prefix,
                                          std::string_view word);

// Hangul: an edit is of one letter (jamo), not of a syllable; one up to 2 syllables, two in longer
// words. The first syllable keeps its initial, or all but that.
std::vector<Correction> hangul_corrections(const Xapian::Database& database,
                                           std::string_view prefix, std::string_view word);

}  // namespace nonmun
