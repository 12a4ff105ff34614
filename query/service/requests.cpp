// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/service/requests.hpp"

#include <iterator>
#include <sstream>

#include "common/author_name.hpp"
#include "common/cli/terminal.hpp"
#include "common/error.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"
#include "query/service/options.hpp"

namespace nonmun {
namespace {

SortOrder sort_order(const Arguments& arguments) {
    const std::string name = arguments.choice("sort");
    return name == "votes"  ? SortOrder::votes
           : name == "date" ? SortOrder::date
                            : SortOrder::relevance;
}

// Checks how many values an option or the words have. `what` is their plural noun.
void check_count(std::size_t count, const std::string& what, const RequestLimits& limits) {
    if (count > static_cast<std::size_t>(limits.values)) {
        throw Error(ErrorKind::usage, std::to_string(count) + " " + what + " are too many",
                    "the limit is " + std::to_string(limits.values));
    }
}

PartWeights part_weights(const Arguments& arguments) {
    PartWeights weights;
    weights.votes = arguments.number("votes-weight");
    weights.authors = arguments.number("author-weight");
    return weights;
}

PartWeights weights_with_recency(const Arguments& arguments) {
    PartWeights weights = part_weights(arguments);
    weights.recency = arguments.number("recency-weight");
    weights.as_of = date_of(arguments, "as-of", true);
    return weights;
}

}  // namespace

RequestLimits served_limits() {
    RequestLimits limits;
    limits.query_bytes = 2000;
    limits.query_words = 100;
    limits.depth = deepest_served_result;
    limits.values = 50;
    limits.report_papers = 500;
    // Comparing all pairs of 10,000 papers takes a second or two of one core; the result is kept
    // for the next report.
    limits.report_compared = 10'000;
    limits.query.time = std::chrono::milliseconds(default_time_limit);
    limits.query.postings = 4000;  // 40 MB for each search that runs
    return limits;
}

void check_query(const std::string& text, const std::string& name, const RequestLimits& limits) {
    if (text.size() > limits.query_bytes) {
        throw Error(ErrorKind::usage,
                    name + " is too long, " + std::to_string(text.size()) + " bytes",
                    "the limit is " + std::to_string(limits.query_bytes));
    }
    std::istringstream in(text);
    const auto words =
        static_cast<std::size_t>(std::distance(std::istream_iterator<std::string>(in), {}));
    if (words > limits.query_words) {
        throw Error(ErrorKind::usage, name + " has too many words, " + std::to_string(words),
                    "the limit is " + std::to_string(limits.query_words));
    }
}

std::optional<Date> date_of(const Arguments& arguments, const std::string& option, bool last_day) {
    if (!arguments.has(option)) return std::nullopt;
    const std::string text = arguments.text(option);
    const auto period = parse_period(text);
    if (!period) {
        throw Error(ErrorKind::usage,
                    arguments.display_name(option) + " " + printable(text) + " is not a date",
                    "write 2024-05-01, 2024-05 or 2024");
    }
    return last_day ? period->last : period->first;
}

SearchRequest search_request(const Arguments& arguments, const RequestLimits& limits) {
    SearchRequest request;
    request.text = arguments.joined_words();
    check_query(request.text, "the query", limits);
    request.limit = arguments.count("limit");
    request.offset = static_cast<std::size_t>(
        arguments.integer("offset", limits.depth - static_cast<std::int64_t>(request.limit)));
    request.sort = sort_order(arguments);
    request.authors = arguments.texts("author");
    for (const std::string& name : request.authors) {
        check_query(name, arguments.display_name("author"), limits);
        if (author_key(name).empty()) {
            throw Error(ErrorKind::usage, arguments.display_name("author") + " " + printable(name) +
                                              " is not a name");
        }
    }
    check_count(request.authors.size(), "authors", limits);
    request.from = date_of(arguments, "from", false);
    request.to = date_of(arguments, "to", true);
    if (arguments.has("min-votes")) request.least_votes = arguments.integer("min-votes");
    request.weights = weights_with_recency(arguments);
    if (arguments.has("facets"))
        request.facets = read_facet_names(joined(arguments.texts("facets"), ","));
    request.facet_limit = arguments.count("facet-limit");
    request.limits = limits.query;
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

void check_one_seed(const RelatedRequest& request, const char* hint, bool has_file) {
    const int seeds =
        !request.ids.empty() + request.author.has_value() + request.text.has_value() + has_file;
    if (seeds == 1) return;
    throw Error(ErrorKind::usage,
                seeds == 0 ? "nothing to find related papers for"
                           : "more than one of papers, author and text is given",
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
    if (request.author) check_query(*request.author, arguments.display_name("author"), limits);
    if (request.text) check_query(*request.text, arguments.display_name("text"), limits);
    request.limit = arguments.count("limit");
    request.same_author_limit = arguments.count("same-author-limit");
    request.weights = weights_with_recency(arguments);
    return request;
}

RelatedRequest author_request(const Arguments& arguments) {
    RelatedRequest request;
    request.limit = arguments.count("limit");
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
    request.limits = limits.query;
    request.ids = arguments.words();
    check_query(request.scope, arguments.display_name("scope"), limits);
    if (!request.ids.empty() && !request.scope.empty()) {
        throw Error(ErrorKind::usage,
                    "ids and " + arguments.display_name("scope") + " are two scopes",
                    "give one of them");
    }
    request.top = arguments.count("top");
    request.least_score = arguments.number("min-score");
    request.weights = part_weights(arguments);
    request.most_papers = static_cast<std::size_t>(limits.report_papers);
    request.most_compared = limits.report_compared;
    return request;
}

TrendsRequest trends_request(const Arguments& arguments, const RequestLimits& limits) {
    TrendsRequest request;
    request.scope = arguments.joined_words();
    request.limits = limits.query;
    check_query(request.scope, "the query", limits);
    request.from = date_of(arguments, "from", false);
    request.to = date_of(arguments, "to", true);
    request.topics = arguments.count("topics");
    request.terms = arguments.texts("term");
    check_count(request.terms.size(), "terms", limits);
    for (const std::string& term : request.terms)
        check_query(term, arguments.display_name("term"), limits);
    return request;
}

}  // namespace nonmun
