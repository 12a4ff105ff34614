// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/dispatch.hpp"

#include <chrono>
#include <ctime>
#include <iostream>

#include <boost/algorithm/string/predicate.hpp>

#include "common/cli/terminal.hpp"
#include "common/error.hpp"
#include "common/unicode.hpp"
#include "query/http/assets.hpp"
#include "query/http/listen.hpp"

namespace nonmun {
namespace {

// Shorter bodies fit into one packet as they are.
constexpr std::size_t least_compressed = 1000;

std::string http_date() {
    const std::time_t now = std::time(nullptr);
    std::tm utc = {};
    ::gmtime_r(&now, &utc);
    char text[40];
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
    return text;
}

// Adds the headers that all answers have.
void add_common_headers(const ServerOptions& options, std::map<std::string, std::string>& headers) {
    // The page loads only its own files, and thumbnails if they are allowed. No site may frame it.
    const std::string pictures = options.thumbnails ? "'self' data: https:" : "'self' data:";
    const bool shared = !options.allow_origin.empty();
    headers["Content-Security-Policy"] =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src " +
        pictures + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    headers["Date"] = http_date();
    headers["Cache-Control"] = options.token.empty() ? "no-cache" : "private, no-cache";
    headers["X-Content-Type-Options"] = "nosniff";
    headers["X-Frame-Options"] = "DENY";
    headers["Referrer-Policy"] = "no-referrer";
    headers["Cross-Origin-Opener-Policy"] = "same-origin";
    headers["Cross-Origin-Resource-Policy"] = shared ? "cross-origin" : "same-origin";
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    headers["Vary"] = shared ? "Accept-Encoding, Origin" : "Accept-Encoding";
}

bool has_token(std::string_view authorization, std::string_view token) {
    constexpr std::string_view scheme = "bearer ";
    return boost::istarts_with(authorization, scheme) &&
           same_secret(trim(authorization.substr(scheme.size())), token);
}

// A request while it is answered.
struct Exchange {
    ServerState& state;
    const HttpRequest request;
    const std::function<void(HttpAnswer)> respond;
    const EnginePool::Clock::time_point begin = EnginePool::Clock::now();
    const Route* route = nullptr;
    HttpCall call = {};
};

// Whether a page of another site sends the request, other than by a link. A browser tells the
// origin of the page, or whether its site is the same.
bool is_of_another_site(const ServerOptions& options, const HttpRequest& request) {
    const std::string& origin = request.origin;
    if (options.allow_origin == "*" || (!origin.empty() && origin == options.allow_origin))
        return false;
    if (request.is_navigation) return false;
    const auto scheme = origin.find("://");
    const std::string_view host =
        std::string_view(origin).substr(scheme == std::string::npos ? 0 : scheme + 3);
    if (!origin.empty() && !boost::iequals(host, request.host.value_or(""))) return true;
    return request.fetch_site == "cross-site" || request.fetch_site == "same-site";
}

// The answer to OPTIONS, and to a request that is rejected regardless of its path.
std::optional<HttpAnswer> rejection(const ServerState& state, const HttpRequest& request) {
    if (request.has_body)
        return problem(413, "requests must not have a body", "put parameters into the URL");
    const bool checks_name = state.on_loopback || state.options.token.empty();
    if (checks_name && request.host &&
        !names_server(*request.host, state.name, state.on_loopback)) {
        return problem(421, "this server is not named " + *request.host,
                       state.on_loopback ? "it answers only to localhost and loopback addresses"
                                         : "it answers to addresses and to the host of --listen");
    }
    if (is_of_another_site(state.options, request)) {
        return problem(403, "another site may not use this server",
                       "allow its origin with --allow-origin");
    }
    if (request.method == "GET" || request.method == "HEAD") return std::nullopt;
    HttpAnswer answer;
    answer.status = 204;
    if (request.path == "*") {
        answer.headers = {{"Allow", "GET, HEAD, OPTIONS"}};
    } else if (request.method == "OPTIONS" && !state.options.allow_origin.empty()) {
        answer.headers = {{"Access-Control-Allow-Methods", "GET, HEAD"},
                          {"Access-Control-Allow-Headers", "Authorization, If-None-Match"},
                          {"Access-Control-Max-Age", "600"}};
    } else {
        answer = problem(405, "the only methods are GET and HEAD");
        answer.headers["Allow"] = "GET, HEAD";
    }
    return answer;
}

// Adds the parameters of the query to those of the path, and checks them all.
void read_parameters(const HttpRequest& request, const Route& route, HttpCall& call) {
    const std::string_view path = route.path;
    for (const auto& [name, value] : read_query(request.query)) {
        if (path.find("{" + name + "}") != std::string_view::npos)
            throw Error(ErrorKind::usage, name + " is already in the path");
        if (path.starts_with("/v1/") && route.operation == nullptr)
            throw Error(ErrorKind::usage, "unknown parameter " + name,
                        "this route has no parameters");
        call.parameters.emplace(name, value);
    }
    if (route.operation != nullptr)
        call.arguments = arguments_of(*route.operation, call.parameters);
}

// Finds the route and reads its parameters. Returns the answer if no route has to make it.
std::optional<HttpAnswer> prepare(Exchange& exchange) {
    const HttpRequest& request = exchange.request;
    auto match = match_route(request.path);
    if (match) exchange.route = match->route;
    if (auto rejected = rejection(exchange.state, request)) return rejected;
    if (!match) {
        if (const HttpAnswer* asset = asset_answer(request.path)) return *asset;
        throw Error(ErrorKind::missing, "there is nothing at " + request.path, "see /openapi.json");
    }
    const std::string& token = exchange.state.options.token;
    if (!token.empty() && !match->route->open && !has_token(request.authorization, token)) {
        HttpAnswer answer = problem(401, "the token is missing or wrong",
                                    "send it as: Authorization: Bearer TOKEN");
        answer.headers["WWW-Authenticate"] = "Bearer";
        return answer;
    }
    exchange.call = {std::move(match->parameters), std::nullopt, request.path + "?" + request.query,
                     request.if_none_match};
    read_parameters(request, *match->route, exchange.call);
    return std::nullopt;
}

// What `make` returns, or the problem that stands for its exception.
template <typename Make>
std::optional<HttpAnswer> answer_of(const HttpRequest& request, Make make) {
    try {
        return make();
    } catch (...) {
        HttpAnswer answer = problem_of(std::current_exception());
        if (answer.status != 500) return answer;
        // Only the operator can fix it, and nobody else should learn where the files are.
        std::cerr << "nonmun: " + one_line(request.path) + ": " + answer.body;
        return problem(500, "the request failed", "the server's standard error has the reason");
    }
}

void finish(const Exchange& exchange, HttpAnswer answer) {
    Metrics& metrics = exchange.state.metrics;
    if (answer.partial) ++metrics.partial;
    answer = with_headers(std::move(answer), exchange.request, exchange.state.options);
    const std::chrono::duration<double> time = EnginePool::Clock::now() - exchange.begin;
    const auto place =
        exchange.route != nullptr ? exchange.route - routes().data() : std::ssize(routes());
    metrics.count(static_cast<std::size_t>(place), answer.status, time.count());
    exchange.respond(std::move(answer));
}

bool submit(const std::shared_ptr<Exchange>& exchange, bool slow);

void answer_request(const std::shared_ptr<Exchange>& exchange, bool slow, Engine* engine) {
    HttpCall& call = exchange->call;
    call.most_time = slow ? std::nullopt : std::optional(exchange->state.options.limits.quick_time);
    const auto make = [&]() -> std::optional<HttpAnswer> {
        return exchange->route->answer(exchange->state, *exchange->route, call, engine);
    };
    HttpAnswer answer = *answer_of(exchange->request, make);
    if (answer.partial && !slow && submit(exchange, true)) return;
    finish(*exchange, std::move(answer));
}

// Returns false if too many requests wait already.
bool submit(const std::shared_ptr<Exchange>& exchange, bool slow) {
    const ServerLimits& limits = exchange->state.options.limits;
    const auto run = [exchange, slow](Engine* engine) { answer_request(exchange, slow, engine); };
    return exchange->state.engines.submit({slow, exchange->begin + limits.patience, run},
                                          limits.waiting);
}

}  // namespace

void dispatch(ServerState& state, HttpRequest request, std::function<void(HttpAnswer)> respond) {
    const auto exchange =
        std::make_shared<Exchange>(Exchange{state, std::move(request), std::move(respond)});
    if (auto answer = answer_of(exchange->request, [&] { return prepare(*exchange); }))
        return finish(*exchange, std::move(*answer));
    const Operation* operation = exchange->route->operation;
    const bool slow = operation != nullptr && operation->slow;
    if (!exchange->route->needs_engine || !submit(exchange, slow))
        answer_request(exchange, slow, nullptr);
}

HttpAnswer with_headers(HttpAnswer answer, const HttpRequest& request,
                        const ServerOptions& options) {
    if (answer.status == 200 && names_tag(request.if_none_match, answer.tag)) answer.status = 304;
    add_common_headers(options, answer.headers);
    const std::string& allowed = options.allow_origin;
    if (!allowed.empty() && (allowed == "*" || allowed == request.origin)) {
        answer.headers["Access-Control-Allow-Origin"] = allowed;
        answer.headers["Access-Control-Expose-Headers"] = "ETag";
    }
    if (!answer.tag.empty()) answer.headers["ETag"] = answer.tag;
    const bool has_content = answer.status != 204 && answer.status != 304;
    if (has_content) {
        if (answer.body.size() >= least_compressed && request.accepts_gzip) {
            if (answer.compressed.empty()) answer.compressed = gzip(answer.body);
            if (!answer.compressed.empty()) {
                answer.body = std::move(answer.compressed);
                answer.headers["Content-Encoding"] = "gzip";
            }
        }
        answer.headers["Content-Type"] = answer.type;
        answer.headers["Content-Length"] = std::to_string(answer.body.size());
    }
    if (!has_content || request.method == "HEAD") answer.body.clear();
    return answer;
}

}  // namespace nonmun
