// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace nonmun {

// The number of bytes to insert, delete, replace or swap with their neighbour to turn one text into
// the other (Damerau, 1964; no byte is edited twice). `most` + 1 if it is greater than `most`.
std::size_t edit_distance(std::string_view one, std::string_view other, std::size_t most);

}  // namespace nonmun
