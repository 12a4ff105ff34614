// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace nonmun {

// Where text may be broken (UAX #29, UAX #14), by the rules for no language in particular.
enum class BreakKind { cluster, word, line };

// Calls visit(begin, end), in bytes, for what stands between two breaks of the text, in order,
// until it returns false. Text over 2^31 bytes is not taken. Throws Error(io) when ICU lacks its
// data, and what `visit` throws. `visit` may break other text at places of another kind.
void for_pieces(BreakKind kind, std::string_view text,
                const std::function<bool(std::size_t begin, std::size_t end)>& visit);

}  // namespace nonmun
