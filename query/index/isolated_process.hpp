// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace nonmun {

using LineSink = std::function<void(const std::string& line)>;

// What a process said, and how it ended.
struct IsolatedResult {
    std::vector<std::string> lines;
    std::string failure;  // "" when it ended well: what was thrown, or which signal ended it
};

// Runs `body` in a process of its own, so that what it does to a damaged database ends that process
// at the worst. A line break in a line becomes a blank. Call it without other threads. Throws
// Error(io) when there is no process to be had.
IsolatedResult run_isolated(const std::function<void(const LineSink& tell)>& body);

}  // namespace nonmun
