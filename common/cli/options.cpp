// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/options.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <boost/program_options.hpp>

#include "common/cli/terminal.hpp"
#include "common/error.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

namespace po = boost::program_options;

// Gives "yes" to each --name that stands without the value that it may have; the parser would take
// the next word.
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

std::string decimal(double number) {
    std::ostringstream text;
    text << number;
    return text.str();
}

// The number that the text is, if it is one within the bounds.
template <typename Value>
std::optional<Value> number_in(std::string_view text, Value least, Value most) {
    Value number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (whole && number >= least && number <= most) return number;
    return std::nullopt;
}

// Whether the value is a file or folder.
bool names_place(const OptionRow& row) {
    const std::string_view value = row.value;
    return value == "DIR" || value == "FILE";
}

}  // namespace

std::string expand_tilde(const std::string& path) {
    const char* home = std::getenv("HOME");
    const bool tilde = path == "~" || path.starts_with("~/");
    return tilde && home && *home ? home + path.substr(1) : path;
}

Arguments::Arguments(std::vector<std::string> arguments, std::span<const OptionRow> rows,
                     const std::string& help_command)
    : rows_(rows) {
    constexpr int style = po::command_line_style::allow_long |
                          po::command_line_style::long_allow_adjacent |
                          po::command_line_style::long_allow_next;
    po::options_description description;
    for (const OptionRow& row : rows)
        description.add_options()(row.name, po::value<std::vector<std::string>>(), row.help);
    const std::string hint = "see: " + help_command + " --help";
    complete_switches(arguments, rows);
    std::map<std::string, std::vector<std::string>> given;
    try {
        const auto parsed =
            po::command_line_parser(arguments).options(description).style(style).run();
        for (const auto& option : parsed.options) {
            auto& values = option.string_key.empty() ? words_ : given[option.string_key];
            values.insert(values.end(), option.value.begin(), option.value.end());
        }
    } catch (const po::unknown_option& error) {
        throw Error(ErrorKind::usage, "unknown option " + printable(error.get_option_name()), hint);
    } catch (const po::error& error) {
        throw Error(ErrorKind::usage, printable(error.what()), hint);
    }
    for (auto& [name, values] : given) set(row(name), std::move(values), "--" + name);
}

void Arguments::set(const OptionRow& row, std::vector<std::string> values,
                    const std::string& source) {
    if (!sources_.emplace(row.name, source).second) return;
    if (names_place(row))
        std::transform(values.begin(), values.end(), values.begin(), expand_tilde);
    if (is_switch(row)) {
        const std::string last = values.back();
        if (last == "no") return;
        if (std::holds_alternative<Flag>(row.type) && last != "yes")
            bad_value(source, last, "write yes or no");
        values = last == "yes" ? std::vector<std::string>{} : std::vector<std::string>{last};
    }
    values_[row.name] = std::move(values);
}

void Arguments::add(const std::vector<Setting>& settings) {
    for (const Setting& setting : settings) {
        if (const OptionRow* row = find_option(rows_, setting.option))
            set(*row, setting.values, setting.source);
    }
}

const OptionRow& Arguments::row(const std::string& option) const {
    if (const OptionRow* row = find_option(rows_, option)) return *row;
    throw std::logic_error("there is no row for the option " + option);
}

std::optional<std::string> Arguments::source(const std::string& option) const {
    const auto found = sources_.find(option);
    return found == sources_.end() ? std::nullopt : std::optional(found->second);
}

