// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace nonmun {

// The vote_level of each paper of one day, from the votes of all of them.
std::vector<double> vote_levels(const std::vector<std::optional<std::int64_t>>& votes);

}  // namespace nonmun
