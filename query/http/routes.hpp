// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/http/answer.hpp"
#include "query/http/limits.hpp"
#include "query/http/metrics.hpp"
#include "query/service/engine_pool.hpp"
#include "query/service/operation.hpp"

// What is served: one table, which both dispatches requests and describes them in /openapi.json.
namespace nonmun {

// How a server is to behave.
struct ServerOptions {
    std::vector<std::string> databases;
    bool thumbnails = true;    // pictures may be fetched from where digests say they are
    std::string allow_origin;  // pages of this origin may ask too; "*": of any; "": none
    std::string token;         // that requests must bear; "": none
    RequestLimits requests = served_limits();
    ServerLimits limits;
    std::size_t engines = 3;  // one for each search that may run, and one more
    std::string version;
};

// What all requests share.
struct ServerState {
    explicit ServerState(ServerOptions given);

    ServerOptions options;
    EnginePool engines;
    Metrics metrics;
    // The host that was asked for, where only this machine can connect to it: requests may be
    // addressed to that beside localhost.
    std::optional<std::string> loopback_name;
    std::atomic<std::size_t> connections = 0;  // open ones
};

// What a route is called with.
struct HttpCall {
    ParameterValues parameters;          // of the path and the query, decoded
    std::optional<Arguments> arguments;  // the same, checked; of a route of an operation
    std::string target;                  // path and query as they were sent
    std::string if_none_match;
};

struct Route {
    const char* path;            // "/v1/papers/{id}/related"
    const Operation* operation;  // nullptr: `answer` does it all
    const char* summary;
    const char* type;    // of the answer
    const char* schema;  // of the answer, by name; "" for none
    bool open;           // needs no token
    bool needs_engine;
    // `engine` is nullptr if the route needs none, or none was free in time.
    HttpAnswer (*answer)(ServerState& state, const Route& route, const HttpCall& call,
                         Engine* engine);
};

const std::vector<Route>& routes();

// The route of a path as it was sent ("/v1/papers/a%2Fb"), and what stands for its {names},
// decoded.
struct RouteMatch {
    const Route* route;
    ParameterValues parameters;
};
std::optional<RouteMatch> match_route(std::string_view path);

// "%ED%99%95" → "확"; nullopt for a % that is none.
std::optional<std::string> percent_decoded(std::string_view text);

// The parameters of "a=1&b=2", where + stands for a blank. Throws Error(usage) for a % that is
// none.
ParameterValues read_query(std::string_view query);

// OpenAPI 3.1.
Json openapi_document(const ServerState& state);

}  // namespace nonmun
