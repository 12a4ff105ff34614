// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <chrono>

#include "common/error.hpp"
#include "common/unicode.hpp"
#include "query/render/json.hpp"
#include "query/render/trends.hpp"
#include "query/service/operation.hpp"
#include "query/service/schemas.hpp"
#include "query/service/shared_options.hpp"

namespace nonmun {
namespace {

using Kind = ParameterKind;

constexpr std::int64_t most_results = 100;
constexpr std::int64_t deepest_result = 1000;
constexpr std::int64_t most_values = 50;  // of one parameter
constexpr std::int64_t most_report_papers = 500;
constexpr std::int64_t most_report_neighbours = 50;
// All pairs of so many papers take a second or two of one core, and are kept for the next report.
constexpr std::size_t most_report_compared = 10'000;
constexpr std::int64_t most_topics = 50;

ParameterRow word(const char* name, const char* help, bool required, bool many = false) {
    ParameterRow row{name, Kind::text, help};
    row.is_word = true;
    row.required = required;
    row.many = many;
    return row;
}

// The default as a value; null where it is told in words, as "today" is.
Json default_of(const OptionRow& option, Kind kind) {
    const std::string_view told = option.otherwise;
    if (told.empty() || kind == Kind::date) return nullptr;
    if (kind != Kind::text) return Json::parse(told.substr(0, told.find(',')));  // "0, off"
    return *option.choices == '\0' ? Json(nullptr) : Json(told);
}

// What the command line calls the option, for requests.
ParameterRow of_option(const OptionRow& option, Kind kind) {
    ParameterRow row{option.name, kind, option_text(option)};
    std::replace(row.name.begin(), row.name.end(), '-', '_');
    row.many = option.many;
    row.otherwise = default_of(option, kind);
    if (row.otherwise.is_null() && *option.otherwise != '\0')
        row.help += std::string(". Default: ") + option.otherwise;
    return row;
}

ParameterRow text(const OptionRow& option) {
    return of_option(option, Kind::text);
}

ParameterRow date(const OptionRow& option) {
    return of_option(option, Kind::date);
}

// One of the option's choices.
ParameterRow choice(const OptionRow& option) {
    ParameterRow row = of_option(option, Kind::text);
    row.help = option.help;
    row.choices = choices_of(option);
    return row;
}

ParameterRow integer(const OptionRow& option, double least, double most) {
    ParameterRow row = of_option(option, Kind::integer);
    row.least = least;
    row.most = most;
    return row;
}

ParameterRow number(const OptionRow& option) {
    ParameterRow row = of_option(option, Kind::number);
    row.most = most_weight;
    return row;
}

std::vector<ParameterRow> with_weights(std::vector<ParameterRow> rows) {
    rows.push_back(number(votes_weight_option));
    rows.push_back(number(author_weight_option));
    rows.push_back(number(recency_weight_option));
    rows.push_back(date(as_of_option));
    return rows;
}

OperationAnswer answer_of(const HitList& list) {
    return {hits_line(list), list.partial};
}

OperationAnswer answer_of(const Json& json) {
    return {to_line(json), json.value("partial", false)};
}

OperationAnswer run_search(Engine& engine, const Arguments& arguments,
                           const RequestLimits& limits) {
    SearchRequest request = search_request(arguments, limits);
    request.mark_summary = arguments.has("marks");
    check_is_asked(request);
    return answer_of(engine.search(request));
}

OperationAnswer run_paper(Engine& engine, const Arguments& arguments, const RequestLimits&) {
    return answer_of(paper_json(engine.paper(arguments.words().front())));
}

OperationAnswer run_related(Engine& engine, const Arguments& arguments,
                            const RequestLimits& limits) {
    const RelatedRequest request = related_request(arguments, limits);
    check_one_seed(!request.ids.empty() + request.author.has_value() + request.text.has_value(),
                   "give id, author or text");
    return answer_of(engine.related(request));
}

OperationAnswer run_author(Engine& engine, const Arguments& arguments,
                           const RequestLimits& limits) {
    const std::string name = author_name(arguments, limits);
    const AuthorAnswer answer = engine.author(name, author_request(arguments, limits));
    if (!answer.profile && answer.possible.empty())
        throw Error(ErrorKind::missing, no_author(name), "try one word of the name");
    return answer_of(author_json(answer));
}

OperationAnswer run_authors(Engine& engine, const Arguments& arguments,
                            const RequestLimits& limits) {
    const std::string typed = arguments.joined_words();
    check_query(typed, arguments.shown("q"), limits);
    const std::size_t most = count_of(arguments, authors_limit_option, 1, limits.results);
    return answer_of(Json{{"authors", author_entries_json(engine.authors(typed, most))}});
}

OperationAnswer run_trends(Engine& engine, const Arguments& arguments,
                           const RequestLimits& limits) {
    return answer_of(trends_json(engine.trends(trends_request(arguments, limits))));
}

OperationAnswer run_report(Engine& engine, const Arguments& arguments,
                           const RequestLimits& limits) {
    struct OutOfTime {};
    const ReportRequest request = report_request(arguments, limits);
    const auto end = std::chrono::steady_clock::now() + report_time;
    std::vector<Json> records;
    bool partial = false;
    try {
        engine.report(
            request,
            [&](const char*, std::size_t, std::size_t) {
                if (std::chrono::steady_clock::now() >= end) throw OutOfTime();
            },
            records);
    } catch (const OutOfTime&) {
        partial = true;
    }
    return answer_of(Json{{"partial", partial}, {"records", std::move(records)}});
}

OperationAnswer run_statistics(Engine& engine, const Arguments&, const RequestLimits&) {
    return answer_of(statistics_json(engine.statistics()));
}

const char* const query_help =
    "The query: words of any language, \"phrases\", +must, -not, AND, OR, NOT, parentheses, "
    "title: author: summary: section: id: date:2024-05..2024-06 votes:>=20, prefixes as diffus*";

std::vector<ParameterRow> search_parameters() {
    return with_weights({
        word("q", query_help, false),
        integer(limit_option, 1, most_results),
        integer(offset_option, 0, deepest_result - 1),
        choice(sort_option),
        text(by_author_option),
        date(from_day_option),
        date(to_day_option),
        integer(least_votes_option, 0, max_votes),
        text(facets_option),
        integer(facet_limit_option, 1, most_results),
        {"marks", Kind::flag, "Mark the whole summary of each paper, not the snippet alone"},
    });
}

std::vector<ParameterRow> related_parameters() {
    return with_weights({
        word("id", "Related to this paper; several are taken together", false, true),
        text(like_author_option),
        {"text", Kind::text, "Related to this text"},
        text(not_option),
        integer(limit_option, 1, most_results),
        integer(same_author_limit_option, 0, most_results),
    });
}

std::vector<ParameterRow> trends_parameters() {
    return {word("q", "Only the papers that this query finds", false), date(from_month_option),
            date(to_month_option), integer(topics_option, 0, most_topics), text(term_option)};
}

std::vector<ParameterRow> report_parameters() {
    return {text(scope_option),
            word("id", "Only these papers", false, true),
            integer(top_option, 1, most_report_neighbours),
            number(least_score_option),
            number(votes_weight_option),
            number(author_weight_option)};
}

std::vector<Operation> make_operations() {
    return {
        {"search", "Search papers", "Finds papers by words, phrases, fields, days and votes",
         search_parameters(), "HitList", false, run_search},
        {"paper",
         "Get a paper",
         paper_summary,
         {word("id", "The paper's id, as 2404.19756", true)},
         "Paper",
         false,
         run_paper},
        {"related", "Find related papers", "Finds papers like others, an author's or a text",
         related_parameters(), "HitList", true, run_related},
        {"author",
         "Get an author",
         author_summary,
         {word("name", "The name, in any spelling", true),
          integer(author_limit_option, 1, most_results)},
         "AuthorAnswer",
         true,
         run_author},
        {"authors",
         "Search authors",
         "Finds authors by names, the last word half typed",
         {word("q", "What is typed of the name; nothing: those with the most papers", false),
          integer(authors_limit_option, 1, most_results)},
         "AuthorList",
         false,
         run_authors},
        {"trends", "Topics by month", trends_summary, trends_parameters(), "Trends", true,
         run_trends},
        {"report", "Report on a scope",
         "For every paper of a scope the most similar ones, near duplicates, clusters and months",
         report_parameters(), "Report", true, run_report},
        {"stats", "Index statistics", statistics_summary, {}, "Statistics", true, run_statistics},
    };
}

}  // namespace

const std::vector<Operation>& operations() {
    static const std::vector<Operation> all = make_operations();
    return all;
}

const Operation& operation_called(std::string_view name) {
    return *std::find_if(operations().begin(), operations().end(),
                         [&](const Operation& operation) { return operation.name == name; });
}

RequestLimits served_limits() {
    RequestLimits limits;
    limits.query_bytes = 2000;
    limits.query_words = 100;
    limits.results = most_results;
    limits.depth = deepest_result;
    limits.facet_values = most_results;
    limits.values = most_values;
    limits.report_papers = most_report_papers;
    limits.report_neighbours = most_report_neighbours;
    limits.report_compared = most_report_compared;
    limits.topics = most_topics;
    limits.search_time = std::chrono::milliseconds(told_default(time_limit_option));
    return limits;
}

const Json& answer_schemas() {
    static const Json schemas = Json::parse(embedded_answer_schemas());
    return schemas;
}

}  // namespace nonmun
