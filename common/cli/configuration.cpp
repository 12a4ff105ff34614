// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/configuration.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include <boost/program_options.hpp>

#include "common/cli/file.hpp"
#include "common/cli/program.hpp"
#include "common/cli/terminal.hpp"
#include "common/error.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

namespace po = boost::program_options;

std::string variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value ? value : "";
}

std::string folder_of(const char* xdg, const char* in_home) {
    if (const std::string folder = variable(xdg); !folder.empty()) return folder + "/nonmun";
    if (const std::string home = variable("HOME"); !home.empty()) return home + in_home + "/nonmun";
    throw Error(ErrorKind::usage, "there is no home folder", std::string("set HOME, or ") + xdg);
}

// Others ask for something else than the program's work, and are for the command line alone.
bool is_configurable(const OptionRow& row) {
    constexpr std::array others = {"help",       "version",  "man",
                                   "completion", "complete", "show-config"};
    return std::none_of(others.begin(), others.end(),
                        [&](std::string_view other) { return other == row.name; });
}

[[noreturn]] void fail(const std::string& file, std::size_t line, const std::string& what,
                       const std::string& hint) {
    throw Error(ErrorKind::usage, file + ":" + std::to_string(line) + ": " + printable(what), hint);
}

const ConfigurationSection* find_section(const ConfigurationForm& form, const std::string& name) {
    const auto found =
        std::find_if(form.sections.begin(), form.sections.end(),
                     [&](const ConfigurationSection& section) { return section.name == name; });
    return found == form.sections.end() ? nullptr : &*found;
}

// Whether lines of that section are another program's. Throws for a section that is none.
bool is_of_others(const ConfigurationForm& form, const std::string& file, const std::string& name,
                  std::size_t line) {
    if (find_section(form, name)) return false;
    const auto& others = form.unchecked;
    if (!form.whole || std::find(others.begin(), others.end(), name) != others.end()) return true;
    fail(file, line, "there is no command " + name, "see: nonmun --help");
}

void check(const ConfigurationLine& line, const std::string& file, const ConfigurationForm& form) {
    const auto has = [&](const ConfigurationSection& section) {
        const OptionRow* row = find_option(section.options, line.option);
        return row && is_configurable(*row);
    };
    const bool known = line.section.empty()
                           ? std::any_of(form.sections.begin(), form.sections.end(), has)
                           : has(*find_section(form, line.section));
    if (known) return;
    const std::string where = line.section.empty() ? "" : " in [" + line.section + "]";
    fail(file, line.number, "there is no option " + line.option + where,
         "docs/configuration.md tells what may stand where");
}

// What one line sets, read by the rules of Boost.
std::optional<po::option> read_line(const std::string& text, const std::string& file,
                                    std::size_t number) {
    std::istringstream in(text);
    try {
        const auto parsed = po::parse_config_file(in, po::options_description(), true);
        if (parsed.options.empty()) return std::nullopt;
        return parsed.options.front();
    } catch (const po::error&) {
        fail(file, number, "not of the form name = value: " + text, "# begins a comment");
    }
}

// "" for a file that is not there.
std::string read_settings(const std::string& path) {
    std::error_code error;
    const bool there = std::filesystem::exists(path, error);
    // A home that may not be looked into is somebody else's, as HOME of sudo.
    const bool none = error == std::errc::not_a_directory || error == std::errc::permission_denied;
    return there || (error && !none) ? read_file(path, "mend it, or move it away") : "";
}

// Where the file is: nowhere without a home.
std::string configuration_file() {
    if (variable("XDG_CONFIG_HOME").empty() && variable("HOME").empty()) return {};
    return configuration_folder() + "/config";
}

std::string default_of(const OptionRow& row) {
    if (is_switch(row)) return "no";
    if (std::string_view(row.name) == "db") return default_database();
    return row.otherwise;
}

}  // namespace

std::string without_tilde(const std::string& path) {
    const std::string home = variable("HOME");
    const bool tilde = path == "~" || path.starts_with("~/");
    return tilde && !home.empty() ? home + path.substr(1) : path;
}

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
    bool passed_over = false;
    std::istringstream in{std::string(text)};
    std::size_t number = 0;
    for (std::string raw; std::getline(in, raw);) {
        ++number;
        const std::string line(trim(std::string_view(raw).substr(0, raw.find('#'))));
        if (line.starts_with('[') && line.ends_with(']')) {
            section = trim(std::string_view(line).substr(1, line.size() - 2));
            passed_over = is_of_others(form, file, section, number);
            continue;
        }
        const auto option = passed_over ? std::nullopt : read_line(line, file, number);
        if (!option) continue;
        ConfigurationLine read{section, option->string_key, option->value.front(), number};
        if (form.whole || !section.empty()) check(read, file, form);
        lines.push_back(std::move(read));
    }
    return lines;
}

std::vector<Setting> settings_of(const std::vector<ConfigurationLine>& lines,
                                 const std::string& file, const ConfigurationSection& section) {
    std::vector<Setting> settings;
    for (const std::string& name : {section.name, std::string()}) {
        for (const OptionRow& row : section.options) {
            if (!is_configurable(row)) continue;  // at the top, which only nonmun checks
            Setting setting{row.name, {}, file + ":"};
            for (const ConfigurationLine& line : lines) {
                if (line.section != name || line.option != row.name) continue;
                setting.place += (setting.values.empty() ? "" : ",") + std::to_string(line.number);
                setting.values.push_back(without_tilde(line.value));
            }
            if (setting.values.empty()) continue;
            setting.place += ": " + setting.option;
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
    arguments.add(environment_settings(section.options), section.options);
    const std::string file = configuration_file();
    if (file.empty()) return;
    const auto lines = parse_configuration(read_settings(file), file, form);
    arguments.add(settings_of(lines, file, section), section.options);
}

void print_configuration(std::ostream& out, const ConfigurationSection& section,
                         const Arguments& arguments) {
    out << '[' << section.name << "]\n";
    for (const OptionRow& row : section.options) {
        if (!is_configurable(row)) continue;
        const auto place = arguments.place(row.name);
        if (!place) {
            out << "# " << row.name << " = " << one_line(default_of(row)) << '\n';
            continue;
        }
        std::vector<std::string> values = arguments.texts(row.name);
        if (values.empty()) values = {arguments.has(row.name) ? "yes" : "no"};
        for (const std::string& value : values) {
            out << row.name << " = " << one_line(value) << "    # " << one_line(*place) << '\n';
        }
    }
}

}  // namespace nonmun
