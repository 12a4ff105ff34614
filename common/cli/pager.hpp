// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>

namespace nonmun {

// Runs `body` with standard output piped through the pager, and standard error too if it is a
// terminal. The pager is NONMUN_PAGER, else PAGER, else less (with LESS=FRX if LESS is not set).
// Returns the status of `body` after the pager has ended; exit_found if the user closed the pager
// early. Uses no pager if it is not wanted, standard output is not a terminal or a dumb one, the
// pager is "" or "cat", or less is not installed. Throws Error(usage) for a pager that cannot be
// run.
int with_pager(bool wanted, const std::function<int()>& body);

// The descriptor of standard output: the terminal itself while a pager is running.
int output_descriptor();

// The same for standard error.
int error_descriptor();

}  // namespace nonmun
