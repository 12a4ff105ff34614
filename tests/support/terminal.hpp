// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace nonmun::tests {

struct TerminalInput {
    unsigned short columns = 80;
    std::map<std::string, std::string> environment;  // on top of the test's own, and TERM=xterm
};

// Like run(), but in a terminal: `out` has the output of both streams, with "\n" line
// breaks.
Outcome run_in_terminal(const std::string& program, const std::vector<std::string>& arguments,
                        const TerminalInput& input = {});

// The text without the escape sequences for colours and links.
std::string without_codes(const std::string& text);

}  // namespace nonmun::tests
