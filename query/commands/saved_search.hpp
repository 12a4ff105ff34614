// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/cli/options.hpp"
#include "common/date.hpp"

// Searches that a person keeps under a name, each in a file of its own, and how far the digests of
// each have come. All throw Error(usage) for a name that is none, and Error(io).
namespace nonmun {

struct SavedSearch {
    std::string name;
    std::string query;
    std::map<std::string, std::vector<std::string>> options;  // of search, those that choose papers
};

// The name as it is kept: letters and digits of any script, - and _, at most 100 bytes, no - first.
std::string search_name(const std::string& typed);

// What `arguments` of search ask for, under a name.
SavedSearch saved_search_of(const Arguments& arguments, const std::string& name);

// The command line that asks for the same. Throws for options that search has not.
Arguments search_arguments(const SavedSearch& search);

// As one would type it: "강화 학습 --min-votes 5".
std::string description(const SavedSearch& search);

bool is_saved(const std::string& name);

// Kept as a whole or not at all, whatever ends the program meanwhile.
void save_search(const SavedSearch& search);

// Throws Error(missing) that lists those there are, and Error(input) for a damaged file.
SavedSearch read_saved_search(const std::string& name);

// The names, sorted.
std::vector<std::string> saved_searches();

// The search, and what is remembered of its digests. Throws Error(missing).
void remove_saved_search(const std::string& name);

// The last day that a digest of the search has told of; nullopt before the first.
std::optional<Date> last_told_day(const std::string& name);
void remember_told_day(const std::string& name, const Date& day);

}  // namespace nonmun
