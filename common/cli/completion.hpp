// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "common/cli/description.hpp"

namespace nonmun {

// Something that may stand at the cursor.
struct Completion {
    std::string text;
    std::string about;  // for a person who chooses; may be empty
};

// A word that no table can complete.
struct LiveValue {
    std::string kind;                    // what the help calls it: ID, NAME, …
    std::vector<std::string> words;      // those of the command before it; none of an option
    std::string typed;                   // so far
    std::vector<std::string> databases;  // the values of --db
};
using LiveValues = std::function<std::vector<Completion>(const LiveValue&)>;

// What may stand in place of the last of `words`, which are those behind the program's name,
// without quotes: one candidate a line, "TEXT<TAB>ABOUT". The shell has to look itself where the
// line is "<TAB>files" or "<TAB>folders". A candidate that ends with one of ./= is not yet a whole
// word.
void print_completions(const ProgramDescription& program, std::vector<std::string> words,
                       const LiveValues& live, std::ostream& out);

}  // namespace nonmun
