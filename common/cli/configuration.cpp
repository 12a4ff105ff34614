// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/configuration.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include "common/cli/file.hpp"
#include "common/cli/program.hpp"
#include "common/cli/terminal.hpp"
#include "common/error.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

std::string variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value ? value : "";
}

std::string folder_of(const char* xdg, const char* in_home) {
    if (const std::string folder = variable(xdg); !folder.empty()) return folder + "/nonmun";
    if (const std::string home = variable("HOME"); !home.empty()) return home + in_home + "/nonmun";
    throw Error(ErrorKind::usage, "there is no home folder", std::string("set HOME, or ") + xdg);
}

// False for options that print something in place of doing the program's work.
bool is_configurable(const OptionRow& row) {
    constexpr std::array printing = {"help",       "version",  "man",
                                     "completion", "complete", "show-config"};
    return std::find(printing.begin(), printing.end(), std::string_view(row.name)) ==
           printing.end();
}

[[noreturn]] void fail(const std::string& file, std::size_t line, const std::string& what,
                       const std::string& hint) {
    throw Error(ErrorKind::usage, file + ":" + std::to_string(line) + ": " + printable(what), hint);
}

// Checks that the form has the section. Returns false if another program checks it.
bool check_section(const ConfigurationForm& form, const std::string& file, const std::string& name,
                   std::size_t line) {
    for (const ConfigurationSection& section : form.sections) {
        if (section.name == name) return true;
    }
    const auto& others = form.unchecked;
    if (!form.whole || std::find(others.begin(), others.end(), name) != others.end()) return false;
    fail(file, line, "there is no command " + name, "see: nonmun --help");
}

void check_option(const ConfigurationLine& line, const std::string& file,
                  const ConfigurationForm& form) {
    for (const ConfigurationSection& section : form.sections) {
        if (!line.section.empty() && line.section != section.name) continue;
        const OptionRow* row = find_option(section.options, line.option);
        if (row && is_configurable(*row)) return;
    }
    const std::string where = line.section.empty() ? "" : " in [" + line.section + "]";
    fail(file, line.number, "there is no option " + line.option + where,
         "see docs/configuration.md");
}

// The text of the file; "" if it does not exist.
std::string read_settings(const std::string& path) {
    std::error_code error;
    const bool exists = std::filesystem::exists(path, error);
    // A home without permission belongs to another user, like HOME under sudo.
    const bool none = error == std::errc::not_a_directory || error == std::errc::permission_denied;
    return exists || (error && !none) ? read_file(path, "correct it, or move it away") : "";
}

// The path of the file; "" without a home folder.
std::string configuration_file() {
    if (variable("XDG_CONFIG_HOME").empty() && variable("HOME").empty()) return {};
    return configuration_folder() + "/config";
}

// The default as print_configuration() shows it: words where it is not a constant.
std::string shown_default(const OptionRow& row) {
    if (is_switch(row)) return "no";
    if (std::string_view(row.name) == "db") return default_database();
    const std::string value = default_value(row);
    return value.empty() ? row.note : value;
}

}  // namespace

std::string default_database() {
    if (variable("XDG_DATA_HOME").empty() && variable("HOME").empty())
        throw Error(ErrorKind::usage, "no database is named", "give --db DIR, or set NONMUN_DB");
    return folder_of("XDG_DATA_HOME", "/.local/share") + "/db";
}

std::string configuration_folder() {
    return folder_of("XDG_CONFIG_HOME", "/.config");
}

std::string state_folder() {
    return folder_of("XDG_STATE_HOME", "/.local/state");
}

std::vector<ConfigurationLine> parse_configuration(std::string_view text, const std::string& file,
                                                   const ConfigurationForm& form) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    std::vector<ConfigurationLine> lines;
    std::string section;
    bool is_own = true;
    std::size_t number = 0;
    for (const std::string_view raw : split(text, '\n')) {
        ++number;
        const std::string_view line = trim(cut(raw, '#').first);
        if (line.starts_with('[') && line.ends_with(']')) {
            section = trim(line.substr(1, line.size() - 2));
            is_own = check_section(form, file, section, number);
            continue;
        }
        if (!is_own || line.empty()) continue;
        const auto [name, value] = cut(line, '=');
        if (name.size() == line.size() || trim(name).empty()) {
            fail(file, number, "not of the form name = value: " + std::string(line),
                 "# begins a comment");
        }
        lines.push_back({section, std::string(trim(name)), std::string(trim(value)), number});
        if (form.whole || !section.empty()) check_option(lines.back(), file, form);
    }
    return lines;
}

std::vector<Setting> settings_of(const std::vector<ConfigurationLine>& lines,
                                 const std::string& file, const ConfigurationSection& section) {
    std::vector<Setting> settings;
    for (const std::string& name : {section.name, std::string()}) {
        for (const OptionRow& row : section.options) {
            if (!is_configurable(row))
                continue;  // possible at the top, which nonmun-index does not check
            Setting setting{row.name, {}, file + ":"};
            for (const ConfigurationLine& line : lines) {
                if (line.section != name || line.option != row.name) continue;
                setting.source += (setting.values.empty() ? "" : ",") + std::to_string(line.number);
                setting.values.push_back(line.value);
            }
            if (setting.values.empty()) continue;
            setting.source += ": " + setting.option;
            settings.push_back(std::move(setting));
        }
    }
    return settings;
}

std::vector<Setting> environment_settings(std::span<const OptionRow> rows) {
    std::vector<Setting> settings;
    for (const OptionRow& row : rows) {
        if (!is_configurable(row)) continue;
        std::string name = std::string("NONMUN_") + row.name;
        for (char& c : name) c = c == '-' ? '_' : ascii_upper(c);
        if (const std::string value = variable(name); !value.empty())
            settings.push_back({row.name, {value}, name});
    }
    return settings;
}

void configure(Arguments& arguments, const ConfigurationSection& section,
               const ConfigurationForm& form) {
    arguments.add(environment_settings(section.options));
    const std::string file = configuration_file();
    if (file.empty()) return;
    const auto lines = parse_configuration(read_settings(file), file, form);
    arguments.add(settings_of(lines, file, section));
}

void print_configuration(std::ostream& out, const ConfigurationSection& section,
                         const Arguments& arguments) {
    out << '[' << section.name << "]\n";
    for (const OptionRow& row : section.options) {
        if (!is_configurable(row)) continue;
        const auto source = arguments.source(row.name);
        if (!source) {
            out << "# " << row.name << " = " << one_line(shown_default(row)) << '\n';
            continue;
        }
        std::vector<std::string> values = arguments.texts(row.name);
        if (values.empty()) values = {arguments.has(row.name) ? "yes" : "no"};
        for (const std::string& value : values) {
            out << row.name << " = " << one_line(value) << "    # " << one_line(*source) << '\n';
        }
    }
}

}  // namespace nonmun
