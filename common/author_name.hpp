// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nonmun {

// The same for all spellings of a name. Case, diacritics, spaces, hyphens, full stops and the order
// of the parts do not matter: "Wang, Wei", "Wei WANG" and "Wang Wei" share a key, and so do
// "Wei-Chen Lin", "Weichen Lin" and "Lin Wei Chen". It is the least rotation of the name's folded
// letters, written in a circle; empty for a name without a letter. Different people can share a
// key: it means "the same name", not "the same person".
std::string author_key(std::string_view name);

// The folded words of a name, in order ("Marin Soljačić" → marin, soljacic). `author:` searches
// them.
std::vector<std::string> author_words(std::string_view name);

// Whether a word of a name is a single letter.
bool is_initial(const std::string& word);

// Whether one name may abbreviate given names of the other ("J. Smith" and "John Smith"): the last
// words are equal, the given names of the shorter name agree with those of the other in order, and
// at least one of them is an initial. Never true for equal keys.
bool may_be_initials_of(std::string_view one, std::string_view other);

// The names in order, each author key once, without empty names and without a lone "+", which
// digests write for "and others".
std::vector<std::string> distinct_names(const std::vector<std::string>& names);

}  // namespace nonmun
