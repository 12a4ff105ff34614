// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "query/search/searcher.hpp"

namespace nonmun {

// The ids of all papers that a query finds; of all papers for "". Ascending, distinct.
std::vector<std::string> ids_in_scope(Searcher& searcher, const std::string& query);

}  // namespace nonmun
