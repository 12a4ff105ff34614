// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "common/cli/options.hpp"

namespace nonmun {

// nonmun search. Returns the exit status.
int run_search(const Arguments& arguments);

}  // namespace nonmun
