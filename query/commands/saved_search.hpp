// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include "common/cli/options.hpp"

// Searches saved under a name, each in its own file, and nonmun digest, which reports what is new
// for them.
namespace nonmun {

// The checked name in NFC: letters and digits of any script, - and _, at most 100 bytes, not
// starting with -. Throws Error(usage).
std::string search_name(const std::string& typed);

bool is_saved(const std::string& name);

// Saves the query of a command line, and its options that select and order papers. After a crash
// the file is complete or as before. Throws Error(io).
void save_search(const Arguments& arguments, const std::string& name);

// nonmun digest. Returns the exit status.
int run_digest(const Arguments& arguments);

}  // namespace nonmun
