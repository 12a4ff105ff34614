// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/search.hpp"

#include <iostream>
#include <iterator>
#include <optional>

#include "common/cli/file.hpp"
#include "common/cli/program.hpp"
#include "common/paper.hpp"
#include "common/text.hpp"
#include "query/commands/command.hpp"
#include "query/commands/saved_search.hpp"
#include "query/related/related.hpp"
#include "query/render/hit_formats.hpp"
#include "query/render/json.hpp"
#include "query/render/markdown.hpp"
#include "query/render/text.hpp"
#include "query/service/requests.hpp"

namespace nonmun {
namespace {

// The renderer that --format names.
HitRenderer hit_renderer(const Arguments& arguments) {
    return hit_formats().at(arguments.choice("format")).render;
}

HitContext hit_context(const Arguments& arguments) {
    HitContext context;
    context.style = output_style(arguments);
    context.explain = arguments.has("explain");
    return context;
}

SearchRequest requested_search(const Arguments& arguments) {
    const std::string format = arguments.text("format");
    if (arguments.has("facets") && !hit_formats().at(format).shows_facets) {
        throw Error(ErrorKind::usage,
                    arguments.display_name("facets") + " cannot be shown as " + format,
                    "take --format text, json or markdown");
    }
    SearchRequest request = search_request(arguments);
    request.with_papers = format != "trec";
    request.exact_total = request.with_papers;
    // Of a batch, only JSON shows suggestions.
    request.with_suggestion = !arguments.has("queries") || format == "json";
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

void add_partial_remarks(HitList& list, const Index& index) {
    for (std::string& remark : partial_remarks(index)) list.remarks.push_back(std::move(remark));
}

// Prints the papers found, and returns the exit status.
int show_hits(HitList list, Searcher& searcher, HitRenderer render, const HitContext& context,
              bool is_text) {
    print_remarks(list, context.explain);
    add_partial_remarks(list, searcher.index());
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

// The bytes of a file, or of standard input for "-".
std::string read_text(const std::string& file) {
    if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    return read_file(file);
}

// The lines "qid<TAB>text" of a file, or of standard input for "-". Errors name file and line.
std::vector<std::pair<std::string, std::string>> read_batch(const std::string& file) {
    const std::string lines = read_text(file);
    std::vector<std::pair<std::string, std::string>> batch;
    std::size_t number = 0;
    for (std::string_view line : split(lines, '\n')) {
        ++number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        const auto [qid, text] = cut(line, '\t');
        // A field of a TREC run has no blanks.
        if (qid.size() == line.size() || !is_paper_id(qid)) {
            throw Error(ErrorKind::usage, file + ":" + std::to_string(number) +
                                              ": not a line of the form qid<TAB>text, "
                                              "where the qid has no blanks");
        }
        batch.emplace_back(qid, text);
    }
    return batch;
}

int search_batch(Searcher& searcher, SearchRequest request, const std::string& file,
                 HitRenderer render, HitContext context) {
    bool found = false;
    for (const auto& [qid, query] : read_batch(file)) {
        request.text = query;
        HitList list = searcher.search(request);
        add_partial_remarks(list, searcher.index());
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
    const HitContext context = hit_context(arguments);
    if (arguments.has("queries"))
        return search_batch(searcher, request, arguments.text("queries"), render, context);
    HitList list = searcher.search(request);
    // Saved before anything is printed, in case the user closes the pager early.
    if (name) save_search(arguments, *name);
    return show_hits(std::move(list), searcher, render, context, is_text);
}

int run_related(const Arguments& arguments) {
    const HitRenderer render = hit_renderer(arguments);
    RelatedRequest request = related_request(arguments);
    if (request.text) request.text = read_text(*request.text);
    request.with_papers = arguments.text("format") != "trec";
    const bool batch = arguments.has("papers");
    check_one_seed(request, "give ids, or --author NAME, or --text FILE, or --papers FILE", batch);
    std::vector<std::pair<std::string, std::string>> papers = {{"1", ""}};
    if (batch) papers = read_batch(arguments.text("papers"));
    Index index = open_index(arguments);
    HitContext context = hit_context(arguments);
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
        print_remarks(lists[i], false);
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
