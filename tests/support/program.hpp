// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace nonmun::tests {

// What a program did.
struct Outcome {
    int status = -1;  // exit status; 128 + signal when it was killed
    std::string out;
    std::string err;
};

struct ProgramInput {
    std::string standard_input;
    // On top of the test's own, without the settings of whoever runs it.
    std::map<std::string, std::string> environment;
};

// Runs "nonmun" or "nonmun-index" as built, or the program at an absolute path, and waits.
Outcome run(const std::string& program, const std::vector<std::string>& arguments,
            const ProgramInput& input = {});

// The file of a program as run() takes it, and the environment that it runs in: of use between fork
// and exec.
std::string path_of(const std::string& program);
void set_environment(const std::map<std::string, std::string>& environment);

}  // namespace nonmun::tests
