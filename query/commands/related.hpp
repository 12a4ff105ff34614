// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "common/cli/options.hpp"

namespace nonmun {

// nonmun related and author. Return the exit status.
int run_related(const Arguments& arguments);
int run_author(const Arguments& arguments);

}  // namespace nonmun