std::string Arguments::display_name(const std::string& option) const {
    if (!of_request_) return source(option).value_or("--" + option);
    std::string name = option;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

std::vector<std::string> Arguments::texts(const std::string& option) const {
    const auto found = values_.find(option);
    return found == values_.end() ? std::vector<std::string>{} : found->second;
}

std::string Arguments::text(const std::string& option) const {
    const auto found = values_.find(option);
    if (found == values_.end()) return default_value(row(option));
    return found->second.empty() ? "" : found->second.back();
}

std::string Arguments::choice(const std::string& option) const {
    std::string value = text(option);
    const std::vector<std::string> names = choices_of(row(option));
    if (std::find(names.begin(), names.end(), value) != names.end()) return value;
    throw Error(ErrorKind::usage,
                display_name(option) + " " + printable(value) + " is not one of: " + joined(names));
}

std::int64_t Arguments::integer(const std::string& option, std::optional<std::int64_t> most) const {
    const Integer& type = std::get<Integer>(row(option).type);
    if (!has(option)) return type.fallback.value_or(0);
    const std::int64_t bound = most.value_or(type.most);
    const std::string value = text(option);
    if (const auto number = number_in(value, type.least, bound)) return *number;
    bad_value(
        display_name(option), value,
        "not a whole number from " + std::to_string(type.least) + " to " + std::to_string(bound));
}

double Arguments::number(const std::string& option) const {
    const Number& type = std::get<Number>(row(option).type);
    if (!has(option)) return type.fallback.value_or(0);
    const std::string value = text(option);
    if (const auto number = number_in(value, type.least, type.most)) return *number;
    bad_value(display_name(option), value,
              "not a number from " + decimal(type.least) + " to " + decimal(type.most));
}

std::string Arguments::joined_words() const {
    return joined(words_, " ");
}

std::size_t jobs_of(const Arguments& arguments) {
    return arguments.has("jobs") ? arguments.count("jobs")
                                 : std::max(1U, std::thread::hardware_concurrency());
}

std::vector<std::string> choices_of(const OptionRow& row) {
    std::string_view names;
    if (const auto* choice = std::get_if<Choice>(&row.type)) names = choice->names;
    if (const auto* choices = std::get_if<Choices>(&row.type)) names = choices->names;
    const split list(names, ' ');
    return {list.begin(), list.end()};
}

std::string default_value(const OptionRow& row) {
    if (const auto* text = std::get_if<Text>(&row.type)) return text->fallback;
    if (std::holds_alternative<Choice>(row.type)) return choices_of(row).front();
    const auto* integer = std::get_if<Integer>(&row.type);
    if (integer && integer->fallback) return std::to_string(*integer->fallback);
    const auto* number = std::get_if<Number>(&row.type);
    if (number && number->fallback) return decimal(*number->fallback);
    return {};
}

std::string option_head(const OptionRow& row) {
    const std::string head = std::string("--") + row.name;
    return *row.value == '\0' ? head : head + (*row.value == '[' ? "" : " ") + row.value;
}

std::string option_text(const OptionRow& row) {
    std::vector<std::string> names = choices_of(row);
    if (names.empty()) return row.help;
    const std::string last = names.back();
    names.pop_back();
    return joined(names) + " or " + last + (*row.help == '\0' ? "" : ". ") + row.help;
}

std::string option_help(const OptionRow& row) {
    std::string help = option_text(row);
    if (row.many) help += "; may be given more than once";
    const std::string value = default_value(row);
    if (!value.empty() || *row.note != '\0') help += ". Default: " + value;
    if (!value.empty() && *row.note != '\0') help += ", ";
    return help + row.note;
}

const OptionRow* find_option(std::span<const OptionRow> rows, std::string_view name) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& candidate) {
        return candidate.name == name;
    });
    return row == rows.end() ? nullptr : &*row;
}

bool is_switch(const OptionRow& row) {
    return std::holds_alternative<Flag>(row.type) || *row.value == '[';
}

void print_described(std::ostream& out, const std::vector<Described>& list, int width) {
    std::size_t longest = 0;
    for (const Described& one : list) longest = std::max(longest, one.head.size());
    constexpr std::size_t below_indent = 6, narrowest = 20;  // columns
    const bool beside = longest + 4 + narrowest <= static_cast<std::size_t>(std::max(width, 0));
    const std::string indent(beside ? longest + 4 : below_indent, ' ');
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
