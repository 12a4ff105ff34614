// SPDX-License-Identifier: GPL-2.0-or-later
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <span>
#include <utility>

#include "common/cli/configuration.hpp"
#include "common/cli/pager.hpp"
#include "common/cli/program.hpp"
#include "common/cli/terminal.hpp"
#include "common/unicode.hpp"
#include "query/commands/commands.hpp"
#include "query/commands/complete.hpp"

namespace {

using namespace nonmun;

void print_help(std::ostream& out) {
    const ProgramDescription& program = nonmun_description();
    const int width = style_of(STDOUT_FILENO).width;
    out << "Usage: nonmun [--db DIR]... COMMAND [ARGUMENT]...\n\n"
        << wrap("Searches an index of daily digests of AI papers.", width, "") << "\n\nCommands:\n";
    std::vector<Described> list;
    for (const Command& command : program.commands) list.push_back({command.name, command.summary});
    print_described(out, list, width);
    out << "\nOptions:\n";
    print_options(out, program.options, width);
    out << '\n'
        << wrap(
               "nonmun help COMMAND shows the options of a command. Make an index with: "
               "nonmun-index PATH",
               width, "")
        << "\nExit status: 0 found, 1 nothing found, 2 error.\n";
}

void print_command_help(const Command& command, std::ostream& out) {
    const int width = style_of(STDOUT_FILENO).width;
    out << "Usage: nonmun " << command.name << " [OPTION]... " << command.arguments << "\n\n"
        << wrap(std::string(command.summary) + ".", width, "") << "\n\nOptions:\n";
    print_options(out, command.options, width);
}

// Whether the next word is the value of this option of nonmun or of one of its commands.
bool takes_next_word(std::string_view option) {
    const auto takes = [&](std::span<const OptionRow> rows) {
        const OptionRow* row = find_option(rows, option.substr(2));
        return row && !is_switch(*row);
    };
    const ProgramDescription& program = nonmun_description();
    return takes(program.options) ||
           std::any_of(program.commands.begin(), program.commands.end(),
                       [&](const Command& command) { return takes(command.options); });
}

// The index of the command's name: the first word that is neither an option nor its value.
std::size_t command_at(const std::vector<std::string>& arguments) {
    std::size_t at = 0;
    while (at < arguments.size() && arguments[at].starts_with("--"))
        at += takes_next_word(arguments[at]) ? 2 : 1;
    return std::min(at, arguments.size());
}

// Turns "help" and "help COMMAND" into "--help" and "COMMAND --help".
std::vector<std::string> with_help_option(std::vector<std::string> arguments) {
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
    const ProgramDescription& program = nonmun_description();
    if (!arguments.empty() && arguments.front() == "--complete") {
        arguments.erase(arguments.begin());
        print_completions(program, arguments, complete_from_index, std::cout);
        return exit_found;
    }
    arguments = with_help_option(std::move(arguments));
    const std::size_t at = command_at(arguments);
    if (at == arguments.size()) {
        const Arguments global(arguments, program.options, "nonmun");
        if (describe_program(program, global, std::cout)) return exit_found;
        if (!global.has("help")) throw Error(ErrorKind::usage, "no command", "see: nonmun --help");
        print_help(std::cout);
        return exit_found;
    }
    const Command* command = find_command(program, arguments[at]);
    if (!command) {
        throw Error(ErrorKind::usage, "there is no command " + printable(arguments[at]),
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
