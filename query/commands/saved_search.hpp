// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/cli/options.hpp"
#include "common/date.hpp"

// Searches saved under a name, each in its own file, and the last day that `nonmun digest` has
// reported for each. Everything here throws Error(usage) for an invalid name, and Error(io).
namespace nonmun {

struct SavedSearch {
    std::string name;
    std::string query;
    std::map<std::string, std::vector<std::string>> options;  // those of `nonmun search` that
                                                              // select and order papers
};

// The checked name in NFC: letters and digits of any script, - and _, at most 100 bytes, not
// starting with -.
std::string search_name(const std::string& typed);

// The search of a command line, under a name.
SavedSearch saved_search_of(const Arguments& arguments, const std::string& name);

// The command line of a saved search. Throws Error(input) for unknown options.
Arguments search_arguments(const SavedSearch& search);

// The search as it would be typed: "강화 학습 --min-votes 5".
std::string description(const SavedSearch& search);

bool is_saved(const std::string& name);

// Saves atomically: after a crash the file is complete or as before.
void save_search(const SavedSearch& search);

// Throws Error(missing) that lists the saved searches, and Error(input) for a damaged file.
SavedSearch read_saved_search(const std::string& name);

// The names, sorted.
std::vector<std::string> saved_searches();

// Removes the search and its last reported day. Throws Error(missing).
void remove_saved_search(const std::string& name);

// The last day that a digest of the search has reported; nullopt before the first digest.
std::optional<Date> last_reported_day(const std::string& name);
void save_reported_day(const std::string& name, const Date& day);

}  // namespace nonmun
