// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <ostream>
#include <string_view>
#include <vector>

#include "common/cli/options.hpp"

namespace nonmun {

// One subcommand of a program.
struct Command {
    const char* name;
    const char* arguments;  // what follows the name: words in capitals, as ID... or [QUERY...]
    const char* summary;    // one sentence without a full stop
    int (*run)(const Arguments& arguments);  // returns the exit status
    std::vector<OptionRow> options = {};
};

struct ManualEntry {
    const char* term;
    const char* text;
};

struct ManualSection {
    const char* heading;
    std::vector<ManualEntry> entries;
};

// A program, as its help, its manual page and its completion describe it.
struct ProgramDescription {
    const char* name;
    const char* version;
    const char* summary;    // one line, without a full stop
    const char* arguments;  // what follows the name and the options
    std::vector<const char*> paragraphs;
    std::vector<OptionRow> options;       // those before a command, if the program has commands
    std::vector<Command> commands;        // empty: the arguments are the program's own
    std::vector<ManualSection> sections;  // of the manual page, after the options
};

// The command of that name; nullptr if there is none.
const Command* find_command(const ProgramDescription& program, std::string_view name);

// Options of every program.
inline constexpr OptionRow help_option = {"help", "", "This help", Flag{}};
inline constexpr OptionRow version_option = {"version", "", "The version", Flag{}};
inline constexpr OptionRow manual_option = {"man", "", "The manual page, for man -l -", Flag{}};
inline constexpr OptionRow completion_option = {
    "completion", "SHELL", "Print the completion script for this shell", Choices{"bash zsh fish"}};
inline constexpr OptionRow complete_option = {
    "complete", "WORD...",
    "Print what can replace the last WORD, for completion scripts; must be the first option",
    Text{}};

// Prints what --version, --man or --completion ask for; false if none of them is given. Throws
// Error(usage) for an unknown shell.
bool describe_program(const ProgramDescription& program, const Arguments& arguments,
                      std::ostream& out);

}  // namespace nonmun
