// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <optional>
#include <string>

#include "common/analyzer/analyzer.hpp"
#include "query/language/query_node.hpp"

namespace nonmun {

// What the query may have been meant to be: the text of the query with words that the index does
// not have, or has in one paper alone, replaced by words that it has; everything else, particles
// too, stands as typed. A word is taken for
//   one typed in the other keyboard layout (ahepf for 모델, ㅡㅐㅇ디 for model), else
//   a misspelling of a word of the same field (of an author's name too, outside fields), or
//   two words run together, or one word in two pieces, that stand so in some paper.
// A Korean word that the lexicon knows is right, even if no paper has it; and a replacement stands
// in a paper beside each known word that is searched together with it, or it is no better query.
// Nothing when there is nothing to replace. At most eight words are doubted. Reads no vocabulary
// for a query whose words are known.
std::optional<std::string> suggest(const ParsedQuery& query, const Xapian::Database& database,
                                   Analyzer& analyzer);

}  // namespace nonmun
