// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "common/cli/completion.hpp"

namespace nonmun {

// Completes ids of papers and names of authors from the index that `wanted` names, else the one
// that is configured.
std::vector<Completion> complete_from_index(const LiveValue& wanted);

}  // namespace nonmun
