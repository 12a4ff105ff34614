// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

namespace nonmun {

// Function words: a query drops them when something else is left, since inside Korean text an
// English "the" is rare and would weigh like a name. Documents keep them. `term` is a folded word
// or a Hangul part.
bool is_stop_word(std::string_view term);

// True for the English stem of a function word.
bool is_stop_stem(std::string_view stem);

}  // namespace nonmun
