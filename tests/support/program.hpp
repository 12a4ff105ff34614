// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace nonmun::tests {

// The result of a program.
struct Outcome {
    int status = -1;  // exit status; 128 + signal when it was killed
    std::string out;
    std::string err;
};

struct ProgramInput {
    std::string standard_input;
    // Added to the environment of the test, which is without the user's settings.
    std::map<std::string, std::string> environment;
};

// Runs the built "nonmun" or "nonmun-index", or the program at an absolute path, to its end.
Outcome run(const std::string& program, const std::vector<std::string>& arguments,
            const ProgramInput& input = {});

// The file of a program as in run(), and its environment. For use between fork and
// exec.
std::string path_of(const std::string& program);
void set_environment(const std::map<std::string, std::string>& environment);

}  // namespace nonmun::tests
