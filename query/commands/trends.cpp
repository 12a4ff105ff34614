// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/trends.hpp"

#include <iostream>

#include "common/cli/program.hpp"
#include "query/commands/command.hpp"
#include "query/service/answers.hpp"

namespace nonmun {

int run_trends(const Arguments& arguments) {
    const std::string format = choice_of(arguments, trends_format_option);
    const TrendsRequest request = trends_request(arguments);
    Index index = open_index(arguments);
    Searcher searcher(index);
    const Trends trends = answer_trends(searcher, request, read_similarity);
    if (format == "json") {
        std::cout << to_line(trends_json(trends)) << '\n';
    } else if (format == "csv") {
        render_trends_csv(trends, std::cout);
    } else if (format == "markdown") {
        render_trends_markdown(trends, std::cout);
    } else {
        render_trends_text(trends, output_style(arguments), std::cout);
    }
    if (!trends.months.empty()) return exit_found;
    std::cerr << "no papers with a day in this scope\n";
    return exit_nothing;
}

}  // namespace nonmun
