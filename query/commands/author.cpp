// SPDX-License-Identifier: GPL-2.0-or-later
#include <iostream>

#include "common/cli/program.hpp"
#include "query/commands/command.hpp"
#include "query/render/json.hpp"
#include "query/render/markdown.hpp"
#include "query/render/text.hpp"

namespace nonmun {

int run_author(const Arguments& arguments) {
    const std::string format = choice_of(arguments, paper_format_option);
    const std::string name = author_name(arguments);
    const RelatedRequest request = author_request(arguments);
    Index index = open_index(arguments);
    const AuthorAnswer answer = index.read([&](const Xapian::Database& database) {
        Analyzer analyzer(index.lexicon());
        return find_author(database, analyzer, name, request);
    });
    if (format == "json") {
        std::cout << to_line(author_json(answer)) << '\n';
    } else if (format == "markdown") {
        render_author_markdown(answer, std::cout);
    } else {
        render_author_text(answer, output_style(arguments), std::cout);
    }
    if (answer.profile) return exit_found;
    print_remark(no_author(name) + (answer.possible.empty() ? "; try one word of the name"
                                                            : "; give one of these names"));
    return exit_nothing;
}

}  // namespace nonmun
