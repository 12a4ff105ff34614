// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>

namespace nonmun {

// Runs `body` with standard output, and standard error when it is a terminal too, piped through the
// pager: NONMUN_PAGER, else PAGER, else less, with LESS=FRX where LESS is not set. Returns its
// status once the pager has ended; that of what was found when the pager was left early. Without a
// pager when it is not wanted, standard output is no terminal or a dumb one, the pager is "" or
// "cat", or there is no less. Throws Error(usage) for a pager that cannot be run.
int with_pager(bool wanted, const std::function<int()>& body);

// Where standard output ends: the terminal behind the pager, where one is running.
int output_descriptor();

// The same of standard error.
int error_descriptor();

}  // namespace nonmun
