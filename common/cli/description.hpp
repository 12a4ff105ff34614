// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <ostream>
#include <span>
#include <vector>

#include "common/cli/options.hpp"

namespace nonmun {

// A subcommand, as the tables have it.
struct CommandDescription {
    const char* name;
    const char* arguments;  // what follows the name: words in capitals, as ID... or [QUERY...]
    const char* summary;
    std::span<const OptionRow> options;
};

struct ManualEntry {
    const char* term;
    const char* text;
};

struct ManualSection {
    const char* heading;
    std::vector<ManualEntry> entries;
};

// A program as its manual page and its completion tell of it. Both follow from the tables that the
// command line is read by.
struct ProgramDescription {
    const char* name;
    const char* version;
    const char* summary;    // one line, without a full stop
    const char* arguments;  // what follows the name and the options
    std::vector<const char*> paragraphs;
    std::span<const OptionRow> options;        // those that stand before a command, if it has any
    std::vector<CommandDescription> commands;  // none: the arguments are the program's own
    std::vector<ManualSection> sections;       // of the manual page, behind the options
};

// What every program tells of itself.
inline constexpr OptionRow help_option = {"help", "", "This help"};
inline constexpr OptionRow version_option = {"version", "", "The version"};
inline constexpr OptionRow manual_option = {"man", "", "The manual page, for man -l -"};
inline constexpr OptionRow completion_option = {
    "completion", "SHELL", "What completes command lines in this shell", "", "bash zsh fish"};
inline constexpr OptionRow complete_option = {
    "complete", "WORD...",
    "What may stand in place of the last WORD, for such a shell; must be the first option"};

// Writes what --version, --man or --completion ask for; false when none is among the arguments.
// Throws Error(usage) for an unknown shell.
bool describe_program(const ProgramDescription& program, const Arguments& arguments,
                      std::ostream& out);

// The manual page of section 1, in man(7).
void print_manual(const ProgramDescription& program, std::ostream& out);

}  // namespace nonmun
