// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <string>

#include "common/error.hpp"

namespace nonmun {

// Exit statuses of both programs.
inline constexpr int exit_found = 0;    // found, or done
inline constexpr int exit_nothing = 1;  // nothing found
inline constexpr int exit_error = 2;

// Whether standard output is a pipe whose reader has closed it.
bool reader_is_gone();

// Runs `body`. An exception becomes one line on standard error and exit status 2. If the reader of
// standard output has closed it, the program ends without a message.
int run_program(const std::string& name, const std::function<int()>& body);

}  // namespace nonmun
