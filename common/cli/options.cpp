// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/options.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <sstream>
#include <thread>

#include <boost/program_options.hpp>

#include "common/cli/terminal.hpp"
#include "common/error.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

namespace po = boost::program_options;

po::options_description describe(std::span<const OptionRow> rows) {
    po::options_description description;
    for (const OptionRow& row : rows)
        description.add_options()(row.name, po::value<std::vector<std::string>>(), row.help);
    return description;
}

// Every --name that stands without the value that it may have gets "yes" for one, since the parser
// would take the next word.
void complete_switches(std::vector<std::string>& arguments, std::span<const OptionRow> rows) {
    for (std::string& argument : arguments) {
        if (argument == "--") return;
        if (!argument.starts_with("--")) continue;
        const OptionRow* row = find_option(rows, std::string_view(argument).substr(2));
        if (row && is_switch(*row)) argument += "=yes";
    }
}

[[noreturn]] void bad_value(const std::string& option, const std::string& value,
                            const std::string& wanted) {
    throw Error(ErrorKind::usage, option + " " + printable(value) + ": " + wanted);
}

}  // namespace

Arguments::Arguments(std::vector<std::string> arguments, std::span<const OptionRow> rows,
                     const std::string& help_command) {
    constexpr int style = po::command_line_style::allow_long |
                          po::command_line_style::long_allow_adjacent |
                          po::command_line_style::long_allow_next;
    const po::options_description description = describe(rows);
    const std::string hint = "see: " + help_command + " --help";
    complete_switches(arguments, rows);
    std::map<std::string, std::vector<std::string>> given;
    try {
        const auto parsed =
            po::command_line_parser(arguments).options(description).style(style).run();
        for (const auto& option : parsed.options) {
            if (option.string_key.empty()) {
                words_.insert(words_.end(), option.value.begin(), option.value.end());
            } else {
                auto& values = given[option.string_key];
                values.insert(values.end(), option.value.begin(), option.value.end());
            }
        }
    } catch (const po::unknown_option& error) {
        throw Error(ErrorKind::usage, "unknown option " + printable(error.get_option_name()), hint);
    } catch (const po::error& error) {
        throw Error(ErrorKind::usage, printable(error.what()), hint);
    }
    for (auto& [name, values] : given)
        take(*find_option(rows, name), std::move(values), "--" + name);
}

void Arguments::take(const OptionRow& row, std::vector<std::string> values,
                     const std::string& place) {
    if (!places_.emplace(row.name, place).second) return;
    if (is_switch(row)) {
        const std::string last = values.back();
        if (last == "no") return;
        const bool bare = *row.value == '\0';
        if (bare && last != "yes") bad_value(place, last, "write yes or no");
        values = last == "yes" ? std::vector<std::string>{} : std::vector<std::string>{last};
    }
    values_[row.name] = std::move(values);
}

void Arguments::add(const std::vector<Setting>& settings, std::span<const OptionRow> rows) {
    for (const Setting& setting : settings) {
        if (const OptionRow* row = find_option(rows, setting.option))
            take(*row, setting.values, setting.place);
    }
}

std::optional<std::string> Arguments::place(const std::string& option) const {
    const auto found = places_.find(option);
    return found == places_.end() ? std::nullopt : std::optional(found->second);
}

std::string Arguments::shown(const std::string& option) const {
    if (!of_request_) return place(option).value_or("--" + option);
    std::string name = option;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

std::string Arguments::text(const std::string& option, const std::string& otherwise) const {
    const auto found = values_.find(option);
    return found == values_.end() || found->second.empty() ? otherwise : found->second.back();
}

std::vector<std::string> Arguments::texts(const std::string& option) const {
    const auto found = values_.find(option);
    return found == values_.end() ? std::vector<std::string>{} : found->second;
}

std::int64_t Arguments::integer(const std::string& option, std::int64_t otherwise,
                                std::int64_t least, std::int64_t most) const {
    if (!has(option)) return otherwise;
    const std::string value = text(option);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size() || number < least ||
        number > most) {
        bad_value(
            shown(option), value,
            "not a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    return number;
}

double Arguments::number(const std::string& option, double otherwise, double least,
                         double most) const {
    if (!has(option)) return otherwise;
    const std::string value = text(option);
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size() ||
        !(number >= least && number <= most)) {
        std::ostringstream range;
        range << "not a number from " << least << " to " << most;
        bad_value(shown(option), value, range.str());
    }
    return number;
}

std::string Arguments::joined_words() const {
    std::string joined;
    for (const std::string& word : words_) {
        if (!joined.empty()) joined += ' ';
        joined += word;
    }
    return joined;
}

std::size_t threads_of(const Arguments& arguments, std::int64_t most) {
    const std::int64_t cores =
        std::clamp<std::int64_t>(std::thread::hardware_concurrency(), 1, most);
    return static_cast<std::size_t>(arguments.integer("jobs", cores, 1, most));
}

std::vector<std::string> choices_of(const OptionRow& row) {
    std::istringstream words(row.choices);
    return {std::istream_iterator<std::string>(words), {}};
}

std::string option_head(const OptionRow& row) {
    const std::string head = std::string("--") + row.name;
    return *row.value == '\0' ? head : head + (*row.value == '[' ? "" : " ") + row.value;
}

std::string option_text(const OptionRow& row) {
    const std::vector<std::string> choices = choices_of(row);
    std::string text;
    for (std::size_t i = 0; i < choices.size(); ++i)
        text += (i == 0 ? "" : i + 1 < choices.size() ? ", " : " or ") + choices[i];
    if (!text.empty() && *row.help != '\0') text += ". ";
    return text + row.help;
}

std::string option_help(const OptionRow& row) {
    std::string help = option_text(row);
    if (row.many) help += "; may be given more than once";
    if (*row.otherwise != '\0') help += std::string(". Default: ") + row.otherwise;
    return help;
}

const OptionRow* find_option(std::span<const OptionRow> rows, std::string_view name) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& candidate) {
        return candidate.name == name;
    });
    return row == rows.end() ? nullptr : &*row;
}

bool is_switch(const OptionRow& row) {
    return *row.value == '\0' || *row.value == '[';
}

void print_described(std::ostream& out, const std::vector<Described>& list, int width) {
    std::size_t longest = 0;
    for (const Described& one : list) longest = std::max(longest, one.head.size());
    constexpr std::size_t deep = 6, least_beside = 20;  // columns
    const bool beside = longest + 4 + least_beside <= static_cast<std::size_t>(std::max(width, 0));
    const std::string indent(beside ? longest + 4 : deep, ' ');
    for (const Described& one : list) {
        const std::string head = "  " + one.head;
        std::string text = wrap(one.text, width - static_cast<int>(indent.size()), indent);
        if (beside) {
            text.replace(0, head.size(), head);
        } else {
            out << head << '\n';
        }
        out << text << '\n';
    }
}

void print_options(std::ostream& out, std::span<const OptionRow> rows, int width) {
    std::vector<Described> list;
    for (const OptionRow& row : rows) list.push_back({option_head(row), option_help(row)});
    print_described(out, list, width);
}

}  // namespace nonmun
