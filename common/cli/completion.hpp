// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "common/cli/description.hpp"

namespace nonmun {

// A candidate for the word at the cursor.
struct Completion {
    std::string text;
    std::string about;  // a description for the user; may be empty
};

// A word whose candidates are not in the rows of the options.
struct LiveValue {
    std::string kind;                    // its name in the help: ID, NAME, …
    std::vector<std::string> words;      // the command's words before it; none for an option
    std::string typed;                   // so far
    std::vector<std::string> databases;  // the values of --db
};
using LiveValues = std::function<std::vector<Completion>(const LiveValue&)>;

// Prints the candidates for the last of `words`, which are the words after the program's name,
// without quotes. Each is a line "TEXT<TAB>ABOUT". The lines "<TAB>files" and "<TAB>folders" ask
// the shell to complete paths. A candidate that ends with one of ./= is not a complete word.
void print_completions(const ProgramDescription& program, std::vector<std::string> words,
                       const LiveValues& live, std::ostream& out);

}  // namespace nonmun
