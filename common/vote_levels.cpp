// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/vote_levels.hpp"

#include <algorithm>
#include <cmath>

namespace nonmun {

double vote_level(std::size_t below, std::size_t equal, std::size_t others) {
    const double percentile =
        (static_cast<double>(2 * below + equal + 1)) / (2 * static_cast<double>(others + 1));
    return std::round(percentile * 128) / 128;
}

std::vector<double> vote_levels(const std::vector<std::optional<std::int64_t>>& votes) {
    std::vector<std::int64_t> known;
    for (const auto& count : votes) {
        if (count) known.push_back(*count);
    }
    std::sort(known.begin(), known.end());
    std::vector<double> levels;
    for (const auto& count : votes) {
        if (!count) {
            levels.push_back(neutral_vote_level);
            continue;
        }
        const auto [first, last] = std::equal_range(known.begin(), known.end(), *count);
        levels.push_back(vote_level(static_cast<std::size_t>(first - known.begin()),
                                    static_cast<std::size_t>(last - first) - 1, known.size() - 1));
    }
    return levels;
}

}  // namespace nonmun
