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
    std::map<std::string, std::string> environment;  // on top of the test's own
};

// Runs "nonmun" or "nonmun-index" as built, or the program at an absolute path, and waits.
Outcome run(const std::string& program, const std::vector<std::string>& arguments,
            const ProgramInput& input = {});

}  // namespace nonmun::tests
