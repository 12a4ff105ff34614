// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/cli/options.hpp"
#include "common/cli/terminal.hpp"
#include "query/index/index.hpp"

// What several commands need. Errors are Error(usage) unless said otherwise.
namespace nonmun {

// How to write to standard output: colours as --color says.
Style output_style(const Arguments& arguments);

// Writes a message that is not part of the answer: one line on standard error, wrapped to the width
// of a terminal.
void print_remark(std::string_view text);

// The databases that the arguments name, else the default one.
std::vector<std::string> database_paths(const Arguments& arguments);

// For commands that take only options.
void refuse_words(const Arguments& arguments, const char* command);

// Opens the databases as one index. With --partial, databases that cannot be opened are left out,
// and named on standard error. Throws Error as Index does.
Index open_index(const Arguments& arguments);

// What an answer from this index must say about databases that are left out; empty if none are.
std::vector<std::string> partial_remarks(const Index& index);

}  // namespace nonmun
