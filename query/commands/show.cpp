// SPDX-License-Identifier: GPL-2.0-or-later
#include <iostream>

#include "common/cli/program.hpp"
#include "query/commands/command.hpp"
#include "query/render/json.hpp"
#include "query/render/markdown.hpp"
#include "query/render/text.hpp"

namespace nonmun {

int run_show(const Arguments& arguments) {
    const std::string format = choice_of(arguments, paper_format_option);
    if (arguments.words().empty())
        throw Error(ErrorKind::usage, "no id", "try: nonmun show 2404.19756");
    Index index = open_index(arguments);
    const std::vector<Paper> papers = index.read([&](const Xapian::Database& database) {
        std::vector<Paper> found;
        for (const std::string& id : arguments.words()) {
            found.push_back(stored_paper(database.get_document(require_paper(database, id))));
        }
        return found;
    });
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

}  // namespace nonmun
