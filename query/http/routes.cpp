// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/routes.hpp"

#include <algorithm>
#include <charconv>

#include "common/date.hpp"
#include "common/error.hpp"
#include "common/text.hpp"
#include "query/service/options.hpp"

namespace nonmun {
namespace {

// Identifies everything that an answer depends on: the request, the revision, the version of the
// program, and today, because of recency. "" if the index does not report its revision.
std::string tag_of(const ServerState& state, const HttpCall& call, const Engine& engine) {
    if (!engine.tells_revisions()) return {};
    return entity_tag(call.target + " " + engine.revision() + " " + state.options.version + " " +
                      to_string(today()));
}

HttpAnswer too_busy() {
    return problem(503, "too many requests", "try again in a moment");
}

HttpAnswer run_operation(ServerState& state, const Route& route, const HttpCall& call,
                         Engine* engine) {
    if (engine == nullptr) return too_busy();
    HttpAnswer answer;
    answer.tag = tag_of(state, call, *engine);
    // The tag comes from an earlier 200 to the same request, so the operation would succeed.
    if (call.if_none_match != "*" && names_tag(call.if_none_match, answer.tag)) return answer;
    RequestLimits limits = state.options.requests;
    if (call.most_time)
        limits.query.time = std::min(*call.most_time, limits.query.time.value_or(*call.most_time));
    OperationAnswer run = route.operation->run(*engine, *call.arguments, limits);
    answer.body = std::move(run.json) + "\n";
    answer.partial = run.partial;
    answer.tag = answer.partial ? "" : tag_of(state, call, *engine);
    return answer;
}

// An answer that never changes.
HttpAnswer constant_answer(const Json& json) {
    HttpAnswer answer;
    answer.body = to_line(json) + "\n";
    answer.tag = entity_tag(answer.body);
    return answer;
}

HttpAnswer health(ServerState&, const Route&, const HttpCall&, Engine* engine) {
    if (engine == nullptr) return too_busy();
    HttpAnswer answer;
    answer.body = to_line(Json{{"status", "ok"}, {"papers", engine->papers()}}) + "\n";
    return answer;
}

HttpAnswer metrics(ServerState& state, const Route&, const HttpCall&, Engine* engine) {
    const Metrics& metrics = state.metrics;
    const EnginePool& engines = state.engines;
    std::vector<Metrics::Sample> samples = {
        {"nonmun_partial_answers_total", "counter", "Answers that the time limit cut short",
         metrics.partial},
        {"nonmun_refused_connections_total", "counter",
         "Connections that were refused because the limit was reached", metrics.refused},
        {"nonmun_malformed_requests_total", "counter",
         "Requests that were malformed, too large or too slow", metrics.malformed},
        {"nonmun_connections", "gauge", "Open connections", state.connections},
        {"nonmun_waiting_requests", "gauge", "Requests that wait for an engine", engines.waiting()},
        {"nonmun_index_refreshes_total", "counter", "How often an engine opened a new revision",
         engines.refreshes()},
        {"nonmun_index_refresh_failures_total", "counter",
         "How often an engine could not open a new revision and kept the old one",
         engines.refresh_failures()},
        {"nonmun_similarity_reads_total", "counter",
         "How often the similarity model of a revision was read", engines.similarities_read()}};
    if (engine != nullptr)
        samples.push_back(
            {"nonmun_index_papers", "gauge", "Papers in the index", engine->papers()});
    HttpAnswer answer;
    answer.type = "text/plain; version=0.0.4; charset=utf-8";
    answer.body = state.metrics.text(samples);
    return answer;
}

HttpAnswer description(ServerState& state, const Route&, const HttpCall&, Engine*) {
    return constant_answer(openapi_document(state));
}

HttpAnswer server(ServerState& state, const Route&, const HttpCall&, Engine*) {
    const RequestLimits& limits = state.options.requests;
    return constant_answer({{"version", state.options.version},
                            {"thumbnails", state.options.thumbnails},
                            {"limits",
                             {{"query_bytes", limits.query_bytes},
                              {"query_words", limits.query_words},
                              {"results", most_served_results},
                              {"depth", limits.depth},
                              {"report_papers", limits.report_papers}}}});
}

Route of_operation(const char* path, const char* name) {
    const Operation& operation = operation_called(name);
    return {path,  &operation, operation.summary, "application/json", operation.answer,
            false, true,       run_operation};
}

// "%ED%99%95" → "확"; nullopt for a % without two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        const std::string_view digits = text.substr(i + 1, 2);
        unsigned char byte = 0;
        const char* const end = digits.data() + digits.size();
        if (digits.size() < 2 || std::from_chars(digits.data(), end, byte, 16).ptr != end)
            return std::nullopt;
        decoded += static_cast<char>(byte);
        i += digits.size();
    }
    return decoded;
}

