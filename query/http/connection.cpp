// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/connection.hpp"

#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "query/http/ascii_case.hpp"
#include "query/http/dispatch.hpp"

namespace nonmun {
namespace {

// Headers that httplib would act on by itself, since ranges cost it work without a bound; and those
// that are only added on this side.
constexpr std::array<std::string_view, 4> unheard = {"Range", "Expect", accept_encoding_header,
                                                     has_body_header};

// The methods that httplib lets through to be answered. It knows more than these.
constexpr std::array<std::string_view, 7> passed_on = {"GET",    "HEAD",    "POST", "PUT",
                                                       "DELETE", "OPTIONS", "PATCH"};

struct RequestLine {
    std::string_view method, target, version;
};

// A method is a token, a target has no blanks and control characters (RFC 9112).
std::optional<RequestLine> read_request_line(std::string_view line) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == 0 || first == std::string_view::npos || first == last) return std::nullopt;
    const RequestLine read = {line.substr(0, first), line.substr(first + 1, last - first - 1),
                              line.substr(last + 1)};
    const bool good = (read.version == "HTTP/1.1" || read.version == "HTTP/1.0") &&
                      std::all_of(read.method.begin(), read.method.end(),
                                  [](char c) { return c >= 'A' && c <= 'Z'; }) &&
                      read.target.starts_with('/') &&
                      std::all_of(read.target.begin(), read.target.end(), [](char c) {
                          return static_cast<unsigned char>(c) > 0x20 && c != 0x7F;
                      });
    return good ? std::optional(read) : std::nullopt;
}

bool is_header(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos) return false;
    constexpr std::string_view signs = "!#$%&'*+-.^_`|~";
    return std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                       [&](char c) {
                           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                                  (c >= 'A' && c <= 'Z') || signs.find(c) != std::string_view::npos;
                       }) &&
           std::all_of(line.begin(), line.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\t'; });
}

// httplib decodes the values of headers as if they were parts of an address.
std::string encoded_header(std::string_view line) {
    std::string encoded;
    for (const char c : line) {
        encoded += c;
        if (c == '%') encoded += "25";
    }
    return encoded;
}

}  // namespace

Connection::Connection(socket_t socket, int stop, const ServerLimits& limits)
    : socket_(socket), stop_(stop), limits_(limits) {
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

bool Connection::wait(short events, Clock::time_point end, bool or_stop) const {
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
        if (left <= 0) return false;
        std::array<pollfd, 2> ready = {pollfd{socket_, events, 0}, pollfd{stop_, POLLIN, 0}};
        const int count = ::poll(ready.data(), or_stop ? 2 : 1, static_cast<int>(left));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        return ready[0].revents != 0;  // else it is to stop
    }
}

HeadState Connection::read_head(std::chrono::seconds idle_time) {
    // The time for a head begins once: it is not renewed by what comes.
    bool begun = !received_.empty();
    auto end = Clock::now() + (begun ? limits_.head_time : idle_time);
    std::size_t looked_at = 0;
    for (;;) {
        // Empty lines before a request are to be passed over.
        std::size_t empty = 0;
        while (received_.compare(empty, 2, "\r\n") == 0) empty += 2;
        received_.erase(0, empty);
        if (!begun && !received_.empty()) {
            begun = true;
            end = Clock::now() + limits_.head_time;
        }
        const auto blank = received_.find("\r\n\r\n", looked_at);
        if (blank != std::string::npos) {
            if (blank + 4 > limits_.head_bytes) return HeadState::too_large;
            return take_head(blank + 4);
        }
        if (received_.size() > limits_.head_bytes) return HeadState::too_large;
        looked_at = received_.size() < 3 ? 0 : received_.size() - 3;
        if (!wait(POLLIN, end, received_.empty()))
            return received_.empty() ? HeadState::closed : HeadState::too_slow;
        std::array<char, 8192> bytes;
        const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (count <= 0) return HeadState::closed;
        received_.append(bytes.data(), static_cast<std::size_t>(count));
    }
}

HeadState Connection::take_head(std::size_t size) {
    const std::string head = received_.substr(0, size);
    received_.erase(0, size);
    head_.clear();
    at_ = 0;
    std::size_t lines = 0;
    for (std::size_t begin = 0; begin < head.size(); ++lines) {
        const std::size_t end = head.find("\r\n", begin);
        const std::string_view line = std::string_view(head).substr(begin, end - begin);
        begin = end + 2;
        const HeadState state = lines == 0 ? take_request_line(line) : take_header(line);
        if (state != HeadState::complete) return state;
    }
    return lines > limits_.headers + 2 ? HeadState::too_large : HeadState::complete;
}

HeadState Connection::take_request_line(std::string_view line) {
    const auto read = read_request_line(line);
    if (!read) return HeadState::malformed;
    if (read->target.size() > limits_.target_bytes) return HeadState::target_too_long;
    // A method that httplib refuses by itself is answered as others that are not served.
    const bool known =
        std::find(passed_on.begin(), passed_on.end(), read->method) != passed_on.end();
    head_.append(known ? read->method : "PATCH").append(" ");
    head_.append(read->target).append(" ").append(read->version).append("\r\n");
    return HeadState::complete;
}

// The line is empty after the last one.
HeadState Connection::take_header(std::string_view line) {
    if (!line.empty()) {
        if (!is_header(line)) return HeadState::malformed;
        const std::string_view name = line.substr(0, line.find(':'));
        const auto is_it = [&](std::string_view other) { return same_ascii(name, other); };
        if (std::any_of(unheard.begin(), unheard.end(), is_it)) return HeadState::complete;
    }
    const std::string encoded = encoded_header(line);
    if (encoded.size() > limits_.header_bytes) return HeadState::too_large;
    head_.append(encoded).append("\r\n");
    return HeadState::complete;
}

bool Connection::flush() {
    const auto end = Clock::now() + limits_.answer_time;
    std::size_t sent = 0;
    while (sent < out_.size()) {
        const ssize_t count =
            ::send(socket_, out_.data() + sent, out_.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0) {
            sent += static_cast<std::size_t>(count);
        } else if (count < 0 && errno == EAGAIN) {
            if (!wait(POLLOUT, end, false)) break;
        } else if (count == 0 || errno != EINTR) {
            break;
        }
    }
    const bool all = sent == out_.size();
    out_.clear();
    return all;
}

void Connection::drain() {
    ::shutdown(socket_, SHUT_WR);
    const auto end = Clock::now() + std::chrono::milliseconds(500);
    std::array<char, 8192> bytes;
    for (int reads = 0; reads < 64 && wait(POLLIN, end, true); ++reads) {
        if (::recv(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT) <= 0) return;
    }
}

ssize_t Connection::read(char* to, size_t size) {
    const std::size_t count = std::min(size, head_.size() - at_);
    std::copy_n(head_.data() + at_, count, to);
    at_ += count;
    return static_cast<ssize_t>(count);
}

ssize_t Connection::write(const char* data, size_t size) {
    out_.append(data, size);
    return static_cast<ssize_t>(size);
}

// Who asks is not looked at.
void Connection::get_remote_ip_and_port(std::string&, int&) const {}
void Connection::get_local_ip_and_port(std::string&, int&) const {}

}  // namespace nonmun
