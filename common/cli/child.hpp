// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace nonmun {

// Starts the program that the first of `arguments` names, found along PATH, and gives it the others
// as they are: no shell reads them. Its standard input is `input`, or ours when negative. nullopt
// when there is no such program.
std::optional<pid_t> start_program(const std::vector<std::string>& arguments, int input = -1);

// Waits for its end: the exit status, or 128 + the signal that ended it.
int wait_for_end(pid_t process);

}  // namespace nonmun
