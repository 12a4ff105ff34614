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
#include <variant>
#include <vector>

// Options of commands. The command line, settings, --help, the manual page, completion, and the
// parameters of requests all follow from one row for each option.
namespace nonmun {

// The values that an option takes: bounds (included) and the default, if there is one.
struct Flag {};  // yes or no; on a command line the name alone means yes
struct Text {
    const char* fallback = "";
};
struct Period {};  // a day, a month or a year, as parse_period() reads it
struct Choice {
    const char* names;  // separated by blanks; the first one is the default
};
struct Choices {
    const char* names;  // separated by blanks; a value is some of them, separated by commas
};
struct Integer {
    std::int64_t least;
    std::int64_t most;
    std::optional<std::int64_t> fallback = std::nullopt;
    std::int64_t most_in_request = 0;  // where requests may ask for less; 0: `most`
};
struct Number {
    double least;
    double most;
    std::optional<double> fallback = std::nullopt;
};
struct Words {  // in requests: takes the place of a command's words
    bool required = false;
};
using OptionType = std::variant<Flag, Text, Period, Choice, Choices, Integer, Number, Words>;

struct OptionRow {
    const char* name;   // without the dashes
    const char* value;  // what the help calls its value; "" for a flag, "[=VALUE]" where the value
                        // may be omitted. Completion depends on it: DIR is a folder, FILE and PATH
                        // are files, ID is a paper, NAME is an author
    const char* help;   // without the choices and the default
    OptionType type;
    const char* commands = "";    // that have it, separated by blanks, where one table has the
                                  // options of all commands
    const char* operations = "";  // that have a parameter of this name, separated by blanks
    const char* note = "";  // said after the default, or in place of one that is not a constant
    bool many = false;      // may be given more than once
};

// Values that a place other than the command line sets for an option.
struct Setting {
    std::string option;
    std::vector<std::string> values;  // never empty; "yes" or "no" for a flag
    std::string source;               // for messages: "NONMUN_LIMIT", "config:3: limit"
};

// The options and words of one command line or request, checked against its rows. The rows must
// outlive the object. Asking for the value of an option without a row is a programming error
// (std::logic_error), except with has() and texts().
class Arguments {
  public:
    // Reads a command line. Options are --name VALUE or --name=VALUE and may stand anywhere; "--"
    // ends them. A flag may also be --name=yes or --name=no. Arguments with a single dash are
    // words, so that a query can contain "-이미지". Throws Error(usage) with a hint that names
    // `help_command`.
    Arguments(std::vector<std::string> arguments, std::span<const OptionRow> rows,
              const std::string& help_command);

    // Takes the values of a request, already checked against its parameters.
    Arguments(std::map<std::string, std::vector<std::string>> values,
              std::vector<std::string> words, std::span<const OptionRow> rows)
        : rows_(rows), values_(std::move(values)), words_(std::move(words)), of_request_(true) {}

    // Takes the settings of options that are not set yet and have a row. Throws Error(usage) for a
    // flag that is neither "yes" nor "no".
    void add(const std::vector<Setting>& settings);

    // The name of the option as the user wrote it: "--min-votes", "min_votes" in a request, or the
    // source of a setting.
    std::string display_name(const std::string& option) const;

    // Where the option was set, a flag set to "no" included; nullopt if it was not.
    std::optional<std::string> source(const std::string& option) const;

    // Whether the option has a value that was given; false for a flag that was set to "no".
    bool has(const std::string& option) const { return values_.contains(option); }

    // The values given, in order.
    std::vector<std::string> texts(const std::string& option) const;

    // The last value given, else the default of the row, else "" or 0. Throw Error(usage) for a
    // value that is not of the row's type or outside its bounds. `most` replaces the row's bound.
    std::string text(const std::string& option) const;
    std::string choice(const std::string& option) const;
    std::int64_t integer(const std::string& option, std::optional<std::int64_t> most = {}) const;
    double number(const std::string& option) const;

    // As integer(), for options whose least value is not negative.
    std::size_t count(const std::string& option) const {
        return static_cast<std::size_t>(integer(option));
    }

    const std::vector<std::string>& words() const { return words_; }
    std::string joined_words() const;

  private:
    const OptionRow& row(const std::string& option) const;
    void set(const OptionRow& row, std::vector<std::string> values, const std::string& source);

    std::span<const OptionRow> rows_;
    std::map<std::string, std::vector<std::string>> values_;
    std::map<std::string, std::string> sources_;  // of all options that were set, also to "no"
    std::vector<std::string> words_;
    bool of_request_ = false;
};

// Replaces "~" or a leading "~/" by HOME, as a shell does; without HOME the path stays as it is.
std::string expand_tilde(const std::string& path);

// The value of --jobs; by default the number of cores, at most the bound of its row. Throws
// Error(usage).
std::size_t jobs_of(const Arguments& arguments);

// The names of a Choice or of Choices; empty for other types.
std::vector<std::string> choices_of(const OptionRow& row);

// The default as it would be written; "" if there is none.
std::string default_value(const OptionRow& row);

// "--name VALUE", as the help and the manual page show it.
std::string option_head(const OptionRow& row);

// The help of the row with its choices: "text, json or csv. How to write the papers".
std::string option_text(const OptionRow& row);

// The same, with the default and whether it may be given more than once.
std::string option_help(const OptionRow& row);

// The row of that name; nullptr if there is none.
const OptionRow* find_option(std::span<const OptionRow> rows, std::string_view name);

// Whether the option may stand without a value.
bool is_switch(const OptionRow& row);

// Heads in one column, their texts in the next, or below where the column would be narrow; within
// `width` columns.
struct Described {
    std::string head;
    std::string text;
};
void print_described(std::ostream& out, const std::vector<Described>& list, int width);

// One row a line: "  --name VALUE   help", wrapped to `width` columns.
void print_options(std::ostream& out, std::span<const OptionRow> rows, int width);

}  // namespace nonmun
