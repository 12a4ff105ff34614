// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <sstream>

#include "common/cli/child.hpp"
#include "common/cli/program.hpp"
#include "common/unicode.hpp"
#include "common/web_address.hpp"
#include "query/commands/command.hpp"

namespace nonmun {
namespace {

// "2404.19756", as arXiv numbers papers since 2007.
bool is_arxiv_id(const std::string& id) {
    return id.size() >= 9 && id.size() <= 10 && id[4] == '.' &&
           id.find_first_not_of("0123456789.") == std::string::npos &&
           std::count(id.begin(), id.end(), '.') == 1;
}

std::string page_of(const Paper& paper) {
    if (const auto address = web_address(paper.url)) return *address;
    if (is_arxiv_id(paper.id)) return "https://arxiv.org/abs/" + paper.id;
    throw Error(ErrorKind::missing, "no page is known of " + printable(paper.id),
                "see: nonmun show " + printable(paper.id));
}

// The programs of $BROWSER, with colons between, each with what it takes before the address, or
// with %s in its place; else xdg-open. In words, since no shell is to read the address.
std::vector<std::vector<std::string>> browsers(const std::string& address) {
    const char* variable = std::getenv("BROWSER");
    std::istringstream list(variable && *variable ? variable : "xdg-open");
    std::vector<std::vector<std::string>> programs;
    for (std::string line; std::getline(list, line, ':');) {
        std::istringstream in(line);
        std::vector<std::string> words;
        bool placed = false;
        for (std::string word; in >> word;) {
            if (const auto at = word.find("%s"); at != std::string::npos) {
                word.replace(at, 2, address);
                placed = true;
            }
            words.push_back(word);
        }
        if (words.empty()) continue;
        if (!placed) words.push_back(address);
        programs.push_back(std::move(words));
    }
    return programs;
}

void open_page(const std::string& address) {
    for (const std::vector<std::string>& program : browsers(address)) {
        const auto process = start_program(program);
        if (!process) continue;
        if (const int status = wait_for_end(*process); status != 0 && status != 127) {
            throw Error(ErrorKind::io,
                        printable(program.front()) + " ended with status " + std::to_string(status),
                        "the page is " + address);
        } else if (status == 0) {
            return;
        }
    }
    throw Error(ErrorKind::usage, "there is no program to open pages with",
                "install xdg-utils, or set BROWSER; the page is " + address);
}

}  // namespace

int run_open(const Arguments& arguments) {
    if (arguments.words().empty())
        throw Error(ErrorKind::usage, "no id", "try: nonmun open 2404.19756");
    Index index = open_index(arguments);
    const std::vector<std::string> pages = index.read([&](const Xapian::Database& database) {
        std::vector<std::string> found;
        for (const std::string& id : arguments.words()) {
            found.push_back(
                page_of(stored_paper(database.get_document(require_paper(database, id)))));
        }
        return found;
    });
    for (const std::string& page : pages) {
        if (arguments.has("print")) {
            std::cout << page << '\n';
        } else {
            open_page(page);
        }
    }
    return exit_found;
}

}  // namespace nonmun
