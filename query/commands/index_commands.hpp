// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "common/cli/options.hpp"

namespace nonmun {

// nonmun show, open, export, stats, doctor and config. Return the exit status.
int run_show(const Arguments& arguments);
int run_open(const Arguments& arguments);
int run_export(const Arguments& arguments);
int run_stats(const Arguments& arguments);
int run_doctor(const Arguments& arguments);
int run_config(const Arguments& arguments);

}  // namespace nonmun
