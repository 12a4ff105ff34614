// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/index_commands.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <sstream>

#include "common/cli/child.hpp"
#include "common/cli/program.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"
#include "common/web_address.hpp"
#include "query/commands/command.hpp"
#include "query/commands/commands.hpp"
#include "query/commands/spooled_output.hpp"
#include "query/index/doctor.hpp"
#include "query/index/statistics.hpp"
#include "query/render/json.hpp"
#include "query/render/markdown.hpp"
#include "query/render/text.hpp"

namespace nonmun {
namespace {

// The papers whose ids are the words, all of one revision of the index.
std::vector<Paper> papers_of(const Arguments& arguments, const char* command) {
    if (arguments.words().empty()) {
        throw Error(ErrorKind::usage, "no id",
                    std::string("try: nonmun ") + command + " 2404.19756");
    }
    return open_index(arguments).read([&](const Xapian::Database& database) {
        std::vector<Paper> papers;
        for (const std::string& id : arguments.words())
            papers.push_back(stored_paper(database.get_document(require_paper(database, id))));
        return papers;
    });
}

// "2404.19756": the form of arXiv ids since 2007.
bool is_arxiv_id(const std::string& id) {
    const auto [month, number] = cut(id, '.');
    return month.size() == 4 && is_number(month) && is_number(number) &&
           (number.size() == 4 || number.size() == 5);
}

std::string page_of(const Paper& paper) {
    if (const auto address = web_address(paper.url)) return *address;
    if (is_arxiv_id(paper.id)) return "https://arxiv.org/abs/" + paper.id;
    throw Error(ErrorKind::missing, "no page is known for " + printable(paper.id),
                "see: nonmun show " + printable(paper.id));
}

// The programs of $BROWSER, which are separated by colons, else xdg-open. Each has the address in
// place of %s, or at the end. They are split into words here, so that no shell reads the address.
std::vector<std::vector<std::string>> browsers(const std::string& address) {
    const char* variable = std::getenv("BROWSER");
    std::vector<std::vector<std::string>> programs;
    for (const std::string_view line : split(variable && *variable ? variable : "xdg-open", ':')) {
        std::vector<std::string> words;
        bool has_address = false;
        std::istringstream in{std::string(line)};
        for (std::string word; in >> word;) {
            if (const auto at = word.find("%s"); at != std::string::npos) {
                word.replace(at, 2, address);
                has_address = true;
            }
            words.push_back(word);
        }
        if (words.empty()) continue;
        if (!has_address) words.push_back(address);
        programs.push_back(std::move(words));
    }
    return programs;
}

void open_page(const std::string& address) {
    for (const std::vector<std::string>& program : browsers(address)) {
        const auto process = start_program(program);
        if (!process) continue;
        const int status = wait_for_end(*process);
        if (status == 0) return;
        if (status != 127) {
            throw Error(ErrorKind::io,
                        printable(program.front()) + " ended with status " + std::to_string(status),
                        "the page is " + address);
        }
    }
    throw Error(ErrorKind::usage, "there is no program to open pages with",
                "install xdg-utils, or set BROWSER; the page is " + address);
}

}  // namespace

int run_show(const Arguments& arguments) {
    const std::string format = arguments.choice("format");
    const std::vector<Paper> papers = papers_of(arguments, "show");
    for (const Paper& paper : papers) {
        if (format == "json") {
            std::cout << to_line(paper_json(paper)) << '\n';
        } else if (format == "markdown") {
            render_paper_markdown(paper, std::cout);
        } else {
            if (&paper != &papers.front()) std::cout << '\n';
            render_paper_text(paper, output_style(arguments), std::cout);
        }
    }
    return exit_found;
}

int run_open(const Arguments& arguments) {
    std::vector<std::string> pages;  // all are known before the first is opened
    for (const Paper& paper : papers_of(arguments, "open")) pages.push_back(page_of(paper));
    for (const std::string& page : pages) {
        if (arguments.has("print")) {
            std::cout << page << '\n';
        } else {
            open_page(page);
        }
    }
    return exit_found;
}

// Papers are ordered by id, as terms are in the database, so equal indexes give equal bytes.
int run_export(const Arguments& arguments) {
    refuse_words(arguments, "export");
    Index index = open_index(arguments);
    SpooledOutput lines;
    index.read([&](const Xapian::Database& database) {
        lines.clear();
        const std::string prefix(id_prefix);
        for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix);
             ++term) {
            const std::string id = (*term).substr(prefix.size());
            lines.add(stored_line(database.get_document(find_paper(database, id))) + '\n');
        }
    });
    return lines.print() ? exit_found : exit_nothing;
}

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
