// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/service/requests.hpp"

#include <algorithm>

#include "common/author_name.hpp"
#include "common/cli/terminal.hpp"
#include "common/error.hpp"
#include "common/unicode.hpp"
#include "query/service/shared_options.hpp"

namespace nonmun {
namespace {

// In the order of sort_option's choices.
constexpr SortOrder sort_orders[] = {SortOrder::relevance, SortOrder::votes, SortOrder::date};

SortOrder sort_order(const Arguments& arguments) {
    const std::vector<std::string> names = choices_of(sort_option);
    const std::string name = one_of(arguments, sort_option.name, names);
    return sort_orders[std::find(names.begin(), names.end(), name) - names.begin()];
}

std::vector<std::string> facets_of(const Arguments& arguments) {
    std::string list;
    for (const std::string& names : arguments.texts("facets"))
        list += (list.empty() ? "" : ",") + names;
    return arguments.has("facets") ? read_facet_names(list) : std::vector<std::string>();
}

// How many values of one option, or of the words as `what`, are given.
void check_count(std::size_t count, const std::string& what, const RequestLimits& limits) {
    if (count > static_cast<std::size_t>(limits.values)) {
        throw Error(ErrorKind::usage, std::to_string(count) + " " + what + " are too many",
                    std::to_string(limits.values) + " are the most");
    }
}

}  // namespace

std::size_t count_of(const Arguments& arguments, const OptionRow& option, std::int64_t least,
                     std::int64_t most) {
    const std::int64_t otherwise = std::min(told_default(option), most);
    return static_cast<std::size_t>(arguments.integer(option.name, otherwise, least, most));
}

std::string one_of(const Arguments& arguments, const std::string& option,
                   const std::vector<std::string>& known) {
    std::string value = arguments.text(option, known.front());
    if (std::find(known.begin(), known.end(), value) != known.end()) return value;
    std::string list;
    for (const std::string& name : known) list += (list.empty() ? "" : ", ") + name;
    throw Error(ErrorKind::usage,
                arguments.shown(option) + " " + printable(value) + " is not one of: " + list);
}

void check_query(const std::string& text, const std::string& name, const RequestLimits& limits) {
    if (text.size() > limits.query_bytes) {
        throw Error(ErrorKind::usage,
                    name + " is too long, " + std::to_string(text.size()) + " bytes",
                    std::to_string(limits.query_bytes) + " are the most");
    }
    std::size_t words = 0;
    bool blank = true;
    for (const char c : text) {
        const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (blank && !is_blank) ++words;
        blank = is_blank;
    }
    if (words > limits.query_words) {
        throw Error(ErrorKind::usage, name + " has too many words, " + std::to_string(words),
                    std::to_string(limits.query_words) + " are the most");
    }
}

std::optional<Date> date_of(const Arguments& arguments, const std::string& option, bool last_day) {
    if (!arguments.has(option)) return std::nullopt;
    const std::string text = arguments.text(option);
    const auto period = parse_period(text);
    if (!period) {
        throw Error(ErrorKind::usage,
                    arguments.shown(option) + " " + printable(text) + " is not a date",
                    "write 2024-05-01, 2024-05 or 2024");
    }
    return last_day ? period->last : period->first;
}

PartWeights part_weights(const Arguments& arguments) {
    PartWeights weights;
    weights.votes = arguments.number("votes-weight", weights.votes, 0, most_weight);
    weights.authors = arguments.number("author-weight", weights.authors, 0, most_weight);
    weights.recency = arguments.number("recency-weight", weights.recency, 0, most_weight);
    weights.as_of = date_of(arguments, "as-of", true);
    return weights;
}

SearchRequest search_request(const Arguments& arguments, const RequestLimits& limits) {
    SearchRequest request;
    request.text = arguments.joined_words();
    check_query(request.text, "the query", limits);
    request.limit = count_of(arguments, limit_option, 1, limits.results);
    request.offset = count_of(arguments, offset_option, 0,
                              limits.depth - static_cast<std::int64_t>(request.limit));
    request.sort = sort_order(arguments);
    request.authors = arguments.texts("author");
    for (const std::string& name : request.authors) {
        check_query(name, arguments.shown("author"), limits);
        if (author_key(name).empty()) {
            throw Error(ErrorKind::usage,
                        arguments.shown("author") + " " + printable(name) + " is not a name");
        }
    }
    check_count(request.authors.size(), "authors", limits);
    request.from = date_of(arguments, "from", false);
    request.to = date_of(arguments, "to", true);
    if (arguments.has("min-votes"))
        request.least_votes = arguments.integer("min-votes", 0, 0, max_votes);
    request.weights = part_weights(arguments);
    request.facets = facets_of(arguments);
    request.facet_limit = count_of(arguments, facet_limit_option, 1, limits.facet_values);
    request.time_limit = limits.search_time;
    return request;
}

void check_is_asked(const SearchRequest& request) {
    const bool filtered =
        !request.authors.empty() || request.from || request.to || request.least_votes;
    if (request.text.empty() && !filtered) {
        throw Error(ErrorKind::usage, "no query",
                    "try: nonmun search 강화학습, or nonmun search --help");
    }
}

void check_one_seed(int seeds, const char* hint) {
    if (seeds == 1) return;
    throw Error(ErrorKind::usage,
                seeds == 0 ? "nothing to find related papers of"
                           : "more than one kind of thing to relate to",
                hint);
}

std::string no_author(const std::string& name) {
    return "no author is called exactly " + one_line(name);
}

RelatedRequest related_request(const Arguments& arguments, const RequestLimits& limits) {
    RelatedRequest request;
    request.ids = arguments.words();
    if (arguments.has("author")) request.author = arguments.text("author");
    if (arguments.has("text")) request.text = arguments.text("text");
    request.excluded = arguments.texts("not");
    check_count(request.ids.size(), "papers", limits);
    check_count(request.excluded.size(), "papers", limits);
    if (request.author) check_query(*request.author, arguments.shown("author"), limits);
    if (request.text) check_query(*request.text, arguments.shown("text"), limits);
    request.limit = count_of(arguments, limit_option, 1, limits.results);
    request.same_author_limit = count_of(arguments, same_author_limit_option, 0, limits.results);
    request.weights = part_weights(arguments);
    return request;
}

RelatedRequest author_request(const Arguments& arguments, const RequestLimits& limits) {
    RelatedRequest request;
    request.limit = count_of(arguments, author_limit_option, 1, limits.results);
    return request;
}

std::string author_name(const Arguments& arguments, const RequestLimits& limits) {
    std::string name = arguments.joined_words();
    if (name.empty())
        throw Error(ErrorKind::usage, "no name", "try: nonmun author \"Max Tegmark\"");
    check_query(name, "the name", limits);
    return name;
}

ReportRequest report_request(const Arguments& arguments, const RequestLimits& limits) {
    ReportRequest request;
    request.scope = arguments.text("scope");
    request.ids = arguments.words();
    check_query(request.scope, arguments.shown("scope"), limits);
    if (!request.ids.empty() && !request.scope.empty()) {
        throw Error(ErrorKind::usage, "ids and " + arguments.shown("scope") + " are two scopes",
                    "give one of them");
    }
    request.top = count_of(arguments, top_option, 1, limits.report_neighbours);
    request.least_score = arguments.number("min-score", 0, 0, most_weight);
    request.weights = part_weights(arguments);
    request.most_papers = static_cast<std::size_t>(limits.report_papers);
    request.most_compared = limits.report_compared;
    return request;
}

TrendsRequest trends_request(const Arguments& arguments, const RequestLimits& limits) {
    TrendsRequest request;
    request.scope = arguments.joined_words();
    check_query(request.scope, "the query", limits);
    request.from = date_of(arguments, "from", false);
    request.to = date_of(arguments, "to", true);
    request.topics = count_of(arguments, topics_option, 0, limits.topics);
    request.terms = arguments.texts("term");
    check_count(request.terms.size(), "terms", limits);
    for (const std::string& term : request.terms)
        check_query(term, arguments.shown("term"), limits);
    return request;
}

}  // namespace nonmun
