// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/routes.hpp"

#include <algorithm>

#include "common/date.hpp"
#include "common/error.hpp"

namespace nonmun {
namespace {

// What an answer depends on beside the request: the revision, the program, and the day, which
// recency is seen from. "" where the revision cannot be told.
std::string tag_of(const ServerState& state, const Engine& engine) {
    if (!engine.tells_revisions()) return {};
    return entity_tag(engine.revision() + " " + state.options.version + " " + to_string(today()));
}

HttpAnswer too_busy() {
    return problem(503, "too many requests at once", "ask again in a moment");
}

HttpAnswer run_operation(ServerState& state, const Route& route, const HttpCall& call) {
    const Operation& operation = *route.operation;
    const Arguments arguments = arguments_of(operation, call.parameters);
    const ServerLimits& limits = state.options.limits;
    HttpAnswer answer;
    const auto body = [&](Engine& engine) {
        answer.tag = tag_of(state, engine);
        if (names_tag(call.if_none_match, answer.tag)) return;  // becomes 304
        OperationAnswer run = operation.run(engine, arguments, state.options.requests);
        answer.body = std::move(run.json) + "\n";
        answer.partial = run.partial;
        answer.tag = answer.partial ? "" : tag_of(state, engine);
    };
    if (!state.engines.run(operation.slow, limits.patience, limits.waiting, body))
        return too_busy();
    return answer;
}

HttpAnswer health(ServerState& state, const Route&, const HttpCall&) {
    const ServerLimits& limits = state.options.limits;
    auto engine = state.engines.take(false, limits.patience, limits.waiting);
    if (!engine) return too_busy();
    HttpAnswer answer;
    answer.body = to_line(Json{{"status", "ok"}, {"papers", (*engine)->papers()}}) + "\n";
    return answer;
}

HttpAnswer metrics(ServerState& state, const Route&, const HttpCall&) {
    std::vector<std::string> names;
    for (const Route& route : routes()) names.emplace_back(route.path);
    names.emplace_back("other");
    Metrics::Gauges gauges;
    gauges.connections = state.connections;
    gauges.waiting = state.engines.waiting();
    gauges.refreshes = state.engines.refreshes();
    gauges.refresh_failures = state.engines.refresh_failures();
    const ServerLimits& limits = state.options.limits;
    if (auto engine = state.engines.take(false, limits.patience, limits.waiting))
        gauges.papers = (*engine)->papers();
    HttpAnswer answer;
    answer.type = "text/plain; version=0.0.4; charset=utf-8";
    answer.body = state.metrics.text(names, gauges);
    return answer;
}

HttpAnswer description(ServerState& state, const Route&, const HttpCall&) {
    HttpAnswer answer;
    answer.body = to_line(openapi_document(state)) + "\n";
    answer.tag = entity_tag(answer.body);
    return answer;
}

HttpAnswer server(ServerState& state, const Route&, const HttpCall&) {
    const RequestLimits& limits = state.options.requests;
    const Json json = {{"version", state.options.version},
                       {"thumbnails", state.options.thumbnails},
                       {"limits",
                        {{"query_bytes", limits.query_bytes},
                         {"query_words", limits.query_words},
                         {"results", limits.results},
                         {"depth", limits.depth},
                         {"report_papers", limits.report_papers}}}};
    HttpAnswer answer;
    answer.body = to_line(json) + "\n";
    answer.tag = entity_tag(answer.body);
    return answer;
}

Route of_operation(const char* path, const char* name) {
    const Operation& operation = operation_called(name);
    return {path,  &operation,   operation.summary, "application/json", operation.answer,
            false, run_operation};
}

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    while (path.starts_with('/')) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        segments.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

bool match(const std::vector<std::string_view>& pattern, const std::vector<std::string_view>& path,
           ParameterValues& parameters) {
    if (pattern.size() != path.size()) return false;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (!pattern[i].starts_with('{')) {
            if (pattern[i] != path[i]) return false;
            continue;
        }
        const auto value = percent_decoded(path[i]);
        if (!value || value->empty()) return false;
        parameters.emplace(pattern[i].substr(1, pattern[i].size() - 2), *value);
    }
    return true;
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

ServerState::ServerState(ServerOptions given)
    : options(std::move(given)),
      engines(options.databases, std::max<std::size_t>(2, options.engines)),
      metrics(routes().size() + 1) {}

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
        {"/v1/server", nullptr, "What a page needs to know of the server", "application/json",
         "Server", false, server},
        {"/healthz", nullptr, "Whether the index can be read", "application/json", "Health", true,
         health},
        {"/metrics", nullptr, "Counts and times for Prometheus", "text/plain", "", false, metrics},
        {"/openapi.json", nullptr, "This description", "application/json", "", true, description},
    };
    return table;
}

std::optional<RouteMatch> match_route(std::string_view path) {
    const auto segments = segments_of(path);
    for (const Route& route : routes()) {
        RouteMatch found{&route, {}};
        if (match(segments_of(route.path), segments, found.parameters)) return found;
    }
    return std::nullopt;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = digit_of(text[i + 1]);
        const int low = digit_of(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return decoded;
}

std::optional<ParameterValues> read_query(std::string_view query) {
    ParameterValues values;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        std::string pair(query.substr(0, end));
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) continue;
        std::replace(pair.begin(), pair.end(), '+', ' ');
        const auto equals = std::min(pair.find('='), pair.size());
        const auto name = percent_decoded(std::string_view(pair).substr(0, equals));
        const auto value =
            percent_decoded(std::string_view(pair).substr(std::min(equals + 1, pair.size())));
        if (!name || !value) return std::nullopt;
        values.emplace(*name, *value);
    }
    return values;
}

}  // namespace nonmun
