// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/server.hpp"

#ifdef __SANITIZE_THREAD__
// The thread sanitizer does not support fences. The mutexes of Asio order all accesses here.
#define BOOST_ASIO_DISABLE_FENCED_BLOCK
#endif
#include <array>
#include <cerrno>
#include <set>
#include <thread>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "common/error.hpp"
#include "query/http/dispatch.hpp"

namespace nonmun {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int backlog = 1024;           // connections that the system keeps until they are accepted
constexpr milliseconds tick_time{100};  // how late a timeout may be noticed
constexpr milliseconds retry_time{100};  // before accepting again after a lack of descriptors
constexpr milliseconds drain_time{500};
constexpr std::size_t drain_reads = 64;
constexpr std::chrono::minutes lost_time{10};  // for an answer, which is lost if memory runs out
constexpr std::size_t most_refused = 64;  // connections over the limit that are answered with 503

class Connection;

// One thread reads and writes all connections and waits for none of them; the engine pool's threads
// make the answers. Everything below runs on that one thread, except start() and stop().
struct Server : HttpServer {
    Server(const ListenAddress& address, ServerOptions options)
        : state_(std::move(options)), address_(address) {
        bind();
    }
    ~Server() override { Server::stop(); }

    const ListenAddress& address() const override { return address_; }
    ServerState& state() override { return state_; }
    void start(std::function<void(int error)> on_failure) override;
    void stop() override;

    void bind();
    void run();
    void accept();
    void add(tcp::socket socket);
    void tick();
    void begin_stop();

    ServerState state_;
    ListenAddress address_;
    asio::io_context context_{1};
    tcp::acceptor acceptor_{context_};
    asio::steady_timer ticks_{context_};
    asio::steady_timer retry_{context_};
    std::set<std::shared_ptr<Connection>> connections_;
    bool stopping_ = false;
    std::function<void(int error)> on_failure_;
    std::thread thread_;
};

// Reads the head of a request, passes it to dispatch(), writes the answer, and starts again.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(Server& server, tcp::socket socket) : server_(server), socket_(std::move(socket)) {}

    void begin();

    // Answers an invalid request, or a connection over the limit, and ends the connection.
    void refuse(HttpAnswer answer);

    void check_time(Clock::time_point now);
    void close_if_idle();

  private:
    enum class Phase { idle, reading, answering, writing, draining };

    void enter(Phase phase, Clock::duration time);
    void read_head();
    void read();
    void receive(error_code error, std::size_t count);
    void answer(HttpRequest request);
    void send(HttpAnswer answer, bool keep_alive);
    void drain();
    void close();

    Server& server_;
    const ServerLimits& limits_ = server_.state_.options.limits;
    tcp::socket socket_;
    Phase phase_ = Phase::idle;
    Clock::time_point entered_;   // the phase
    Clock::time_point deadline_;  // of the phase
    std::array<char, 4096> bytes_;
    std::string input_;  // received and not parsed yet
    std::size_t requests_ = 0;
    std::size_t drained_ = 0;
    bool is_http_1_0_ = false;
    std::string head_;  // of the answer that is being written
    std::string body_;
};

void Connection::enter(Phase phase, Clock::duration time) {
    phase_ = phase;
    entered_ = Clock::now();
    deadline_ = entered_ + time;
}

void Connection::begin() {
    enter(Phase::idle, limits_.idle_time);
    read_head();
}

// Parses the next request if all of it has arrived; else reads on.
void Connection::read_head() {
    input_.erase(0, input_.find_first_not_of("\r\n"));  // empty lines before a request
    if (input_.empty()) return read();
    // The time for a head begins with its first byte; later ones do not extend it.
    if (phase_ == Phase::idle) enter(Phase::reading, limits_.head_time);
    const auto end = input_.find("\r\n\r\n");
    const std::size_t size = end == std::string::npos ? input_.size() : end + 4;
    if (size > limits_.head_bytes) return refuse(problem(431, "the request is too large"));
    if (end == std::string::npos) return read();
    auto parsed = parse_head(std::string_view(input_).substr(0, size), limits_);
    input_.erase(0, size);
    if (auto* wrong = std::get_if<HttpAnswer>(&parsed)) return refuse(std::move(*wrong));
    answer(std::get<HttpRequest>(std::move(parsed)));
}

void Connection::read() {
    socket_.async_read_some(asio::buffer(bytes_),
                            [self = shared_from_this()](error_code error, std::size_t count) {
                                self->receive(error, count);
                            });
}

void Connection::receive(error_code error, std::size_t count) {
    if (phase_ == Phase::writing) return;  // check_time() has ended the reading
    if (error) return close();
    if (phase_ == Phase::draining) return ++drained_ < drain_reads ? read() : close();
    input_.append(bytes_.data(), count);
    read_head();
}

void Connection::answer(HttpRequest request) {
    enter(Phase::answering, lost_time);
    is_http_1_0_ = request.is_http_1_0;
    const bool keep_alive = ++requests_ < limits_.requests_of_connection && request.keep_alive;
    const auto respond = [self = shared_from_this(), keep_alive,
                          guard = asio::make_work_guard(server_.context_)](HttpAnswer answer) {
        asio::dispatch(guard.get_executor(),
                       [self, keep_alive, answer = std::move(answer)]() mutable {
                           self->send(std::move(answer), keep_alive && !self->server_.stopping_);
                       });
    };
    dispatch(server_.state_, std::move(request), respond);
}

