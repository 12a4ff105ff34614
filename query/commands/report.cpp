#include "query/report/report.hpp"

#include <iostream>

#include "common/cli/program.hpp"
#include "common/cli/progress.hpp"
#include "query/commands/command.hpp"

namespace nonmun {

int run_report(const Arguments& arguments) {
    const std::string format = format_of(arguments, {"jsonl", "markdown"});
    if (!arguments.words().empty()) {
        throw Error(ErrorKind::usage, "report takes no words",
                    "give the papers as --scope \"" + arguments.joined_words() + "\"");
    }
    ReportRequest request;
    request.scope = arguments.text("scope");
    request.top = static_cast<std::size_t>(arguments.integer("top", 10, 1, 1000));
    request.least_score = arguments.number("min-score", 0, 0, 1000);
    request.weights = part_weights(arguments);
    Index index = open_index(arguments);
    Searcher searcher(index);
    Progress progress("papers");
    const std::size_t papers = make_report(
        searcher, request,
        [&](const ReportEntry& entry) {
            if (format == "markdown") {
                render_report_markdown(entry, std::cout);
            } else {
                std::cout << to_line(report_json(entry)) << '\n';
            }
        },
        [&](std::size_t done, std::size_t all) { progress.update(done, all); });
    return papers > 0 ? exit_found : exit_nothing;
}

}  // namespace nonmun
