// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "common/cli/options.hpp"

namespace nonmun {

// nonmun report and trends. Return the exit status.
int run_report(const Arguments& arguments);
int run_trends(const Arguments& arguments);

}  // namespace nonmun
