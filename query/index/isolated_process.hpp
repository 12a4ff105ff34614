// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace nonmun {

using LineSink = std::function<void(const std::string& line)>;

// The output of a process, and how it ended.
struct IsolatedResult {
    std::vector<std::string> lines;
    std::string failure;  // the exception or signal that ended it; "" if none
};

// Runs `body` in a child process, so that reading a damaged database cannot crash this one. Line
// breaks in lines become blanks. Must not be called while there are other threads. Throws Error(io)
// if no process can be started.
IsolatedResult run_isolated(const std::function<void(const LineSink& report)>& body);

}  // namespace nonmun
