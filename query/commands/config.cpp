// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <iostream>

#include "common/cli/program.hpp"
#include "common/unicode.hpp"
#include "query/commands/command.hpp"

namespace nonmun {

int run_config(const Arguments& arguments) {
    const std::vector<std::string>& wanted = arguments.words();
    const ConfigurationForm form = configuration_form();
    const auto is_wanted = [&](const std::string& name) {
        return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
    };
    for (const std::string& name : wanted) {
        if (std::none_of(form.sections.begin(), form.sections.end(),
                         [&](const auto& section) { return section.name == name; })) {
            throw Error(ErrorKind::usage, "there is no command " + printable(name),
                        "see: nonmun --help");
        }
    }
    bool first = true;
    for (const ConfigurationSection& section : form.sections) {
        if (!is_wanted(section.name)) continue;
        Arguments settings({}, section.options, "nonmun " + section.name);
        configure(settings, section, form);
        if (!first) std::cout << '\n';
        first = false;
        print_configuration(std::cout, section, settings);
    }
    return exit_found;
}

}  // namespace nonmun
