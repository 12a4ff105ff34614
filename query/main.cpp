// SPDX-License-Identifier: GPL-2.0-or-later
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <utility>

#include "common/cli/configuration.hpp"
#include "common/cli/pager.hpp"
#include "common/cli/program.hpp"
#include "common/cli/terminal.hpp"
#include "common/unicode.hpp"
#include "query/commands/command.hpp"

namespace {

using namespace nonmun;

void print_help(std::ostream& out) {
    const int width = style_of(STDOUT_FILENO).width;
    out << "Usage: nonmun [--db DIR]... COMMAND [ARGUMENT]...\n\n"
        << wrap("Searches an index of daily digests of AI papers.", width, "") << "\n\nCommands:\n";
    std::vector<Described> list;
    for (const Command& command : commands()) list.push_back({command.name, command.summary});
    print_described(out, list, width);
    out << "\nOptions:\n";
    print_options(out, describe_nonmun().options, width);
    out << '\n'
        << wrap(
               "nonmun help COMMAND tells the options of each. Make an index with: nonmun-index "
               "PATH",
               width, "")
        << "\nExit status: 0 found, 1 nothing found, 2 error.\n";
}

void print_command_help(const Command& command, std::ostream& out) {
    out << "Usage: nonmun " << command.name << " [OPTION]... " << command.arguments << "\n\n"
        << wrap(std::string(command.summary) + ".", style_of(STDOUT_FILENO).width, "")
        << "\n\nOptions:\n";
    print_options(out, command.options, style_of(STDOUT_FILENO).width);
}

// Whether an option of nonmun or of one of its commands has its value in the next word.
bool takes_next_word(std::string_view option) {
    if (!option.starts_with("--")) return false;
    option.remove_prefix(2);
    const auto takes = [&](std::span<const OptionRow> rows) {
        const OptionRow* row = find_option(rows, option);
        return row && !is_switch(*row);
    };
    return takes(describe_nonmun().options) ||
           std::any_of(commands().begin(), commands().end(),
                       [&](const Command& command) { return takes(command.options); });
}

// The place of the command's name: the first word that is neither an option nor its value.
std::size_t command_at(const std::vector<std::string>& arguments) {
    std::size_t at = 0;
    while (at < arguments.size() && arguments[at].starts_with("--"))
        at += takes_next_word(arguments[at]) ? 2 : 1;
    return std::min(at, arguments.size());
}

// "help" and "help COMMAND" ask for what "--help" and "COMMAND --help" do.
std::vector<std::string> in_options(std::vector<std::string> arguments) {
    const std::size_t at = command_at(arguments);
    bool asked = false;
    while (at < arguments.size() && arguments[at] == "help") {
        arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(at));
        asked = true;
    }
    if (asked) arguments.emplace_back("--help");
    return arguments;
}

int run(std::vector<std::string> arguments) {
    if (!arguments.empty() && arguments.front() == "--complete") {
        arguments.erase(arguments.begin());
        print_completions(describe_nonmun(), arguments, complete_from_index, std::cout);
        return exit_found;
    }
    arguments = in_options(std::move(arguments));
    const std::size_t at = command_at(arguments);
    if (at == arguments.size()) {
        const ProgramDescription description = describe_nonmun();
        const Arguments global(arguments, description.options, "nonmun");
        if (describe_program(description, global, std::cout)) return exit_found;
        if (!global.has("help")) throw Error(ErrorKind::usage, "no command", "see: nonmun --help");
        print_help(std::cout);
        return exit_found;
    }
    const std::string name = arguments[at];
    const auto command = std::find_if(commands().begin(), commands().end(),
                                      [&](const Command& c) { return c.name == name; });
    if (command == commands().end()) {
        throw Error(ErrorKind::usage, "there is no command " + printable(name),
                    "see: nonmun --help");
    }
    arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(at));
    Arguments parsed(std::move(arguments), command->options,
                     std::string("nonmun ") + command->name);
    if (parsed.has("help")) {
        print_command_help(*command, std::cout);
        return exit_found;
    }
    configure(parsed, {command->name, command->options}, configuration_form());
    const bool pages = find_option(command->options, "no-pager") && !parsed.has("no-pager");
    return with_pager(pages, [&] { return command->run(parsed); });
}

}  // namespace

int main(int argc, char** argv) {
    return run_program("nonmun", [&] { return run({argv + 1, argv + argc}); });
}
