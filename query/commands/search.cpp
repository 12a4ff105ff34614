// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/search.hpp"

#include <iostream>

#include "common/cli/program.hpp"
#include "common/text.hpp"
#include "query/commands/command.hpp"
#include "query/commands/saved_search.hpp"
#include "query/service/requests.hpp"

namespace nonmun {
namespace {

void check_facets_format(const Arguments& arguments) {
    const std::string format = arguments.text("format");
    if (arguments.has("facets") && !hit_formats().at(format).shows_facets) {
        throw Error(ErrorKind::usage,
                    arguments.display_name("facets") + " cannot be shown as " + format,
                    "take --format text, json or markdown");
    }
}

SearchRequest requested_search(const Arguments& arguments) {
    check_facets_format(arguments);
    SearchRequest request = search_request(arguments);
    request.with_papers = arguments.text("format") != "trec";
    request.exact_total = request.with_papers;
    // Of a batch, only JSON shows suggestions.
    request.with_suggestion = !arguments.has("queries") || arguments.text("format") == "json";
    return request;
}

// Prints how the query was read.
void print_remarks(const HitList& list, bool explain) {
    for (const std::string& remark : list.remarks) print_remark("note: " + remark);
    if (list.suggestion) print_remark("Did you mean: " + *list.suggestion);
    if (!explain) return;
    print_remark("understood: " + list.understood);
    const auto print = [](const std::string& label, const std::vector<std::string>& words) {
        if (!words.empty()) print_remark(label + joined(words));
    };
    print("left out: ", list.dropped);
    print("translated: ", list.translations);
    print("also weighted: ", list.feedback);
}

// Prints the papers found, and returns the exit status.
int show_hits(HitList list, Searcher& searcher, HitRenderer render, const HitContext& context,
              bool is_text) {
    print_remarks(list, context.explain);
    for (std::string& remark : partial_remarks(searcher.index()))
        list.remarks.push_back(std::move(remark));
    if (!list.hits.empty() || !list.facets.empty() || !is_text) render(list, context, std::cout);
    if (!is_text) return list.hits.empty() ? exit_nothing : exit_found;
    if (list.hits.empty()) {
        print_remark(list.total > 0
                         ? "no papers at this offset; there are " + std::to_string(list.total)
                     : list.suggestion ? "nothing found; try the suggestion, or other words"
                                       : "nothing found; try fewer or other words");
        return exit_nothing;
    }
    print_remark(std::to_string(list.offset + 1) + "-" +
                 std::to_string(list.offset + list.hits.size()) + " of " +
                 plural(list.total, "paper"));
    return exit_found;
}

int search_batch(Searcher& searcher, SearchRequest request, const std::string& file,
                 HitRenderer render, HitContext context) {
    bool found = false;
    for (const auto& [qid, query] : read_batch(file)) {
        request.text = query;
        HitList list = searcher.search(request);
        for (std::string& remark : partial_remarks(searcher.index()))
            list.remarks.push_back(std::move(remark));
        context.query_id = qid;
        context.heading = qid + ": " + query;
        render(list, context, std::cout);
        context.first = false;
        found = found || !list.hits.empty();
    }
    return found ? exit_found : exit_nothing;
}

// The name of --save, checked before anything is searched.
std::optional<std::string> name_to_save(const Arguments& arguments) {
    if (!arguments.has("save")) return std::nullopt;
    if (arguments.has("queries"))
        throw Error(ErrorKind::usage, "--save saves one query", "leave out --queries");
    std::string name = search_name(arguments.text("save"));
    if (is_saved(name) && !arguments.has("force")) {
        throw Error(ErrorKind::usage, "there is already a search saved as " + name,
                    "--force replaces it");
    }
    return name;
}

}  // namespace

int run_search(const Arguments& arguments) {
    const std::optional<std::string> name = name_to_save(arguments);
    const HitRenderer render = hit_renderer(arguments);
    const SearchRequest request = requested_search(arguments);
    const bool is_text = arguments.text("format") == "text";
    if (!arguments.has("queries")) check_is_asked(request);
    if (!arguments.words().empty() && arguments.has("queries")) {
        throw Error(ErrorKind::usage, "--queries replaces the query", "leave out one of them");
    }
    Index index = open_index(arguments);
    Searcher searcher(index);
    HitContext context;
    context.style = output_style(arguments);
    context.explain = arguments.has("explain");
    if (arguments.has("queries"))
        return search_batch(searcher, request, arguments.text("queries"), render, context);
    HitList list = searcher.search(request);
    // Saved before anything is printed, in case the user closes the pager early.
    if (name) save_search(saved_search_of(arguments, *name));
    return show_hits(std::move(list), searcher, render, context, is_text);
}

}  // namespace nonmun
