// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace nonmun {

// Starts the program that the first argument names, found along PATH, with the other arguments and
// without a shell. Its standard input is `input`, or that of this process if negative. nullopt if
// there is no such program.
std::optional<pid_t> start_program(const std::vector<std::string>& arguments, int input = -1);

// Waits for the process to end. Returns its exit status, or 128 + the signal that ended it.
int wait_for_end(pid_t process);

}  // namespace nonmun
