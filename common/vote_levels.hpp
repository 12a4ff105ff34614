// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace nonmun {

// The level of unknown votes, and of a paper alone in its day or without a day.
inline constexpr double neutral_vote_level = 0.5;

// How much a paper's votes speak for it, 0 to 1: its percentile among the known votes of its day,
// (below + equal / 2 + 1 / 2) / (others + 1), where `others` papers of the day have known votes,
// and `below` of them fewer, `equal` as many as this one. Days differ in how many people vote, and
// within a day a percentile saturates by itself. In steps of 1/128: one more paper of a day with
// thousands changes the level of few.
double vote_level(std::size_t below, std::size_t equal, std::size_t others);

// The vote_level of each paper of one day, from the votes of all of them.
std::vector<double> vote_levels(const std::vector<std::optional<std::int64_t>>& votes);

}  // namespace nonmun
