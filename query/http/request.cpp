// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/request.hpp"

#include <algorithm>

#include <boost/algorithm/string/predicate.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include "common/text.hpp"

namespace nonmun {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

// The value of a header; a list if there are several of this name.
std::string value_of(const http::fields& headers, http::field name) {
    std::string values;
    const auto [begin, end] = headers.equal_range(name);
    for (auto header = begin; header != end; ++header)
        values.append(values.empty() ? "" : ", ").append(header->value().to_string());
    return values;
}

// Whether an Accept-Encoding header takes gzip (RFC 9110, 12.5.3): a weight of 0 refuses.
bool takes_gzip(const std::string& accept_encoding) {
    std::optional<bool> gzip;
    bool others = false;
    for (const auto& [coding, parameters] : http::ext_list(accept_encoding)) {
        bool taken = true;
        for (const auto& [name, value] : parameters) {
            if (beast::iequals(name, "q"))
                taken = value.find_first_of("123456789") != beast::string_view::npos;
        }
        if (beast::iequals(coding, "gzip") || beast::iequals(coding, "x-gzip"))
            gzip = gzip.value_or(false) || taken;
        if (coding == "*") others = taken;
    }
    return gzip.value_or(others);
}

// Splits a target into host (in the absolute form only), path and query. Returns false if it is in
// none of the forms for an origin server (RFC 9112, 3.2).
bool read_target(std::string_view target, HttpRequest& request) {
    constexpr std::string_view scheme = "http://";
    if (boost::istarts_with(target, scheme)) {
        target.remove_prefix(scheme.size());
        const auto end = std::min(target.find_first_of("/?"), target.size());
        request.host = target.substr(0, end);
        target.remove_prefix(end);
        if (end == 0) return false;
        if (!target.starts_with('/')) request.path = "/";
    } else if (!target.starts_with('/') && !(target == "*" && request.method == "OPTIONS")) {
        return false;
    }
    const auto mark = std::min(target.find('?'), target.size());
    request.path += target.substr(0, mark);
    request.query = target.substr(std::min(mark + 1, target.size()));
    return true;
}

HttpAnswer malformed() {
    return problem(400, "this is not a valid HTTP/1.1 request");
}

}  // namespace

std::variant<HttpRequest, HttpAnswer> parse_head(std::string_view head,
                                                 const ServerLimits& limits) {
    // Beast accepts headers that go on in the next line; RFC 9112, 5.2 wants 400.
    if (head.find("\r\n ") != std::string_view::npos ||
        head.find("\r\n\t") != std::string_view::npos)
        return malformed();
    http::request_parser<http::empty_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(limits.head_bytes));
    boost::system::error_code error;
    parser.put(boost::asio::buffer(head.data(), head.size()), error);
    if (error || !parser.is_header_done()) return malformed();
    const auto& message = parser.get();
    const std::string target = message.target().to_string();
    if (target.size() > limits.target_bytes) return problem(414, "the URL is too long");
    const auto headers = static_cast<std::size_t>(std::distance(message.begin(), message.end()));
    const split lines(head.substr(head.find('\n') + 1), '\n');
    const auto is_long = [most = limits.header_bytes + 1](std::string_view line) {
        return line.size() > most;  // with its \r
    };
    if (headers > limits.headers || std::any_of(lines.begin(), lines.end(), is_long))
        return problem(431, "the request is too large");
    HttpRequest request;
    request.method = message.method_string().to_string();
    request.is_http_1_0 = message.version() == 10;
    const auto hosts = message.count(http::field::host);
    if (hosts > 1 || (hosts == 0 && !request.is_http_1_0))
        return problem(400, "there must be exactly one Host header");
    if (!read_target(target, request)) return malformed();
    if (!request.host && hosts > 0) request.host = value_of(message, http::field::host);
    request.authorization = value_of(message, http::field::authorization);
    request.if_none_match = value_of(message, http::field::if_none_match);
    request.origin = value_of(message, http::field::origin);
    request.fetch_site = message["Sec-Fetch-Site"].to_string();
    request.is_navigation =
        message["Sec-Fetch-Mode"] == "navigate" && message["Sec-Fetch-Dest"] == "document";
    request.accepts_gzip = takes_gzip(value_of(message, http::field::accept_encoding));
    request.has_body = parser.content_length().value_or(0) > 0 ||
                       message.count(http::field::transfer_encoding) > 0;
    request.keep_alive = parser.keep_alive() && !request.has_body;
    return request;
}

}  // namespace nonmun