// Whether the path has the segments of the pattern. Adds the values of its {names}, decoded.
bool match(std::string_view pattern, std::string_view path, ParameterValues& parameters) {
    for (;;) {
        const auto [wanted, pattern_rest] = cut(pattern, '/');
        const auto [segment, path_rest] = cut(path, '/');
        if (wanted.starts_with('{')) {
            const auto value = percent_decoded(segment);
            if (!value || value->empty()) return false;
            parameters.emplace(wanted.substr(1, wanted.size() - 2), *value);
        } else if (wanted != segment) {
            return false;
        }
        const bool is_last = wanted.size() == pattern.size();
        if (is_last != (segment.size() == path.size())) return false;
        if (is_last) return true;
        pattern = pattern_rest;
        path = path_rest;
    }
}

// The names under which requests are counted: the paths of the routes, and one for other requests.
std::vector<std::string> route_names() {
    std::vector<std::string> names;
    for (const Route& route : routes()) names.emplace_back(route.path);
    names.emplace_back("other");
    return names;
}

}  // namespace

ServerState::ServerState(ServerOptions given)
    : options(std::move(given)),
      engines(options.databases, std::max<std::size_t>(2, options.engines)),
      metrics(route_names()) {}

const std::vector<Route>& routes() {
    static const std::vector<Route> table = {
        of_operation("/v1/search", "search"),
        of_operation("/v1/papers/{id}", "paper"),
        of_operation("/v1/papers/{id}/related", "related"),
        of_operation("/v1/related", "related"),
        of_operation("/v1/authors", "authors"),
        of_operation("/v1/authors/{name}", "author"),
        of_operation("/v1/trends", "trends"),
        of_operation("/v1/report", "report"),
        of_operation("/v1/stats", "stats"),
        {"/v1/server", nullptr, "The version, the limits, and whether thumbnails are shown",
         "application/json", "Server", false, false, server},
        {"/healthz", nullptr, "Whether the index can be read", "application/json", "Health", true,
         true, health},
        {"/metrics", nullptr, "Counts and times for Prometheus", "text/plain", "", false, true,
         metrics},
        {"/openapi.json", nullptr, "The OpenAPI description of this API", "application/json", "",
         true, false, description},
    };
    return table;
}

std::optional<RouteMatch> match_route(std::string_view path) {
    for (const Route& route : routes()) {
        RouteMatch found{&route, {}};
        if (match(route.path, path, found.parameters)) return found;
    }
    return std::nullopt;
}

ParameterValues read_query(std::string_view query) {
    ParameterValues values;
    for (const std::string_view pair : split(query, '&')) {
        if (pair.empty()) continue;
        std::string text(pair);
        std::replace(text.begin(), text.end(), '+', ' ');
        const auto [encoded_name, encoded_value] = cut(text, '=');
        const auto name = percent_decoded(encoded_name);
        const auto value = percent_decoded(encoded_value);
        if (!name || !value)
            throw Error(ErrorKind::usage, "the query has a % without two hexadecimal digits",
                        "write a percent sign as %25");
        values.emplace(*name, *value);
    }
    return values;
}

}  // namespace nonmun
