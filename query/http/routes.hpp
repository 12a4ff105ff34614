// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/http/metrics.hpp"
#include "query/http/request.hpp"
#include "query/service/engine_pool.hpp"
#include "query/service/operation.hpp"

// The routes in one table. Requests are dispatched by it, and /openapi.json is made from it.
namespace nonmun {

struct ServerOptions {
    std::vector<std::string> databases;
    bool thumbnails = true;    // the page may load thumbnails from the URLs in digests
    std::string allow_origin;  // whose pages may use the API (CORS); "*" for any, "" for none
    std::string token;         // bearer token that requests must have; "" for none
    RequestLimits requests = served_limits();
    ServerLimits limits;
    std::size_t engines = 3;  // concurrent searches, and one more
    std::string version;
};

// State shared by all requests.
struct ServerState {
    explicit ServerState(ServerOptions given);

    ServerOptions options;
    EnginePool engines;
    Metrics metrics;
    // The host from --listen, and whether it is a loopback address or resolves to one.
    std::string name;
    bool on_loopback = false;
    std::atomic<std::size_t> connections = 0;  // open now
};

// The arguments of a route's function.
struct HttpCall {
    ParameterValues parameters;          // of the path and the query, decoded
    std::optional<Arguments> arguments;  // the same, checked; set if the route has an operation
    std::string target;                  // path and query as they were sent
    std::string if_none_match;
    std::optional<std::chrono::milliseconds> most_time = {};  // for a query, if less than usual
};

struct Route {
    const char* path;            // "/v1/papers/{id}/related"
    const Operation* operation;  // that the route runs, or nullptr
    const char* summary;
    const char* type;    // media type of the answer
    const char* schema;  // name of its JSON schema, or ""
    bool open;           // needs no token
    bool needs_engine;
    // `engine` is nullptr if the route needs none, or if none was free in time.
    HttpAnswer (*answer)(ServerState& state, const Route& route, const HttpCall& call,
                         Engine* engine);
};

const std::vector<Route>& routes();

struct RouteMatch {
    const Route* route;
    ParameterValues parameters;  // the values of the {names} of its path, decoded
};
// The route for a percent-encoded path ("/v1/papers/a%2Fb").
std::optional<RouteMatch> match_route(std::string_view path);

// Decodes "a=1&b=%ED%99%95"; + stands for a blank. Throws Error(usage) for an invalid % escape.
ParameterValues read_query(std::string_view query);

// OpenAPI 3.1.
Json openapi_document(const ServerState& state);

}  // namespace nonmun
