// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "query/http/answer.hpp"
#include "query/http/limits.hpp"

namespace nonmun {

// An HTTP request. A header that is absent is "".
struct HttpRequest {
    std::string method;               // "GET"
    std::string path;                 // percent-encoded: "/v1/papers/a%2Fb"; "*" of "OPTIONS *"
    std::string query;                // what follows the ?, percent-encoded
    std::optional<std::string> host;  // of the target "http://HOST/...", else of the Host header
    std::string authorization;
    std::string if_none_match;
    std::string origin;
    bool accepts_gzip = false;
    bool is_http_1_0 = false;
    bool has_body = false;
    bool keep_alive = false;  // the client may send another request on this connection
};

// Parses the head of a request, from its first line to the empty line that ends it (RFC 9112).
// Returns the problem to answer with if it is malformed or exceeds the limits.
std::variant<HttpRequest, HttpAnswer> parse_head(std::string_view head, const ServerLimits& limits);

}  // namespace nonmun
