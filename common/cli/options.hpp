// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nonmun {

// One option of a command, defined once: parsing, --help and what is made of them follow from this
// row.
struct OptionRow {
    const char* name;   // without the dashes
    const char* value;  // what the help calls its value; "" for a switch, "[=VALUE]" for one that
                        // may also have a value. Completion goes by the name: DIR is a folder,
                        // FILE and PATH a file, ID a paper, NAME an author
    const char* help;   // what it does; the help adds what follows here
    const char* otherwise = "";  // its default, in words
    const char* choices = "";    // the values that there are, with blanks between, where few
    bool many = false;           // told to be one that may be given more than once
};

// What is set of an option outside of the command line.
struct Setting {
    std::string option;
    std::vector<std::string> values;  // never empty; "yes" or "no" for a switch
    std::string place;                // where, as messages name the option: "NONMUN_LIMIT"
};

// The options and words of one command line, checked against its rows.
class Arguments {
  public:
    // Options are --name VALUE or --name=VALUE and may stand anywhere; "--" ends them. A switch may
    // be given as --name=yes or --name=no. What has a single dash is a word, so that "-이미지" is
    // part of a query. Throws Error(usage), with `help_command` in the hint.
    Arguments(std::vector<std::string> arguments, std::span<const OptionRow> rows,
              const std::string& help_command);

    // What a request names in place of a command line, already checked against its table. Options
    // go by the names of the command line; messages call them as requests do ("min_votes").
    Arguments(std::map<std::string, std::vector<std::string>> values,
              std::vector<std::string> words)
        : values_(std::move(values)), words_(std::move(words)), of_request_(true) {}

    // Takes the settings of those options of `rows` that have none so far: what is added first
    // holds. Throws Error(usage) for a switch that is neither "yes" nor "no".
    void add(const std::vector<Setting>& settings, std::span<const OptionRow> rows);

    // The option as the one who gave it wrote it: "--min-votes", "min_votes" in a request, or the
    // place of a setting.
    std::string shown(const std::string& option) const;

    // As shown(), of an option that was set in some place, to "no" too; nullopt for others.
    std::optional<std::string> place(const std::string& option) const;

    bool has(const std::string& option) const { return values_.contains(option); }
    std::string text(const std::string& option,
                     const std::string& otherwise = {}) const;  // the last one given
    std::vector<std::string> texts(const std::string& option) const;

    // Throw Error(usage) for a value that is not a number, or outside of least..most.
    std::int64_t integer(const std::string& option, std::int64_t otherwise, std::int64_t least,
                         std::int64_t most) const;
    double number(const std::string& option, double otherwise, double least, double most) const;

    const std::vector<std::string>& words() const { return words_; }
    std::string joined_words() const;

  private:
    void take(const OptionRow& row, std::vector<std::string> values, const std::string& place);

    std::map<std::string, std::vector<std::string>> values_;
    std::map<std::string, std::string> places_;  // of options that were set; "no" is no value
    std::vector<std::string> words_;
    bool of_request_ = false;
};

// The value of --jobs, 1 to `most`; as many as there are cores where it is not set. Throws
// Error(usage).
std::size_t threads_of(const Arguments& arguments, std::int64_t most = 1024);

// The words of a row's `choices`.
std::vector<std::string> choices_of(const OptionRow& row);

// "--name VALUE", as help and manual page show it.
std::string option_head(const OptionRow& row);

// What a row's option does, its choices first: "text, json or csv".
std::string option_text(const OptionRow& row);

// The same, with its default and whether there may be many: "text, json or csv. Default: text".
std::string option_help(const OptionRow& row);

// The row of that name; nullptr when there is none.
const OptionRow* find_option(std::span<const OptionRow> rows, std::string_view name);

// Whether the option may stand without a value.
bool is_switch(const OptionRow& row);

// Heads in one column, what they are told to be in the next, or below where that would be narrow;
// within `width` columns.
struct Described {
    std::string head;
    std::string text;
};
void print_described(std::ostream& out, const std::vector<Described>& list, int width);

// "  --name VALUE   help", one row a line, wrapped to `width` columns.
void print_options(std::ostream& out, std::span<const OptionRow> rows, int width);

}  // namespace nonmun
