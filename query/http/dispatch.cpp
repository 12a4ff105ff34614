// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/dispatch.hpp"

#include <chrono>
#include <ctime>
#include <iostream>
#include <vector>

#include "common/cli/terminal.hpp"
#include "common/error.hpp"
#include "common/unicode.hpp"
#include "query/http/ascii_case.hpp"
#include "query/http/assets.hpp"

namespace nonmun {
namespace {

// Shorter bodies are sent as they are: a packet's worth.
constexpr std::size_t least_compressed = 1000;

// The page loads nothing but itself, and pictures where that is allowed; nothing may frame it.
std::string content_policy(bool thumbnails) {
    return std::string("default-src 'none'; script-src 'self'; style-src 'self'; ") +
           "connect-src 'self'; img-src 'self' data:" + (thumbnails ? " https:" : "") +
           "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}

std::string http_date() {
    const std::time_t now = std::time(nullptr);
    std::tm utc = {};
    ::gmtime_r(&now, &utc);
    char text[40];
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
    return text;
}

// The headers that every response has.
std::map<std::string, std::string> common_headers(const ServerOptions& options) {
    return {{"Date", http_date()},
            {"Cache-Control", options.token.empty() ? "no-cache" : "private, no-cache"},
            {"Content-Security-Policy", content_policy(options.thumbnails)},
            {"X-Content-Type-Options", "nosniff"},
            {"X-Frame-Options", "DENY"},
            {"Referrer-Policy", "no-referrer"},
            {"Cross-Origin-Opener-Policy", "same-origin"},
            {"Cross-Origin-Resource-Policy",
             options.allow_origin.empty() ? "same-origin" : "cross-origin"},
            {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}};
}

bool may_ask(const ServerOptions& options, const httplib::Request& request) {
    constexpr std::string_view scheme = "bearer ";
    const std::string header = request.get_header_value("Authorization");
    if (!same_ascii(std::string_view(header).substr(0, scheme.size()), scheme)) return false;
    return same_secret(trim(std::string_view(header).substr(scheme.size())), options.token);
}

// Assets never change: they are compressed when the first one is asked for, and not again.
const HttpAnswer& asset_answer(const Asset& asset) {
    static const std::vector<HttpAnswer> answers = [] {
        std::vector<HttpAnswer> made;
        for (const Asset& one : assets()) {
            HttpAnswer& answer = made.emplace_back();
            answer.type = type_of(one.path);
            answer.body = one.content();
            answer.tag = entity_tag(answer.body);
            if (answer.body.size() >= least_compressed) answer.compressed = gzip(answer.body);
        }
        return made;
    }();
    return answers[static_cast<std::size_t>(&asset - assets().data())];
}

// What stands in place of an answer when the request itself is not in order.
std::optional<HttpAnswer> objection(const ServerState& state, const httplib::Request& request) {
    if (request.has_header(has_body_header))
        return problem(413, "no request here has a body", "put parameters into the address");
    if (request.version == "HTTP/1.1" && request.get_header_value_count("Host") != 1)
        return problem(400, "there must be one Host header");
    if (state.loopback_name && request.has_header("Host") &&
        !is_loopback_authority(request.get_header_value("Host"), *state.loopback_name)) {
        return problem(421, "this server is not called " + request.get_header_value("Host"),
                       "it answers to localhost and 127.0.0.1 alone");
    }
    const bool preflight = request.method == "OPTIONS" && !state.options.allow_origin.empty();
    if (request.method != "GET" && request.method != "HEAD" && !preflight) {
        HttpAnswer answer = problem(405, "there is no method but GET and HEAD here");
        answer.headers["Allow"] = "GET, HEAD";
        return answer;
    }
    if (preflight) {
        HttpAnswer answer;
        answer.status = 204;
        answer.headers = {{"Access-Control-Allow-Methods", "GET, HEAD"},
                          {"Access-Control-Allow-Headers", "Authorization, If-None-Match"},
                          {"Access-Control-Max-Age", "600"}};
        return answer;
    }
    return std::nullopt;
}

HttpAnswer route_answer(ServerState& state, RouteMatch found, const httplib::Request& request,
                        std::string_view query) {
    if (!state.options.token.empty() && !found.route->open && !may_ask(state.options, request)) {
        HttpAnswer answer = problem(401, "the token is missing or wrong",
                                    "send it as: Authorization: Bearer TOKEN");
        answer.headers["WWW-Authenticate"] = "Bearer";
        return answer;
    }
    const auto parameters = read_query(query);
    if (!parameters)
        return problem(400, "the query of the address has a % that is none",
                       "write a percent sign as %25");
    HttpCall call;
    call.if_none_match = request.get_header_value("If-None-Match");
    call.parameters = std::move(found.parameters);
    for (const auto& [name, value] : *parameters) {
        if (std::string_view(found.route->path).find("{" + name + "}") != std::string::npos)
            return problem(400, name + " stands in the path already");
        const bool of_api = std::string_view(found.route->path).starts_with("/v1/");
        if (of_api && found.route->operation == nullptr)
            return problem(400, "unknown parameter " + name, "there are none here");
        call.parameters.emplace(name, value);
    }
    return found.route->answer(state, *found.route, call);
}

HttpAnswer answer_of(ServerState& state, const httplib::Request& request, std::size_t& route) {
    const std::string_view target = request.target;
    const std::string_view path = target.substr(0, std::min(target.find('?'), target.size()));
    const std::string_view query = target.substr(std::min(path.size() + 1, target.size()));
    auto found = match_route(path);
    if (found) route = static_cast<std::size_t>(found->route - routes().data());
    if (auto objected = objection(state, request)) return std::move(*objected);
    if (found) return route_answer(state, std::move(*found), request, query);
    if (const Asset* asset = asset_at(path)) return asset_answer(*asset);
    return problem(404, "there is nothing at " + std::string(path), "see /openapi.json");
}

void allow_origin(const ServerOptions& options, const httplib::Request& request,
                  httplib::Response& response) {
    if (options.allow_origin.empty()) return;
    const std::string origin = request.get_header_value("Origin");
    if (options.allow_origin != "*" && origin != options.allow_origin) return;
    response.set_header("Access-Control-Allow-Origin", options.allow_origin);
    response.set_header("Access-Control-Expose-Headers", "ETag");
}

void fill(const ServerOptions& options, const httplib::Request& request, HttpAnswer answer,
          httplib::Response& response) {
    if (answer.status == 200 && names_tag(request.get_header_value("If-None-Match"), answer.tag)) {
        answer.status = 304;
        answer.body.clear();
    }
    response.status = answer.status;
    for (const auto& [name, value] : common_headers(options)) response.set_header(name, value);
    response.set_header(
        "Vary", options.allow_origin.empty() ? "Accept-Encoding" : "Accept-Encoding, Origin");
    allow_origin(options, request, response);
    for (const auto& [name, value] : answer.headers) response.set_header(name, value);
    if (!answer.tag.empty()) response.set_header("ETag", answer.tag);
    if (answer.body.empty()) return;
    if (answer.body.size() >= least_compressed &&
        accepts_gzip(request.get_header_value(accept_encoding_header))) {
        if (answer.compressed.empty()) answer.compressed = gzip(answer.body);
        if (!answer.compressed.empty()) {
            answer.body = std::move(answer.compressed);
            response.set_header("Content-Encoding", "gzip");
        }
    }
    response.set_content(answer.body, answer.type);
}

}  // namespace

void dispatch(ServerState& state, const httplib::Request& request, httplib::Response& response) {
    const auto begin = std::chrono::steady_clock::now();
    std::size_t route = routes().size();
    HttpAnswer answer;
    try {
        answer = answer_of(state, request, route);
    } catch (...) {
        answer = problem_of(std::current_exception());
        // Nobody but who runs the server can mend it, or needs to know where its files are.
        if (answer.status == 500) {
            std::cerr << "nonmun: " + one_line(request.path) + ": " + answer.body;
            answer = problem(500, "this cannot be answered",
                             "whoever runs the server finds why on its standard error");
        }
    }
    const bool partial = answer.partial;
    fill(state.options, request, std::move(answer), response);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    state.metrics.count(route, response.status, time.count(), partial);
}

void fill_refusal(const ServerOptions& options, httplib::Response& response) {
    fill(options, httplib::Request(), problem(response.status, "the request cannot be read"),
         response);
}

std::string closing_response(const HttpAnswer& answer) {
    std::string response = "HTTP/1.1 " + std::to_string(answer.status) + " " +
                           status_title(answer.status) + "\r\nContent-Type: " + answer.type +
                           "\r\nContent-Length: " + std::to_string(answer.body.size()) +
                           "\r\nConnection: close\r\n";
    for (const auto& [name, value] : answer.headers)
        response.append(name).append(": ").append(value).append("\r\n");
    for (const auto& [name, value] : common_headers({}))
        response.append(name).append(": ").append(value).append("\r\n");
    return response + "\r\n" + answer.body;
}

}  // namespace nonmun
