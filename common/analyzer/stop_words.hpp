// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

namespace nonmun {

// Whether a folded word or Hangul part is a function word. Queries drop function words unless
// nothing else is left, because in Korean text an English "the" is rare and would weigh like a
// name. Documents keep them.
bool is_stop_word(std::string_view term);

// Whether it is the English stem of a function word.
bool is_stop_stem(std::string_view stem);

}  // namespace nonmun
