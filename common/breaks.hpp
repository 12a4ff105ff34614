// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace nonmun {

// Kinds of text boundaries (UAX #29, UAX #14), by the rules of the root locale.
enum class BreakKind { cluster, word, line };

// Calls visit(begin, end), in bytes, for each piece between two boundaries, in order, until it
// returns false. The text must be shorter than 2^31 bytes. `visit` may call this for another kind.
// Throws Error(io) if ICU's data is missing, and what `visit` throws.
void for_pieces(BreakKind kind, std::string_view text,
                const std::function<bool(std::size_t begin, std::size_t end)>& visit);

}  // namespace nonmun
