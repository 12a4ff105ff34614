// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/cli/options.hpp"

// What the environment and a person's file say of options: docs/configuration.md.
namespace nonmun {

// The folder of the program in $XDG_CONFIG_HOME (HOME/.config when unset), and the one in
// $XDG_STATE_HOME (HOME/.local/state). They need not exist. Throws Error(usage) when neither of the
// two variables is set.
std::string configuration_folder();
std::string state_folder();

// The database where none is named: $XDG_DATA_HOME/nonmun/db (HOME/.local/share when unset). Throws
// Error(usage) when neither of the two variables is set.
std::string default_database();

// A path as a shell takes it: "~" and "~/…" begin at HOME. Without HOME it stays as it is.
std::string without_tilde(const std::string& path);

// A section of the file, "" for its top, with the options that may stand in it.
struct ConfigurationSection {
    std::string name;
    std::span<const OptionRow> options;
};

// What one program may read of the file.
struct ConfigurationForm {
    std::vector<ConfigurationSection> sections;  // an option of any of them may stand at the top
    std::vector<std::string> unchecked;          // sections that another program checks
    bool whole = true;  // false: other sections and options at the top are another program's
};

// One line of the file that sets an option.
struct ConfigurationLine {
    std::string section;
    std::string option;
    std::string value;
    std::size_t number = 0;  // of the line, from 1
};

// The lines of `text`, checked against the form. Throws Error(usage) that begins with "FILE:LINE".
std::vector<ConfigurationLine> parse_configuration(std::string_view text, const std::string& file,
                                                   const ConfigurationForm& form);

// What the lines set for a section: its own, else the top's.
std::vector<Setting> settings_of(const std::vector<ConfigurationLine>& lines,
                                 const std::string& file, const ConfigurationSection& section);

// What NONMUN_OPTION says, the option's name in capitals and with _ for -; "" says nothing.
std::vector<Setting> environment_settings(std::span<const OptionRow> rows);

// Adds to a command line what the environment says, then what the file does, if there is one.
// Throws Error(usage).
void configure(Arguments& arguments, const ConfigurationSection& section,
               const ConfigurationForm& form);

// A section with every option as it is set, in the form of the file; what is not set, as a comment.
void print_configuration(std::ostream& out, const ConfigurationSection& section,
                         const Arguments& arguments);

}  // namespace nonmun
