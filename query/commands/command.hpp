// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/cli/completion.hpp"
#include "common/cli/configuration.hpp"
#include "common/cli/options.hpp"
#include "query/index/index.hpp"
#include "query/render/hit_formats.hpp"
#include "query/search/searcher.hpp"
#include "query/service/requests.hpp"
#include "query/service/shared_options.hpp"

namespace nonmun {

// One subcommand of nonmun: a row of the table in commands.cpp, and a file of its own.
struct Command {
    const char* name;
    const char* arguments;  // what follows the name, for the help
    const char* summary;
    std::span<const OptionRow> options;
    int (*run)(const Arguments& arguments);  // returns the exit status
};

std::span<const Command> commands();

// nonmun as --help, its manual page and completion describe it, and what may be completed from the
// index that is named: ids of papers and names of authors.
ProgramDescription describe_nonmun();
std::vector<Completion> complete_from_index(const LiveValue& wanted);

// What the file of a person's own settings may say of these commands.
ConfigurationForm configuration_form();

// Options of several commands; those that requests have too are in
// query/service/shared_options.hpp.
inline constexpr OptionRow db_option = {"db", "DIR", "The index, or several to be searched as one",
                                        "NONMUN_DB, else $XDG_DATA_HOME/nonmun/db"};
inline constexpr OptionRow partial_option = {
    "partial", "", "Go without the databases that do not answer, and say so"};
inline constexpr OptionRow hit_format_option = {"format", "FORMAT", "", "text",
                                                "text json jsonl csv markdown trec"};
inline constexpr OptionRow paper_format_option = {"format", "FORMAT", "", "text",
                                                  "text json markdown"};
inline constexpr OptionRow plain_format_option = {"format", "FORMAT", "", "text", "text json"};
inline constexpr OptionRow trends_format_option = {"format", "FORMAT", "", "text",
                                                   "text json csv markdown"};
inline constexpr OptionRow report_format_option = {"format", "FORMAT", "", "jsonl",
                                                   "jsonl csv graphml html markdown"};

inline constexpr OptionRow color_option = {
    "color", "WHEN", "Colours, and titles that are links",
    "auto, on a terminal unless NO_COLOR is set or TERM is dumb", "auto always never"};
inline constexpr OptionRow no_pager_option = {
    "no-pager", "", "On a terminal, do not show the text through NONMUN_PAGER, PAGER or less"};

// How to write to whom standard output goes to, with what --color says.
Style output_style(const Arguments& arguments);

// Tells a person what is no part of the answer: one line on standard error, where that is a
// terminal wrapped to its width.
void print_remark(std::string_view text);

// The databases that the arguments name, else the default one.
std::vector<std::string> database_paths(const Arguments& arguments);

// The value of --time-limit, of one search.
std::chrono::milliseconds time_limit_of(const Arguments& arguments);

// For a command that takes options alone. Throws Error(usage).
void refuse_words(const Arguments& arguments, const char* command);

// Opens the databases as one. With --partial, databases that do not open are left
// out, and named on standard error.
Index open_index(const Arguments& arguments);

// What an answer from this index has to say of the databases that are left out; empty for none.
std::vector<std::string> partial_remarks(const Index& index);

// The value of an option with choices, whose first is the default. Throws Error(usage) that lists
// them.
std::string choice_of(const Arguments& arguments, const OptionRow& option);
HitRenderer hit_renderer(const Arguments& arguments);

// The lines "qid<TAB>text" of a file, or of standard input for "-". Throws Error(usage) with file
// and line.
std::vector<std::pair<std::string, std::string>> read_batch(const std::string& file);

// The bytes of a file, or of standard input for "-". Throws Error(usage).
std::string read_text(const std::string& file);

int run_search(const Arguments& arguments);
int run_related(const Arguments& arguments);
int run_author(const Arguments& arguments);
int run_report(const Arguments& arguments);
int run_show(const Arguments& arguments);
int run_trends(const Arguments& arguments);
int run_serve(const Arguments& arguments);
int run_mcp(const Arguments& arguments);
int run_stats(const Arguments& arguments);
int run_export(const Arguments& arguments);
int run_doctor(const Arguments& arguments);
int run_config(const Arguments& arguments);
int run_digest(const Arguments& arguments);
int run_open(const Arguments& arguments);

}  // namespace nonmun
