// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace nonmun {

// How many bytes must be inserted, deleted, replaced or swapped with their neighbour to make one
// text of the other (Damerau, 1964; no byte is touched twice). `most` + 1 when it is more than
// `most`.
std::size_t edit_distance(std::string_view one, std::string_view other, std::size_t most);

}  // namespace nonmun
