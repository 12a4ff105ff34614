// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <optional>
#include <string>

#include "common/analyzer/analyzer.hpp"
#include "query/language/query_parser.hpp"

namespace nonmun {

// A corrected query: the text with words that occur in less than two papers replaced by words of
// the index; the rest, including particles, stays as typed. nullopt if there is no correction. A
// word is corrected as
//   typed in the other keyboard layout (ahepf for 모델, ㅡㅐㅇ디 for model), else
//   a misspelling of a word of the same field (also of an author's name, outside fields), or
//   two words without a blank, or one word with a blank, that some paper has.
// Korean words of the lexicon are not corrected. A replacement must occur in a paper together with
// each known word of its group. At most eight words are checked. Reads the vocabulary only for
// unknown words.
std::optional<std::string> suggest(const ParsedQuery& query, const Xapian::Database& database,
                                   Analyzer& analyzer);

}  // namespace nonmun
