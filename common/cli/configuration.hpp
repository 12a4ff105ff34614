// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/cli/options.hpp"

// Settings of options in the environment and in the user's configuration file:
// docs/configuration.md.
namespace nonmun {

// The program's folders in $XDG_CONFIG_HOME (default HOME/.config) and in $XDG_STATE_HOME (default
// HOME/.local/state). They may not exist. Throw Error(usage) if neither variable is set.
std::string configuration_folder();
std::string state_folder();

// The database if none is given: $XDG_DATA_HOME/nonmun/db (default HOME/.local/share). Throws
// Error(usage) if neither variable is set.
std::string default_database();

// A section of the file ("" is its top) with the options that may stand in it.
struct ConfigurationSection {
    std::string name;
    std::span<const OptionRow> options;
};

// What one program reads of the file.
struct ConfigurationForm {
    std::vector<ConfigurationSection> sections;  // an option of any of them may stand at the top
    std::vector<std::string> unchecked;          // sections that another program checks
    bool whole = true;  // false: other sections and the top are checked by another program
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

// What the lines set for a section: first the lines of the section, then those of the top.
std::vector<Setting> settings_of(const std::vector<ConfigurationLine>& lines,
                                 const std::string& file, const ConfigurationSection& section);

// The settings in variables NONMUN_OPTION (in capitals, _ for -). Empty variables count as unset.
std::vector<Setting> environment_settings(std::span<const OptionRow> rows);

// Adds to a command line the settings of the environment, then those of the file, if there is one.
// Throws Error(usage).
void configure(Arguments& arguments, const ConfigurationSection& section,
               const ConfigurationForm& form);

// Prints a section with all its options in the form of the file; those not set as comments with
// their defaults.
void print_configuration(std::ostream& out, const ConfigurationSection& section,
                         const Arguments& arguments);

}  // namespace nonmun
