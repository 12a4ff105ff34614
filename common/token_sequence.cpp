// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/token_sequence.hpp"

#include <xxhash.h>

namespace nonmun {

SequenceToken sequence_token(std::string_view term, std::string_view form) {
    const auto of_term =
        static_cast<SequenceToken>(XXH3_64bits(term.data(), term.size())) & term_bits;
    const auto of_form = static_cast<SequenceToken>(XXH3_64bits(form.data(), form.size()) & 0xFF)
                         << form_shift;
    return (of_term == 0 ? 1 : of_term) | of_form;
}

void append_token(std::string& value, SequenceToken token) {
    for (int shift = 0; shift < 24; shift += 8) value += static_cast<char>(token >> shift & 0xFF);
}

}  // namespace nonmun
