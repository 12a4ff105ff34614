// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/edit_distance.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace nonmun {

std::size_t edit_distance(std::string_view one, std::string_view other, std::size_t most) {
    const auto [shorter, longer] = std::minmax({one.size(), other.size()});
    if (longer - shorter > most) return most + 1;
    const std::size_t width = other.size() + 1;
    // Three rows, since a swap looks back two.
    thread_local std::array<std::vector<std::size_t>, 3> rows;
    for (auto& row : rows) row.resize(std::max(row.size(), width));
    for (std::size_t j = 0; j < width; ++j) rows[0][j] = j;
    for (std::size_t i = 1; i <= one.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i + 2) % 3];
        const auto& two_above = rows[(i + 1) % 3];
        row[0] = i;
        std::size_t least = i;
        for (std::size_t j = 1; j < width; ++j) {
            std::size_t edits = std::min({above[j] + 1, row[j - 1] + 1,
                                          above[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1)});
            const bool swapped =
                i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
            if (swapped) edits = std::min(edits, two_above[j - 2] + 1);
            row[j] = edits;
            least = std::min(least, edits);
        }
        if (least > most) return most + 1;
    }
    return std::min(rows[one.size() % 3][other.size()], most + 1);
}

}  // namespace nonmun
