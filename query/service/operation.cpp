// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/service/operation.hpp"

#include <algorithm>
#include <cmath>

#include "common/error.hpp"
#include "common/paper_json.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"
#include "query/render/json.hpp"
#include "query/render/trends.hpp"
#include "query/service/options.hpp"

namespace nonmun {

std::string_view embedded_answer_schemas();  // query/service/answer_schemas.json

namespace {

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
    check_one_seed(request, "give id, author or text");
    return answer_of(engine.related(request));
}

OperationAnswer run_author(Engine& engine, const Arguments& arguments,
                           const RequestLimits& limits) {
    const std::string name = author_name(arguments, limits);
    const AuthorAnswer answer = engine.author(name, author_request(arguments));
    if (!answer.profile && answer.possible.empty())
        throw Error(ErrorKind::missing, no_author(name), "try one word of the name");
    return answer_of(author_json(answer));
}

OperationAnswer run_authors(Engine& engine, const Arguments& arguments,
                            const RequestLimits& limits) {
    const std::string typed = arguments.joined_words();
    check_query(typed, arguments.display_name("q"), limits);
    return answer_of(
        Json{{"authors", author_entries_json(engine.authors(typed, arguments.count("limit")))}});
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
    const auto check_time = [&](const char*, std::size_t, std::size_t) {
        if (std::chrono::steady_clock::now() >= end) throw OutOfTime();
    };
    std::vector<Json> records;
    bool partial = false;
    try {
        engine.report(request, check_time, records);
    } catch (const OutOfTime&) {
        partial = true;
    }
    return answer_of(Json{{"partial", partial}, {"records", std::move(records)}});
}

OperationAnswer run_statistics(Engine& engine, const Arguments&, const RequestLimits&) {
    return answer_of(statistics_json(engine.statistics()));
}

const OptionRow& parameter_called(const Operation& operation, const std::string& name) {
    std::vector<std::string> known;
    for (const OptionRow& row : operation.parameters) {
        known.push_back(parameter_name(row));
        if (known.back() == name) return row;
    }
    throw Error(ErrorKind::usage, "unknown parameter " + printable(name),
                known.empty() ? "there are none here" : "there are: " + joined(known));
}

// Whether a flag is set.
bool is_true(const OptionRow& row, const std::string& value) {
    if (value == "true" || value == "1") return true;
    if (value == "false" || value == "0") return false;
    throw Error(ErrorKind::usage,
                parameter_name(row) + " " + printable(value) + " is neither true nor false");
}

// A parameter's value in JSON, as text.
std::string text_of(const OptionRow& row, const Json& value) {
    const auto refuse = [&](const char* wanted) {
        throw Error(ErrorKind::usage, parameter_name(row) + " must be " + wanted);
    };
    if (std::holds_alternative<Flag>(row.type)) {
        if (!value.is_boolean()) refuse("true or false");
    } else if (std::holds_alternative<Number>(row.type)) {
        if (!value.is_number()) refuse("a number");
    } else if (!std::holds_alternative<Integer>(row.type)) {
        if (!value.is_string()) refuse("a string");
        return value.get<std::string>();
    } else if (value.is_number_float()) {
        // 10.0 is an integer in JSON Schema, and what clients send whose numbers are all doubles.
        constexpr double most = 1e15;  // doubles are exact below
        const double number = value.get<double>();
        if (std::abs(number) > most || std::trunc(number) != number) refuse("a whole number");
        return std::to_string(static_cast<std::int64_t>(number));
    } else if (!value.is_number_integer()) {
        refuse("a whole number");
    }
    return value.dump();
}

}  // namespace

const std::vector<Operation>& operations() {
    static const std::vector<Operation> all = [] {
        std::vector<Operation> rows = {
            {"search", "Search papers", "Finds papers by words, phrases, fields, days and votes",
             "HitList", false, run_search},
            {"paper", "Get a paper", "One paper with all that is known of it", "Paper", false,
             run_paper},
            {"related", "Find related papers", "Finds papers like others, an author's or a text",
             "HitList", true, run_related},
            {"author", "Get an author",
             "An author's papers, co-authors, and related papers by others", "AuthorAnswer", true,
             run_author},
            {"authors", "Search authors", "Finds authors by names, the last word half typed",
             "AuthorList", false, run_authors},
            {"trends", "Topics by month", "Topics by month: what is new, and what grows", "Trends",
             true, run_trends},
            {"report", "Report on a scope",
             "For every paper of a scope the most similar ones, near duplicates, clusters and "
             "months",
             "Report", true, run_report},
            {"stats", "Index statistics", "What is in the index", "Statistics", true,
             run_statistics},
        };
        for (Operation& row : rows) row.parameters = operation_parameters(row.name);
        return rows;
    }();
    return all;
}

