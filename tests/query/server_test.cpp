// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <future>
#include <thread>

#include "tests/support/index.hpp"
#include "tests/support/no_threads.hpp"

namespace nonmun::tests {
namespace {

using std::chrono::seconds;

// A server of a small index.
struct Served {
    explicit Served(const std::function<void(ServerOptions&)>& change = [](ServerOptions&) {})
        : index({paper("1", "Diffusion"), paper("2", "Attention")}),
          server(make_server({"127.0.0.1", 0}, options(change))) {
        server->start();
    }

    ServerOptions options(const std::function<void(ServerOptions&)>& change) {
        ServerOptions options;
        options.databases = {index.path()};
        options.engines = 2;
        change(options);
        return options;
    }

    SmallIndex index;
    std::unique_ptr<HttpServer> server;
};

// The client's end of a connection.
class Client {
  public:
    explicit Client(const Served& served) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(served.server->address().port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience = {60, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    }
    ~Client() { ::close(socket_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    bool send(std::string_view text) const {
        return ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(text.size());
    }
    // What comes until it contains `end`, or until the server closes the connection.
    std::string receive(std::string_view end = "no answer has this") const {
        std::string received;
        std::array<char, 4096> bytes;
        while (received.find(end) == std::string::npos) {
            const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
            if (count <= 0) {
                EXPECT_TRUE(count == 0 || errno != EAGAIN) << "the server does not close it";
                break;
            }
            received.append(bytes.data(), static_cast<std::size_t>(count));
        }
        return received;
    }

  private:
    int socket_;
};

std::string answers_to(const Served& served, std::string_view request) {
    const Client client(served);
    client.send(request);
    return client.receive();
}

constexpr std::string_view health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
constexpr std::string_view healthy = "\"papers\":2}\n";

std::string get(const std::string& target, const std::string& headers = "") {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers +
           "\r\n";
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
    return count;
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != text.npos;
}

std::size_t threads_of_this_process() {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

TEST(HttpServer, AnswersRequestsOfOneConnectionInOrder) {
    const Served served;
    const std::string answers =
        answers_to(served, "\r\n\r\n" + std::string(health) + "\r\n" + get("/none"));
    EXPECT_TRUE(answers.starts_with("HTTP/1.1 200 OK\r\n")) << answers;
    EXPECT_LT(answers.find(healthy), answers.find("HTTP/1.1 404 Not Found\r\n"));
    EXPECT_EQ(count_of(answers, "HTTP/1.1"), 2u);
}

TEST(HttpServer, KeepsConnectionsOpenAsAsked) {
    const Served served;
    const auto asked = [&](const std::string& line, const std::string& connection) {
        const std::string answers =
            answers_to(served, line + "\r\nHost: localhost\r\nConnection: " + connection +
                                   "\r\n\r\n" + get("/none"));
        return std::to_string(count_of(answers, "HTTP/1.1 ")) +
               (has(answers, "Connection: keep-alive\r\n") ? " keep-alive" : "");
    };
    EXPECT_EQ(asked("GET /healthz HTTP/1.1", "TE"), "2");
    EXPECT_EQ(asked("GET /healthz HTTP/1.1", "Close"), "1");
    EXPECT_EQ(asked("GET /healthz HTTP/1.1", "x, CLOSE"), "1");
    EXPECT_EQ(asked("GET /healthz HTTP/1.0", "x"), "1");
    EXPECT_EQ(asked("GET /healthz HTTP/1.0", "Keep-Alive"), "2 keep-alive");
    const std::string last = answers_to(served, get("/healthz"));
    EXPECT_TRUE(has(last, "\r\nConnection: close\r\n")) << last;
}

TEST(HttpServer, AnswersOneRequestOfAConnectionThatMayHaveOne) {
    const Served served([](ServerOptions& options) { options.limits.requests_of_connection = 2; });
    const std::string three = std::string(health) + std::string(health) + std::string(health);
    const std::string answers = answers_to(served, three);
    EXPECT_EQ(count_of(answers, "HTTP/1.1 200"), 2u);
    EXPECT_EQ(count_of(answers, "Connection: close"), 1u);
}

TEST(HttpServer, SendsNoLengthWithoutContent) {
    const Served served([](ServerOptions& options) { options.allow_origin = "*"; });
    const std::string full = answers_to(served, get("/v1/stats"));
    EXPECT_EQ(count_of(full, "Content-Length: "), 1u);
    const auto tag = full.find("W/\"");
    const std::string unchanged = answers_to(
        served, get("/v1/stats", "If-None-Match: \"x\", " + full.substr(tag, 20) + "\r\n"));
    const std::string preflight = answers_to(
        served, "OPTIONS /v1/stats HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(unchanged.starts_with("HTTP/1.1 304 ")) << unchanged;
    EXPECT_TRUE(has(unchanged, "ETag: " + full.substr(tag, 20)));
    EXPECT_TRUE(preflight.starts_with("HTTP/1.1 204 ")) << preflight;
    for (const std::string& answer : {unchanged, preflight}) {
        EXPECT_FALSE(has(answer, "\r\nContent-Length")) << answer;
        EXPECT_FALSE(has(answer, "\r\nContent-Type")) << answer;
        EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
    }
    const std::string head = answers_to(
        served, "HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(has(head, "Content-Length: 27\r\n")) << head;
    EXPECT_TRUE(head.ends_with("\r\n\r\n"));
}

TEST(HttpServer, ChecksPreconditionsOfGoodAnswersAlone) {
    const Served served;
    const std::string stats = answers_to(served, get("/v1/papers/1"));
    const std::string tag = stats.substr(stats.find("W/\""), 20);
    const auto status = [&](const std::string& target, const std::string& wanted) {
        return answers_to(served, get(target, "If-None-Match: " + wanted + "\r\n")).substr(9, 3);
    };
    EXPECT_EQ(status("/v1/papers/1", tag), "304");
    EXPECT_EQ(status("/v1/papers/1", "*"), "304");
    EXPECT_EQ(status("/v1/papers/2", tag), "200") << "it is the tag of another paper";
    for (const std::string& wanted : {tag, std::string("*")}) {
        EXPECT_EQ(status("/v1/papers/3", wanted), "404");
        EXPECT_EQ(status("/v1/search", wanted), "400");
        EXPECT_EQ(status("/none", wanted), "404");
    }
}

TEST(HttpServer, RefusesPagesOfOtherSites) {
    const auto status = [](const Served& served, const std::string& headers) {
        return answers_to(served, get("/v1/search?q=diffusion", headers)).substr(9, 3);
    };
    const std::string navigation = "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    const Served served;
    EXPECT_EQ(status(served, ""), "200") << "a program";
    EXPECT_EQ(status(served, "Sec-Fetch-Site: same-origin\r\n"), "200");
    EXPECT_EQ(status(served, "Sec-Fetch-Site: none\r\n"), "200") << "typed by the user";
    EXPECT_EQ(status(served, "Origin: http://localhost\r\n"), "200");
    EXPECT_EQ(status(served, "Origin: http://LOCALHOST\r\nSec-Fetch-Site: same-origin\r\n"), "200");
    EXPECT_EQ(status(served, "Sec-Fetch-Site: cross-site\r\n" + navigation), "200") << "a link";
    for (const char* headers :
         {"Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n",
          "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n",
          "Origin: http://localhost:8000\r\n", "Origin: null\r\n", "Origin: http://evil\r\n"})
        EXPECT_EQ(status(served, headers), "403") << headers;
    const Served notes([](ServerOptions& options) { options.allow_origin = "http://notes"; });
    const std::string cross = "Sec-Fetch-Site: cross-site\r\n";
    EXPECT_EQ(status(notes, cross + "Origin: http://notes\r\n"), "200");
    EXPECT_EQ(status(notes, cross + "Origin: http://evil\r\n"), "403");
    EXPECT_EQ(status(notes, cross), "403");
    const Served anybody([](ServerOptions& options) { options.allow_origin = "*"; });
    EXPECT_EQ(status(anybody, cross + "Origin: http://evil\r\n"), "200");
}

// With no time for a quick search, every search runs again.
TEST(HttpServer, RunsLongSearchesAsSlowRequests) {
    const Served served(
        [](ServerOptions& options) { options.limits.quick_time = std::chrono::milliseconds(0); });
    const std::string answer = answers_to(served, get("/v1/search?q=diffusion"));
    EXPECT_TRUE(has(answer, "\"total\":1,")) << answer;
    EXPECT_TRUE(has(answer, "\"partial\":false")) << answer;
    const Served full([](ServerOptions& options) {
        options.limits.quick_time = std::chrono::milliseconds(0);
        options.limits.waiting = 0;
    });
    const std::string quick = answers_to(full, get("/v1/search?q=diffusion"));
    EXPECT_TRUE(quick.starts_with("HTTP/1.1 200 OK\r\n")) << quick;
}

TEST(HttpServer, TakesTargetsThatNameTheHost) {
    const Served served;
    const auto ask = [&](const std::string& line) {
        return answers_to(served,
                          line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    };
    const std::string port = std::to_string(served.server->address().port);
    EXPECT_TRUE(has(ask("GET http://127.0.0.1:" + port + "/healthz"), healthy));
    EXPECT_TRUE(ask("GET http://evil.example/healthz").starts_with("HTTP/1.1 421 "));
    const std::string options = ask("OPTIONS *");
    EXPECT_TRUE(options.starts_with("HTTP/1.1 204 ")) << options;
    EXPECT_TRUE(has(options, "\r\nAllow: GET, HEAD, OPTIONS\r\n"));
    EXPECT_TRUE(ask("OPTIONS /healthz").starts_with("HTTP/1.1 405 "));
    EXPECT_TRUE(ask("GET *").starts_with("HTTP/1.1 400 "));
}

TEST(HttpServer, ClosesAfterABadRequest) {
    const Served served;
    for (const std::string& request :
         {std::string("nonsense\r\n\r\n"), "GET / HTTP/1.1\r\n\r\n" + std::string(health),
          "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(health.size()) +
              "\r\n\r\n" + std::string(health),
          "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(40'000, 'y')}) {
        const std::string answer = answers_to(served, request);
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 4")) << answer;
        EXPECT_EQ(count_of(answer, "HTTP/1.1 4"), 1u) << answer;
        EXPECT_TRUE(has(answer, "\r\nConnection: close\r\n")) << answer;
        EXPECT_TRUE(has(answer, "\r\nContent-Type: application/problem+json\r\n")) << answer;
        EXPECT_TRUE(has(answer, "\r\nX-Content-Type-Options: nosniff\r\n")) << answer;
    }
}

// Sends a byte of `text` every 10 ms until the server closes the connection; returns its answer.
std::string send_slowly(const Served& served, std::string_view text) {
    const Client client(served);
    std::atomic<bool> closed = false;
    std::thread sender([&] {
        for (std::size_t i = 0; i < 6000 && !closed; ++i) {
            client.send(text.substr(i % text.size(), 1));
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        EXPECT_TRUE(closed) << "only the server's timeout ends it";
    });
    std::string answer = client.receive();
    closed = true;
    sender.join();
    return answer;
}

TEST(HttpServer, EndsRequestsThatComeTooSlowly) {
    const Served served([](ServerOptions& options) {
        options.limits.head_time = options.limits.idle_time = seconds(1);
    });
    EXPECT_TRUE(send_slowly(served, "GET /").starts_with("HTTP/1.1 408 "));
    EXPECT_EQ(send_slowly(served, "\r\n"), "") << "empty lines begin no request";
}

TEST(HttpServer, ClosesIdleConnections) {
    const auto time_until_closed = [](seconds idle_time, std::size_t connections) {
        const Served served([&](ServerOptions& options) {
            options.limits.idle_time = idle_time;
            options.limits.connections = connections;
        });
        const auto begin = std::chrono::steady_clock::now();
        answers_to(served, health);
        return std::chrono::steady_clock::now() - begin;
    };
    EXPECT_LT(time_until_closed(seconds(1), 256), seconds(20));
    EXPECT_LT(time_until_closed(seconds(600), 1), seconds(20)) << "there is no room for another";
    EXPECT_GE(time_until_closed(seconds(2), 256), seconds(2));
}

TEST(HttpServer, ClosesConnectionsWhoseClientTakesNoAnswers) {
    Served served([](ServerOptions& options) { options.limits.answer_time = seconds(1); });
    const Client client(served);
    std::string many;
    for (int i = 0; i < 400; ++i) many += "GET /d3.min.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
    client.send(many);
    std::this_thread::sleep_for(seconds(3));
    const std::string answers = client.receive();
    EXPECT_LT(count_of(answers, "HTTP/1.1 200 OK"), 400u);
}

TEST(HttpServer, IdleConnectionsHoldNoThread) {
    const Served served;
    EXPECT_TRUE(has(answers_to(served, get("/healthz")), healthy));
    const std::size_t before = threads_of_this_process();
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<Client>(served));
        clients.back()->send(health);
        EXPECT_TRUE(has(clients.back()->receive(healthy), healthy));
    }
    EXPECT_EQ(threads_of_this_process(), before);
}

TEST(HttpServer, NeedsNoMoreThreadsForConnections) {
    const Served served;
    const NoThreads no_threads;
    EXPECT_TRUE(has(answers_to(served, get("/healthz")), healthy));
}

TEST(HttpServer, TurnsConnectionsAwayWhenThereIsNoRoom) {
    const Served served([](ServerOptions& options) { options.limits.connections = 2; });
    const Client one(served), two(served);
    for (const Client* client : {&one, &two}) {
        client->send(health);
        EXPECT_TRUE(has(client->receive(healthy), healthy));
    }
    const std::string refused = answers_to(served, get("/healthz"));
    EXPECT_TRUE(refused.starts_with("HTTP/1.1 503 ")) << refused;
    EXPECT_TRUE(has(refused, "\r\nRetry-After: 1\r\n"));
}

TEST(HttpServer, FinishesRequestsWhenItStops) {
    Served served;
    const Client idle(served), begun(served);
    idle.send(health);
    EXPECT_TRUE(has(idle.receive(healthy), healthy));
    begun.send(health.substr(0, 30));
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    const auto stopped = std::async(std::launch::async, [&] { served.server->stop(); });
    EXPECT_EQ(idle.receive(), "") << "it is closed";
    begun.send(health.substr(30));
    const std::string answer = begun.receive();
    EXPECT_TRUE(has(answer, healthy)) << answer;
    EXPECT_TRUE(has(answer, "\r\nConnection: close\r\n")) << answer;
}

}  // namespace
}  // namespace nonmun::tests
