// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "common/cli/options.hpp"

namespace nonmun {

// nonmun serve and mcp. Return the exit status.
int run_serve(const Arguments& arguments);
int run_mcp(const Arguments& arguments);

}  // namespace nonmun
