// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace nonmun {

// The level of a paper with unknown votes, without a date, or alone on its date.
inline constexpr double neutral_vote_level = 0.5;

// A paper's percentile among the papers of its day with known votes, 0 to 1:
// (below + equal / 2 + 1 / 2) / (others + 1), where `others` other papers of the day have known
// votes, `below` of them fewer and `equal` as many. A percentile, because days differ in the number
// of voters. Rounded to 1/128, so that one more paper on a day of thousands changes few levels.
double vote_level(std::size_t below, std::size_t equal, std::size_t others);

// The vote levels of the papers of one day, from their votes.
std::vector<double> vote_levels(const std::vector<std::optional<std::int64_t>>& votes);

}  // namespace nonmun
