#include "query/related.hpp"

#include <unistd.h>

#include <iostream>

#include "common/cli/program.hpp"
#include "query/commands/command.hpp"

namespace nonmun {
namespace {

RelatedRequest request_of(const Arguments& arguments) {
    RelatedRequest request;
    request.ids = arguments.words();
    if (arguments.has("author")) request.author = arguments.text("author");
    if (arguments.has("text")) request.text = read_text(arguments.text("text"));
    request.excluded = arguments.texts("not");
    request.limit = static_cast<std::size_t>(arguments.integer("limit", 10, 1, 1'000'000));
    request.same_author_limit =
        static_cast<std::size_t>(arguments.integer("same-author-limit", 3, 0, 1'000'000));
    request.weights = part_weights(arguments);
    request.with_papers = arguments.text("format") != "trec";
    return request;
}

}  // namespace

int run_related(const Arguments& arguments) {
    const HitRenderer render = hit_renderer(arguments);
    RelatedRequest request = request_of(arguments);
    const bool batch = arguments.has("papers");
    const int seeds =
        !request.ids.empty() + request.author.has_value() + request.text.has_value() + batch;
    if (seeds != 1) {
        throw Error(ErrorKind::usage,
                    seeds == 0 ? "nothing to find related papers of"
                               : "more than one kind of thing to relate to",
                    "give ids, or --author NAME, or --text FILE, or --papers FILE");
    }
    std::vector<std::pair<std::string, std::string>> papers = {{"1", ""}};
    if (batch) papers = read_batch(arguments.text("papers"));
    Index index = open_index(arguments);
    Analyzer analyzer(index.lexicon());
    HitContext context;
    context.style = style_of(STDOUT_FILENO);
    context.explain = arguments.has("explain");
    const std::vector<HitList> lists = index.read([&](const Xapian::Database& database) {
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

}  // namespace nonmun
