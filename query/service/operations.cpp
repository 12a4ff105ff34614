// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <chrono>

#include "common/error.hpp"
#include "common/unicode.hpp"
#include "query/render/render.hpp"
#include "query/render/trends.hpp"
#include "query/service/operation.hpp"
#include "query/service/schemas.hpp"

namespace nonmun {
namespace {

using Kind = ParameterKind;

constexpr double most_weight = 1000;
constexpr std::int64_t most_results = 100;
constexpr std::int64_t deepest_result = 1000;
constexpr std::int64_t most_seeds = 50;
constexpr std::int64_t most_report_papers = 500;
constexpr std::int64_t most_report_neighbours = 50;
constexpr std::int64_t most_topics = 50;

ParameterRow word(const char* name, const char* help, bool required, bool many = false) {
    ParameterRow row{name, Kind::text, help};
    row.is_word = true;
    row.required = required;
    row.many = many;
    return row;
}

ParameterRow text(const char* name, const char* help) {
    return {name, Kind::text, help};
}

ParameterRow texts(const char* name, const char* help) {
    ParameterRow row{name, Kind::text, help};
    row.many = true;
    return row;
}

ParameterRow integer(const char* name, const char* help, double least, double most,
                     const char* otherwise = nullptr) {
    ParameterRow row{name, Kind::integer, help};
    row.least = least;
    row.most = most;
    row.otherwise = otherwise;
    return row;
}

ParameterRow number(const char* name, const char* help, const char* otherwise) {
    ParameterRow row{name, Kind::number, help};
    row.most = most_weight;
    row.otherwise = otherwise;
    return row;
}

ParameterRow limit(const char* help) {
    return integer("limit", help, 1, most_results, "10");
}

ParameterRow sort_order() {
    ParameterRow row{"sort", Kind::text, "The order: by relevance, most votes or newest first"};
    row.choices = {"relevance", "votes", "date"};
    row.otherwise = "\"relevance\"";
    return row;
}

std::vector<ParameterRow> with_weights(std::vector<ParameterRow> rows) {
    rows.push_back(number("votes_weight", "How much votes count; 0 switches them off", "1"));
    rows.push_back(number("author_weight", "How much authors count; 0 switches them off", "1"));
    rows.push_back(number("recency_weight",
                          "How much recent papers gain; it halves with every 180 days", "0"));
    rows.push_back({"as_of", Kind::date,
                    "The day that recency is seen from; later papers count as of it. Default: "
                    "today"});
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
    check_one_seed(!request.ids.empty() + request.author.has_value() + request.text.has_value());
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
    const auto most = static_cast<std::size_t>(arguments.integer("limit", 10, 1, limits.results));
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
        limit("How many papers"),
        integer("offset", "How many papers to pass over first", 0, deepest_result - 1, "0"),
        sort_order(),
        texts("author", "Only papers of this author"),
        {"from", Kind::date, "Only papers from this day, month or year on"},
        {"to", Kind::date, "Only papers up to this day, month or year"},
        integer("min_votes", "Only papers known to have so many votes", 0, max_votes),
        text("facets",
             "Count all papers found by month, author, votes or section; several with commas "
             "between"),
        integer("facet_limit", "At most so many authors and sections of the facets", 1,
                most_results, "10"),
        {"marks", Kind::flag, "Mark the whole summary of each paper, not the snippet alone"},
    });
}

std::vector<ParameterRow> related_parameters() {
    return with_weights({
        word("id", "Related to this paper; several are taken together", false, true),
        text("author", "Related to this author's papers, taken together"),
        text("text", "Related to this text"),
        texts("not", "Leave out the paper with this id"),
        limit("How many papers"),
        integer("same_author_limit",
                "At most so many papers of one author among the first ten; 0: no limit", 0,
                most_results, "3"),
    });
}

std::vector<ParameterRow> trends_parameters() {
    return {word("q", "Only the papers that this query finds", false),
            {"from", Kind::date, "Only from this month on; those before still count as before"},
            {"to", Kind::date, "Only up to this month"},
            integer("topics", "How many topics: what rose most in a month, then what is frequent",
                    0, most_topics, "10"),
            texts("term", "Follow papers with these words too")};
}

std::vector<ParameterRow> report_parameters() {
    return {text("scope", "Only the papers that this query finds; nothing: all"),
            word("id", "Only these papers", false, true),
            integer("top", "How many similar papers of each", 1, most_report_neighbours, "10"),
            number("min_score", "Leave out similar papers that score less", "0"),
            number("votes_weight", "How much votes count; 0 switches them off", "1"),
            number("author_weight", "How much authors count; 0 switches them off", "1")};
}

std::vector<Operation> make_operations() {
    return {
        {"search", "Search papers", "Finds papers by words, phrases, fields, days and votes",
         search_parameters(), "HitList", false, run_search},
        {"paper",
         "Get a paper",
         "One paper, whole",
         {word("id", "The paper's id, as 2404.19756", true)},
         "Paper",
         false,
         run_paper},
        {"related", "Find related papers", "Finds papers like others, an author's or a text",
         related_parameters(), "HitList", true, run_related},
        {"author",
         "Get an author",
         "An author's papers, co-authors, and related papers by others",
         {word("name", "The name, in any spelling", true),
          limit("How many related papers by others")},
         "AuthorAnswer",
         true,
         run_author},
        {"authors",
         "Search authors",
         "Finds authors by names, the last word half typed",
         {word("q", "What is typed of the name; nothing: those with the most papers", false),
          limit("How many authors")},
         "AuthorList",
         false,
         run_authors},
        {"trends", "Topics by month", "Topics by month: what is new, and what grows",
         trends_parameters(), "Trends", true, run_trends},
        {"report", "Report on a scope",
         "For every paper of a scope the most similar ones, near duplicates, clusters and months",
         report_parameters(), "Report", true, run_report},
        {"stats",
         "Index statistics",
         "What is in the index",
         {},
         "Statistics",
         true,
         run_statistics},
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
    limits.seeds = most_seeds;
    limits.report_papers = most_report_papers;
    limits.report_neighbours = most_report_neighbours;
    limits.topics = most_topics;
    limits.search_time = std::chrono::milliseconds(2000);
    return limits;
}

const Json& answer_schemas() {
    static const Json schemas = Json::parse(embedded_answer_schemas());
    return schemas;
}

}  // namespace nonmun
