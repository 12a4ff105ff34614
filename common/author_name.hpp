// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nonmun {

// The form under which two spellings of a name are the same name. Case, diacritics, blanks, hyphens
// and full stops do not count, and neither does which part comes first: "Wang, Wei", "Wei WANG" and
// "Wang Wei", or "Wei-Chen Lin", "Weichen Lin" and "Lin Wei Chen", share one key. It is the least
// rotation of the name's folded letters, written as a circle; empty for a name with no letter.
// Different people can share a key: it says "spelled alike", not "the same person".
std::string author_key(std::string_view name);

// The folded words of a name, in order ("Marin Soljačić" → marin, soljacic): what `author:`
// searches.
std::vector<std::string> author_words(std::string_view name);

// True when the two may be one person with given names abbreviated ("J. Smith" and "John Smith"):
// the same number of words or fewer, the last word equal, each initial agreeing, and at least one
// word an initial. Never true for equal keys.
bool may_be_initials_of(std::string_view one, std::string_view other);

// The names in order, each once by author_key, without empty ones and without the lone "+" that
// means "and others".
std::vector<std::string> distinct_names(const std::vector<std::string>& names);

}  // namespace nonmun
