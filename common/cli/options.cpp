#include "common/cli/options.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <sstream>

#include <boost/program_options.hpp>

#include "common/cli/terminal.hpp"
#include "common/error.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

namespace po = boost::program_options;

po::options_description describe(std::span<const OptionRow> rows) {
    po::options_description description;
    for (const OptionRow& row : rows) {
        if (*row.value == '\0') {
            description.add_options()(row.name, row.help);
        } else {
            description.add_options()(row.name, po::value<std::vector<std::string>>(), row.help);
        }
    }
    return description;
}

// Takes out the options that stand without the value that they may have, since the parser would
// take the next word for it; returns their names.
std::vector<std::string> take_bare(std::vector<std::string>& arguments,
                                   std::span<const OptionRow> rows) {
    std::vector<std::string> bare;
    const auto options_end = std::find(arguments.begin(), arguments.end(), "--");
    const auto is_bare = [&](const std::string& argument) {
        return std::any_of(rows.begin(), rows.end(), [&](const OptionRow& row) {
            return *row.value == '[' && argument == std::string("--") + row.name;
        });
    };
    const auto kept = std::stable_partition(arguments.begin(), options_end,
                                            [&](const auto& a) { return !is_bare(a); });
    for (auto at = kept; at != options_end; ++at) bare.push_back(at->substr(2));
    arguments.erase(kept, options_end);
    return bare;
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
    for (const std::string& name : take_bare(arguments, rows)) values_[name];
    try {
        const auto parsed =
            po::command_line_parser(std::move(arguments)).options(description).style(style).run();
        for (const auto& option : parsed.options) {
            if (option.string_key.empty()) {
                words_.insert(words_.end(), option.value.begin(), option.value.end());
            } else {
                auto& values = values_[option.string_key];
                values.insert(values.end(), option.value.begin(), option.value.end());
            }
        }
    } catch (const po::unknown_option& error) {
        throw Error(ErrorKind::usage, "unknown option " + printable(error.get_option_name()), hint);
    } catch (const po::error& error) {
        throw Error(ErrorKind::usage, printable(error.what()), hint);
    }
}

std::string Arguments::shown(const std::string& option) const {
    if (!of_request_) return "--" + option;
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
        bad_value(shown(option), value,
                  "not a number from " + std::to_string(least) + " to " + std::to_string(most));
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

std::vector<std::string> choices_of(const OptionRow& row) {
    std::istringstream words(row.choices);
    return {std::istream_iterator<std::string>(words), {}};
}

std::string option_head(const OptionRow& row) {
    const std::string head = std::string("--") + row.name;
    return *row.value == '\0' ? head : head + (*row.value == '[' ? "" : " ") + row.value;
}

std::string option_help(const OptionRow& row) {
    const std::vector<std::string> choices = choices_of(row);
    std::string help;
    for (std::size_t i = 0; i < choices.size(); ++i)
        help += (i == 0 ? "" : i + 1 < choices.size() ? ", " : " or ") + choices[i];
    if (!help.empty() && *row.help != '\0') help += ". ";
    return help + row.help;
}

void print_options(std::ostream& out, std::span<const OptionRow> rows, int width) {
    std::size_t longest = 0;
    for (const OptionRow& row : rows) longest = std::max(longest, option_head(row).size());
    for (const OptionRow& row : rows) {
        const std::string head = "  " + option_head(row);
        const std::string indent(longest + 4, ' ');
        std::string text = wrap(option_help(row), width - static_cast<int>(indent.size()), indent);
        text.replace(0, head.size(), head);
        out << text << '\n';
    }
}

}  // namespace nonmun
