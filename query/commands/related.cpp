// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/related.hpp"

#include <iostream>

#include "common/cli/program.hpp"
#include "query/commands/command.hpp"
#include "query/related/related.hpp"
#include "query/render/json.hpp"
#include "query/render/markdown.hpp"
#include "query/render/text.hpp"
#include "query/service/requests.hpp"

namespace nonmun {
namespace {

RelatedRequest requested_papers(const Arguments& arguments) {
    RelatedRequest request = related_request(arguments);
    if (request.text) request.text = read_text(*request.text);
    request.with_papers = arguments.text("format") != "trec";
    return request;
}

}  // namespace

int run_related(const Arguments& arguments) {
    const HitRenderer render = hit_renderer(arguments);
    RelatedRequest request = requested_papers(arguments);
    const bool batch = arguments.has("papers");
    const int seeds =
        !request.ids.empty() + request.author.has_value() + request.text.has_value() + batch;
    check_one_seed(seeds, "give ids, or --author NAME, or --text FILE, or --papers FILE");
    std::vector<std::pair<std::string, std::string>> papers = {{"1", ""}};
    if (batch) papers = read_batch(arguments.text("papers"));
    Index index = open_index(arguments);
    HitContext context;
    context.style = output_style(arguments);
    context.explain = arguments.has("explain");
    const std::vector<HitList> lists = index.read([&](const Xapian::Database& database) {
        Analyzer analyzer(index.lexicon());
        RelatedFinder finder(database, analyzer);
        std::vector<HitList> found;
        for (const auto& [qid, id] : papers) {
            if (batch) request.ids = {id};
            found.push_back(finder.find(request));
        }
        return found;
    });
    bool found = false;
    for (std::size_t i = 0; i < lists.size(); ++i) {
        context.query_id = papers[i].first;
        context.first = i == 0;
        if (batch) context.heading = papers[i].first + ": " + papers[i].second;
        render(lists[i], context, std::cout);
        found = found || !lists[i].hits.empty();
    }
    return found ? exit_found : exit_nothing;
}

int run_author(const Arguments& arguments) {
    const std::string format = arguments.choice("format");
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