void Connection::refuse(HttpAnswer answer) {
    Metrics& metrics = server_.state_.metrics;
    ++(answer.status == 503 ? metrics.refused : metrics.malformed);
    send(with_headers(std::move(answer), {}, server_.state_.options), false);
}

void Connection::send(HttpAnswer answer, bool keep_alive) {
    head_ = "HTTP/1.1 " + std::to_string(answer.status) + ' ' + reason_of(answer.status) + "\r\n";
    if (!keep_alive || is_http_1_0_)
        answer.headers["Connection"] = keep_alive ? "keep-alive" : "close";
    for (const auto& [name, value] : answer.headers)
        head_.append(name).append(": ").append(value).append("\r\n");
    head_ += "\r\n";
    body_ = std::move(answer.body);
    enter(Phase::writing, limits_.answer_time);
    const std::array buffers = {asio::buffer(std::as_const(head_)),
                                asio::buffer(std::as_const(body_))};
    asio::async_write(socket_, buffers,
                      [self = shared_from_this(), keep_alive](error_code error, std::size_t) {
                          self->head_.clear();
                          self->body_ = {};
                          if (error) return self->close();
                          keep_alive ? self->begin() : self->drain();
                      });
}

// Ends the connection after reading what the client still sends: closing a socket with unread data
// resets the connection, and the client may lose the answer.
void Connection::drain() {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    enter(Phase::draining, drain_time);
    read();
}

void Connection::check_time(Clock::time_point now) {
    const bool crowded = server_.connections_.size() * 4 >= limits_.connections * 3;
    const bool in_the_way = phase_ == Phase::idle && crowded;
    if (now < (in_the_way ? entered_ + limits_.crowded_idle_time : deadline_)) return;
    if (phase_ != Phase::reading) return close();
    error_code ignored;
    socket_.cancel(ignored);
    refuse(problem(408, "the request did not arrive in time"));
}

void Connection::close_if_idle() {
    if (phase_ == Phase::idle) close();
}

void Connection::close() {
    error_code ignored;
    socket_.close(ignored);
    server_.connections_.erase(shared_from_this());
    server_.state_.connections = server_.connections_.size();
}

void Server::bind() {
    error_code error;
    tcp::resolver resolver(context_);
    const auto port = std::to_string(address_.port);
    for (const auto& entry : resolver.resolve(address_.host, port, tcp::resolver::passive, error)) {
        const tcp::endpoint endpoint = entry.endpoint();
        acceptor_.close(error);
        acceptor_.open(endpoint.protocol(), error);
        if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error && endpoint.protocol() == tcp::v6())
            acceptor_.set_option(asio::ip::v6_only(false), error);
        if (!error) acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(backlog, error);
        if (!error) break;
    }
    if (error) {
        throw Error(ErrorKind::io,
                    "cannot listen on " + address_.host + ":" + port + ": " + error.message(),
                    "choose another with --listen HOST:PORT; port 0 is any free one");
    }
    const tcp::endpoint bound = acceptor_.local_endpoint();
    address_.port = bound.port();
    state_.name = address_.host;
    state_.on_loopback = is_loopback_address(bound.address().to_string());
}

void Server::start(std::function<void(int error)> on_failure) {
    on_failure_ = std::move(on_failure);
    accept();
    thread_ = std::thread([this] { run(); });
}

// Runs until the last connection is closed after begin_stop().
void Server::run() {
    for (;;) {
        try {
            context_.run();
            return;
        } catch (const std::exception&) {
            // Out of memory: the connection of this request ends by a timeout, others go on.
        }
    }
}

void Server::stop() {
    if (!thread_.joinable()) return;
    asio::post(context_, [this] { begin_stop(); });
    thread_.join();
}

void Server::begin_stop() {
    stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    retry_.cancel();
    for (const auto& connection : std::vector(connections_.begin(), connections_.end()))
        connection->close_if_idle();
}

void Server::accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
        if (stopping_) return;
        const int code = error.value();
        if (!error) {
            add(std::move(socket));
            accept();
        } else if (code == EMFILE || code == ENFILE || code == ENOBUFS || code == ENOMEM) {
            retry_.expires_after(retry_time);
            retry_.async_wait([this](error_code cancelled) {
                if (!cancelled) accept();
            });
        } else {
            begin_stop();
            on_failure_(code);
        }
    });
}

void Server::add(tcp::socket socket) {
    const std::size_t most = state_.options.limits.connections;
    if (connections_.size() >= most + most_refused) return;  // closes the socket
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const auto connection = std::make_shared<Connection>(*this, std::move(socket));
    if (connections_.empty()) tick();
    connections_.insert(connection);
    state_.connections = connections_.size();
    if (connections_.size() <= most) return connection->begin();
    connection->refuse(problem(503, "too many connections", "try again in a moment"));
}

// Checks timeouts from now on, as long as there are connections.
void Server::tick() {
    ticks_.expires_after(tick_time);
    ticks_.async_wait([this](error_code cancelled) {
        if (cancelled) return;
        state_.engines.expire();
        const auto now = Clock::now();
        for (const auto& connection : std::vector(connections_.begin(), connections_.end()))
            connection->check_time(now);
        if (!connections_.empty()) tick();
    });
}

}  // namespace

std::unique_ptr<HttpServer> make_server(const ListenAddress& address, ServerOptions options) {
    return std::make_unique<Server>(address, std::move(options));
}

}  // namespace nonmun
