// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/index_commands.hpp"

#include <iostream>

#include "common/cli/program.hpp"
#include "common/unicode.hpp"
#include "query/commands/command.hpp"
#include "query/commands/commands.hpp"
#include "query/index/doctor.hpp"
#include "query/index/statistics.hpp"
#include "query/render/json.hpp"
#include "query/render/text.hpp"

namespace nonmun {

int run_stats(const Arguments& arguments) {
    const std::string format = arguments.choice("format");
    refuse_words(arguments, "stats");
    Index index = open_index(arguments);
    const std::size_t words = index.lexicon().entries().size();
    const IndexStatistics statistics = index.read([&](const Xapian::Database& database) {
        return read_statistics(database, words, index.revision());
    });
    if (format == "json") {
        std::cout << to_line(statistics_json(statistics)) << '\n';
    } else {
        render_statistics_text(statistics, output_style(arguments), std::cout);
    }
    return exit_found;
}

int run_doctor(const Arguments& arguments) {
    const std::string format = arguments.choice("format");
    refuse_words(arguments, "doctor");
    bool whole = true;
    for (const std::string& path : database_paths(arguments)) {
        const Diagnosis diagnosis = diagnose(path, arguments.has("verbose"));
        whole = whole && diagnosis.whole();
        if (format == "json") {
            std::cout << to_line(diagnosis_json(diagnosis)) << '\n';
        } else {
            render_diagnosis_text(diagnosis, std::cout);
        }
    }
    return whole ? exit_found : exit_error;
}

int run_config(const Arguments& arguments) {
    const ConfigurationForm form = configuration_form();
    const std::vector<std::string>& wanted = arguments.words();
    for (const std::string& name : wanted) {
        if (!find_command(nonmun_description(), name)) {
            throw Error(ErrorKind::usage, "there is no command " + printable(name),
                        "see: nonmun --help");
        }
    }
    bool first = true;
    for (const ConfigurationSection& section : form.sections) {
        if (!wanted.empty() &&
            std::find(wanted.begin(), wanted.end(), section.name) == wanted.end())
            continue;
        Arguments settings({}, section.options, "nonmun " + section.name);
        configure(settings, section, form);
        if (!std::exchange(first, false)) std::cout << '\n';
        print_configuration(std::cout, section, settings);
    }
    return exit_found;
}

}  // namespace nonmun
