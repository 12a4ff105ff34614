// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "common/paper.hpp"
#include "query/search/rerank.hpp"

namespace nonmun {

// The newest day that a digest listed the paper on; nullopt when none is known.
std::optional<Date> last_listed(const Paper& paper);

// Keeps the matches whose paper was listed on that day or later.
void keep_listed_since(std::vector<Match>& matches, const Date& day);

}  // namespace nonmun
