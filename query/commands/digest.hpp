// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "common/cli/options.hpp"

namespace nonmun {

// nonmun digest. Returns the exit status.
int run_digest(const Arguments& arguments);

}  // namespace nonmun
