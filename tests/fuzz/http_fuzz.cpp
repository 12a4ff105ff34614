// SPDX-License-Identifier: GPL-2.0-or-later
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>

#include "common/paper_json.hpp"
#include "query/http/server.hpp"
#include "tests/fuzz/check.hpp"
#include "tests/fuzz/index.hpp"

namespace nonmun {
namespace {

ServerOptions open_options() {
    ServerOptions options;
    options.databases = {fuzz::small_index()};
    options.version = "0";
    options.engines = 2;
    return options;
}

ServerOptions guarded_options() {
    ServerOptions options = open_options();
    options.token = "a-token-of-the-fuzz-tests";
    options.allow_origin = "https://notes.example";
    return options;
}

// A server of its own thread, on a free port.
struct Running {
    explicit Running(ServerOptions options)
        : server(make_server({"127.0.0.1", 0}, std::move(options))) {
        server->start();
    }
    std::unique_ptr<HttpServer> server;
};

// What the server answers to these bytes, until it closes the connection.
std::string answers_to(const HttpServer& server, std::string_view request) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(server.address().port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool connected =
        ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    fuzz::expect(connected, "the server takes connections");
    // It may end the connection before it has read all.
    while (!request.empty()) {
        const ssize_t sent = ::send(socket, request.data(), request.size(), MSG_NOSIGNAL);
        if (sent <= 0) break;
        request.remove_prefix(static_cast<std::size_t>(sent));
    }
    ::shutdown(socket, SHUT_WR);
    std::string answer;
    std::array<char, 65536> bytes;
    for (ssize_t count = 0; (count = ::recv(socket, bytes.data(), bytes.size(), 0)) > 0;)
        answer.append(bytes.data(), static_cast<std::size_t>(count));
    ::close(socket);
    return answer;
}

// A header's value, as the server writes it; "" when it is not there.
std::string_view header(std::string_view head, const std::string& name) {
    const auto found = head.find("\r\n" + name + ": ");
    if (found == std::string_view::npos) return "";
    head.remove_prefix(found + name.size() + 4);
    return head.substr(0, head.find("\r\n"));
}

void check_answer(std::string_view head, std::string_view body) {
    const int status = std::atoi(head.substr(9, 3).data());
    fuzz::expect(status >= 200 && status < 600 && status != 500, "a request makes nothing fail");
    fuzz::expect(header(head, "X-Content-Type-Options") == "nosniff",
                 "answers have the headers of all answers");
    const std::string_view type = header(head, "Content-Type");
    if (body.empty() || !header(head, "Content-Encoding").empty()) return;
    if (type == "application/json" || type == "application/problem+json")
        fuzz::expect(Json::accept(body), "what is called JSON is JSON");
}

}  // namespace
}  // namespace nonmun

// What comes over a connection, any number of requests or none, is answered by whole HTTP
// responses. What begins with ! goes to a server that wants a token and lets another origin ask.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace nonmun;
    static const Running open(open_options());
    static const Running guarded(guarded_options());
    std::string_view request(reinterpret_cast<const char*>(data), size);
    const bool to_guarded = request.starts_with('!');
    if (to_guarded) request.remove_prefix(1);
    const std::string answers = answers_to(to_guarded ? *guarded.server : *open.server, request);
    constexpr std::string_view begin = "HTTP/1.1 ";
    for (std::string_view rest = answers; !rest.empty();) {
        fuzz::expect(rest.starts_with(begin), "an answer begins with its status");
        const auto blank = rest.find("\r\n\r\n");
        fuzz::expect(blank != std::string_view::npos, "an answer has a head");
        const std::string_view head = rest.substr(0, blank + 2);
        rest.remove_prefix(blank + 4);
        const bool has_body = !rest.empty() && !rest.starts_with(begin);  // HEAD, 204, 304
        const std::string length(header(head, "Content-Length"));
        const std::size_t bytes = has_body ? std::strtoull(length.c_str(), nullptr, 10) : 0;
        fuzz::expect(!has_body || (bytes > 0 && bytes <= rest.size()), "a body is as long as told");
        check_answer(head, rest.substr(0, bytes));
        rest.remove_prefix(bytes);
    }
    return 0;
}
