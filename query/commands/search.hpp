// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "common/cli/options.hpp"

namespace nonmun {

// nonmun search, related and author. Return the exit status.
int run_search(const Arguments& arguments);
int run_related(const Arguments& arguments);
int run_author(const Arguments& arguments);

}  // namespace nonmun