const Operation& operation_called(std::string_view name) {
    return *std::find_if(operations().begin(), operations().end(),
                         [&](const Operation& operation) { return operation.name == name; });
}

std::string parameter_name(const OptionRow& row) {
    std::string name = row.name;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

std::string parameter_help(const OptionRow& row) {
    if (std::holds_alternative<Choice>(row.type)) return row.help;  // the schema has the choices
    const bool only_note = *row.note != '\0' && default_value(row).empty();
    return option_text(row) + (only_note ? std::string(". Default: ") + row.note : "");
}

bool is_required(const OptionRow& row) {
    const auto* words = std::get_if<Words>(&row.type);
    return words && words->required;
}

Json schema_of(const OptionRow& row) {
    Json schema = {{"type", "string"}};
    if (std::holds_alternative<Flag>(row.type)) {
        schema = {{"type", "boolean"}};
    } else if (std::holds_alternative<Period>(row.type)) {
        schema["pattern"] = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$";
    } else if (std::holds_alternative<Choice>(row.type)) {
        schema["enum"] = choices_of(row);
        schema["default"] = default_value(row);
    } else if (const auto* integer = std::get_if<Integer>(&row.type)) {
        schema = {{"type", "integer"}, {"minimum", integer->least}, {"maximum", integer->most}};
        if (integer->fallback) schema["default"] = *integer->fallback;
    } else if (const auto* number = std::get_if<Number>(&row.type)) {
        schema = {{"type", "number"}, {"minimum", number->least}, {"maximum", number->most}};
        if (number->fallback) schema["default"] = *number->fallback;
    }
    if (row.many) return {{"type", "array"}, {"items", schema}};
    return schema;
}

Arguments arguments_of(const Operation& operation, const ParameterValues& values) {
    std::map<std::string, std::vector<std::string>> options;
    std::vector<std::string> words;
    for (const auto& [name, value] : values) {
        const OptionRow& row = parameter_called(operation, name);
        if (!is_utf8(value))
            throw Error(ErrorKind::usage, name + " is not UTF-8: " + printable(value));
        if (value.find('\0') != std::string::npos)
            throw Error(ErrorKind::usage, name + " holds a zero byte");
        if (std::holds_alternative<Flag>(row.type) && !is_true(row, value)) continue;
        if (!row.many && values.count(name) > 1)
            throw Error(ErrorKind::usage, name + " is given more than once");
        if (!std::holds_alternative<Words>(row.type)) {
            options[row.name].push_back(value);
        } else if (!value.empty()) {
            words.push_back(value);
        }
    }
    for (const OptionRow& row : operation.parameters) {
        if (is_required(row) && words.empty())
            throw Error(ErrorKind::usage, parameter_name(row) + " is missing");
    }
    return Arguments(std::move(options), std::move(words), operation.parameters);
}

ParameterValues values_of(const Operation& operation, const Json& object) {
    ParameterValues values;
    for (const auto& [name, value] : object.items()) {
        const OptionRow& row = parameter_called(operation, name);
        if (value.is_null()) continue;
        if (!row.many) {
            values.emplace(name, text_of(row, value));
            continue;
        }
        if (!value.is_array()) throw Error(ErrorKind::usage, name + " must be a list");
        for (const Json& one : value) values.emplace(name, text_of(row, one));
    }
    return values;
}

const Json& answer_schemas() {
    static const Json schemas = [] {
        Json all = Json::parse(embedded_answer_schemas());
        Json paper = paper_schema();
        paper["required"].push_back("readable_title");
        paper["properties"]["readable_title"] = {{"type", "string"},
                                                 {"description", "The title without TeX"}};
        all["Paper"] = std::move(paper);
        return all;
    }();
    return schemas;
}

}  // namespace nonmun
