// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "common/cli/options.hpp"

namespace nonmun {

// nonmun stats, doctor and config. Return the exit status.
int run_stats(const Arguments& arguments);
int run_doctor(const Arguments& arguments);
int run_config(const Arguments& arguments);

}  // namespace nonmun
