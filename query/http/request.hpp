// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "query/http/answer.hpp"
#include "query/service/options.hpp"

namespace nonmun {

// Limits of a server as a whole; served_limits() has those of a request's parameters.
struct ServerLimits {
    std::size_t head_bytes = 16'384;                // of a request line with its headers
    std::size_t target_bytes = 8000;                // of a path with its query
    std::size_t headers = 100;                      // of a request
    std::size_t header_bytes = 8000;                // of a header with its name
    std::chrono::seconds head_time{10};             // for a head to arrive, from its first byte on
    std::chrono::seconds answer_time{30};           // for a client to take an answer
    std::chrono::seconds idle_time{30};             // between requests of a connection
    std::chrono::seconds crowded_idle_time{1};      // the same, while 3/4 of `connections` are open
    std::size_t connections = default_connections;  // open at once; others get 503
    std::size_t waiting = 128;  // requests of one kind, slow or not, that wait for an engine
    std::chrono::milliseconds patience{5000};  // for a request to wait for an engine
    // A search that takes longer runs again as a slow request, so that expensive queries never
    // occupy every engine.
    std::chrono::milliseconds quick_time{100};
    std::size_t requests_of_connection = 100'000;
};

// An HTTP request. A header that is absent is "".
struct HttpRequest {
    std::string method;               // "GET"
    std::string path;                 // percent-encoded: "/v1/papers/a%2Fb"; "*" of "OPTIONS *"
    std::string query;                // what follows the ?, percent-encoded
    std::optional<std::string> host;  // of the target "http://HOST/...", else of the Host header
    std::string authorization;
    std::string if_none_match;
    std::string origin;
    std::string fetch_site;      // Sec-Fetch-Site
    bool is_navigation = false;  // of a window, by a link for example
    bool accepts_gzip = false;
    bool is_http_1_0 = false;
    bool has_body = false;
    bool keep_alive = false;  // the client may send another request on this connection
};

// Parses the head of a request, from its first line to the empty line that ends it (RFC 9112).
// Returns the problem to answer with if it is malformed or exceeds the limits.
std::variant<HttpRequest, HttpAnswer> parse_head(std::string_view head, const ServerLimits& limits);

}  // namespace nonmun
