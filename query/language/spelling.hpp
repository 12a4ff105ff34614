// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nonmun {

// A word at distance n has a score of its document frequency / edit_cost^n. A frequent word is
// preferred to a nearer rare one, which may be an error itself. A word of one paper is corrected
// only to words of more than 20 papers.
constexpr double edit_cost = 20;

// A word of the index that a misspelled word may stand for.
struct Correction {
    std::string word;
    double score;  // document frequency / edit_cost ^ distance
};

// Whether the word is all lower-case ASCII letters.
bool is_latin(std::string_view word);

// The best corrections, best first. Compares letters; ignores terms with other characters. Reads
// only terms with a similar beginning: the first letter, or the following letters if the first is
// wrong, missing, superfluous or swapped.
//
// Latin: one edit up to 5 letters, two in longer words. `word` is folded and has 2 letters or more.
std::vector<Correction> latin_corrections(const Xapian::Database& database, std::string_view prefix,
                                          std::string_view word);

// Hangul: an edit changes one letter (jamo); one edit up to 2 syllables, two in longer words. The
// first syllable has the same initial, or differs in the initial only.
std::vector<Correction> hangul_corrections(const Xapian::Database& database,
                                           std::string_view prefix, std::string_view word);

// The minimum number of edits that turn one text into the other; max_edits + 1 if it is greater
// than max_edits. An edit inserts, deletes or replaces a byte, or swaps two adjacent bytes; no byte
// is edited twice (Damerau, 1964).
std::size_t edit_distance(std::string_view first, std::string_view second, std::size_t max_edits);

}  // namespace nonmun
