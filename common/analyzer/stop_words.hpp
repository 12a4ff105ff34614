#pragma once

#include <string_view>

namespace nonmun {

// Function words: a query drops them when something else is left, since inside Korean text an
// English "the" is rare and would weigh like a name. Documents keep them. `term` is a folded word
// or a Hangul part.
bool is_stop_word(std::string_view term);

}  // namespace nonmun
