// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

#include "common/error.hpp"
#include "query/http/connection.hpp"
#include "query/http/connections.hpp"
#include "query/http/dispatch.hpp"

namespace nonmun {
namespace {

constexpr int backlog = 1024;

struct HeadStateRow {
    HeadState state;
    int status;
    const char* detail;
};
constexpr HeadStateRow head_state_table[] = {
    {HeadState::too_slow, 408, "the request did not come in time"},
    {HeadState::too_large, 431, "the request is too large"},
    {HeadState::target_too_long, 414, "the address is too long"},
    {HeadState::malformed, 400, "this is not a request of HTTP/1.1"},
};

}  // namespace

class HttpServer::Listener : public httplib::Server {
  public:
    Listener(const ListenAddress& address, ServerOptions options)
        : state_(std::move(options)), address_(address) {
        stop_ = ::eventfd(0, EFD_CLOEXEC);
        if (stop_ < 0)
            throw Error(ErrorKind::io, std::string("cannot serve: ") + std::strerror(errno),
                        "let it have more open files (ulimit -n)");
        set_socket_options([](socket_t socket) {
            const int on = 1;
            ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        });
        set_pre_routing_handler(
            [this](const httplib::Request& request, httplib::Response& response) {
                dispatch(state_, request, response);
                return HandlerResponse::Handled;
            });
        // What httplib itself refuses, though connections are meant to refuse it before.
        const HandlerWithResponse explain = [this](const httplib::Request&,
                                                   httplib::Response& response) {
            if (!response.body.empty()) return HandlerResponse::Unhandled;
            state_.metrics.count_malformed();
            fill_refusal(state_.options, response);
            return HandlerResponse::Handled;
        };
        set_error_handler(explain);
        set_keep_alive_timeout(state_.options.limits.idle_time.count());
        set_keep_alive_max_count(state_.options.limits.requests_of_connection);
        new_task_queue = [this] {
            connections_ = new Connections(state_.options.limits.connections, state_.connections,
                                           [this] { accepting_ended(errno); });
            return connections_;
        };
        bind();
    }

    ~Listener() override {
        finish();
        ::close(stop_);
    }

    void start(std::function<void(int error)> deaf) {
        deaf_ = std::move(deaf);
        thread_ = std::thread([this] { listen_after_bind(); });
        while (!is_running() && !stopping_) std::this_thread::yield();
        state_.engines.read_ahead();
    }

    void finish() {
        if (!thread_.joinable()) return;
        if (!stopping_.exchange(true)) {
            end_idle_connections();
            Server::stop();
        }
        thread_.join();
    }

    const ListenAddress& address() const { return address_; }
    ServerState& state() { return state_; }

  private:
    void bind() {
        errno = 0;
        int port = address_.port;
        if (port == 0) {
            port = bind_to_any_port(address_.host);
        } else if (!bind_to_port(address_.host, port)) {
            port = -1;
        }
        // A burst of connections waits here instead of trying again a second later.
        if (port < 0 || ::listen(svr_sock_, backlog) != 0) {
            const std::string why = errno != 0 ? std::string(": ") + std::strerror(errno) : "";
            throw Error(
                ErrorKind::io,
                "cannot listen on " + address_.host + ":" + std::to_string(address_.port) + why,
                "choose another with --listen HOST:PORT; port 0 is any free one");
        }
        address_.port = port;
        if (is_bound_to_loopback(svr_sock_)) state_.loopback_name = address_.host;
    }

    void end_idle_connections() const {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(stop_, &one, sizeof one);
    }

    // httplib leaves its loop for good when accept() fails otherwise than by too many open files of
    // this process.
    void accepting_ended(int error) {
        if (stopping_.exchange(true)) return;  // as was wished
        end_idle_connections();
        deaf_(error);
    }

    bool process_and_close_socket(socket_t socket) override {
        bool whole = false;
        // What can be thrown, since dispatch() answers for its own, is a lack of memory: it ends
        // this connection, and must not end the server.
        try {
            Connection connection(socket, stop_, state_.options.limits);
            whole = Connections::is_refused() ? turn_away(connection) : serve(connection);
        } catch (const std::exception&) {
        }
        ::shutdown(socket, SHUT_RDWR);
        ::close(socket);
        return whole;
    }

    bool turn_away(Connection& connection) {
        state_.metrics.count_refused();
        refuse(connection, problem(503, "too many connections", "come again in a moment"));
        return false;
    }

    bool serve(Connection& connection) {
        const ServerLimits& limits = state_.options.limits;
        for (std::size_t count = 1;; ++count) {
            const bool crowded = connections_->crowded();
            const HeadState head =
                connection.read_head(crowded ? limits.crowded_idle_time : limits.idle_time);
            if (head == HeadState::closed) return true;
            if (head != HeadState::complete) {
                state_.metrics.count_malformed();
                for (const HeadStateRow& row : head_state_table) {
                    if (row.state == head) refuse(connection, problem(row.status, row.detail));
                }
                connection.drain();
                return false;
            }
            bool last = stopping_ || count == limits.requests_of_connection;
            bool closed = false;
            const bool good = process_request(
                connection, last, closed,
                [&](httplib::Request& request) { last = prepare(request) || last; });
            if (!connection.flush() || !good || closed) return good;
            if (last) {
                connection.drain();
                return true;
            }
        }
    }

    // Takes from httplib what it would do by itself. Returns whether the connection must be closed
    // after this request.
    static bool prepare(httplib::Request& request) {
        const std::string encoding = request.get_header_value("Accept-Encoding");
        request.headers.erase("Accept-Encoding");
        request.headers.emplace(accept_encoding_header, encoding);
        const std::string length = request.get_header_value("Content-Length");
        const std::size_t lengths = request.get_header_value_count("Content-Length");
        const bool body = request.has_header("Transfer-Encoding") || lengths > 1 ||
                          (lengths == 1 && length != "0");
        if (!body) return false;
        request.headers.emplace(has_body_header, "1");
        request.headers.erase("Connection");
        request.headers.emplace("Connection", "close");
        return true;
    }

    static void refuse(Connection& connection, const HttpAnswer& answer) {
        const std::string response = closing_response(answer);
        connection.write(response.data(), response.size());
        connection.flush();
    }

    ServerState state_;
    ListenAddress address_;
    int stop_ = -1;
    std::atomic<bool> stopping_ = false;
    std::function<void(int error)> deaf_;
    Connections* connections_ = nullptr;  // httplib's
    std::thread thread_;
};

HttpServer::HttpServer(const ListenAddress& address, ServerOptions options)
    : listener_(std::make_unique<Listener>(address, std::move(options))) {}

HttpServer::~HttpServer() = default;

const ListenAddress& HttpServer::address() const {
    return listener_->address();
}

bool HttpServer::is_loopback() const {
    return listener_->state().loopback_name.has_value();
}

std::size_t HttpServer::papers() {
    ServerState& state = listener_->state();
    auto engine = state.engines.take(false, state.options.limits.patience, 1);
    return engine ? (*engine)->papers() : 0;
}

void HttpServer::start(std::function<void(int error)> deaf) {
    listener_->start(std::move(deaf));
}

void HttpServer::stop() {
    listener_->finish();
}

}  // namespace nonmun
