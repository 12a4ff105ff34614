// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "common/paper.hpp"
#include "query/search/rerank.hpp"

namespace nonmun {

// The last day on which a digest listed the paper; nullopt if none is known.
std::optional<Date> last_listed(const Paper& paper);

// Removes the matches that no digest listed on `day` or later.
void keep_listed_since(std::vector<Match>& matches, const Date& day);

}  // namespace nonmun
