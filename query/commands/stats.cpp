// SPDX-License-Identifier: GPL-2.0-or-later
#include <iostream>

#include "common/cli/program.hpp"
#include "query/commands/command.hpp"
#include "query/render/json.hpp"
#include "query/render/text.hpp"

namespace nonmun {

int run_stats(const Arguments& arguments) {
    const std::string format = choice_of(arguments, plain_format_option);
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

}  // namespace nonmun
