// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <httplib.h>

#include <atomic>
#include <string>
#include <string_view>

#include "query/http/limits.hpp"

namespace nonmun {

// What became of waiting for a request.
enum class HeadState { complete, closed, too_slow, too_large, target_too_long, malformed };

// A connection as httplib reads and writes it, within limits: a request's head is read whole before
// httplib sees any of it, and what is written goes out in one piece. Requests have no bodies here.
class Connection : public httplib::Stream {
  public:
    // `stop` is a descriptor that becomes readable when the server is to stop; an idle connection
    // ends then. The socket stays the caller's.
    Connection(socket_t socket, int stop, const ServerLimits& limits);

    // Waits for the next request's head. Without headers that would have httplib do work that
    // nothing here asks for: ranges and its own compression.
    HeadState read_head(std::chrono::seconds idle_time);

    // Sends what was written. False when the other side is gone or takes no more in time.
    bool flush();

    // Says that nothing more is coming, and takes in a little of what the other side still sends:
    // if it were left unread, closing would take back what was sent.
    void drain();

    bool is_readable() const override { return at_ < head_.size(); }
    bool is_writable() const override { return true; }
    ssize_t read(char* to, size_t size) override;
    ssize_t write(const char* data, size_t size) override;
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;
    socket_t socket() const override { return socket_; }

  private:
    using Clock = std::chrono::steady_clock;

    // Waits until the socket is ready; false when the time is over, or the server is to stop and
    // `or_stop`.
    bool wait(short events, Clock::time_point end, bool or_stop) const;
    HeadState take_head(std::size_t size);
    HeadState take_request_line(std::string_view line);
    HeadState take_header(std::string_view line);

    socket_t socket_;
    int stop_;
    const ServerLimits& limits_;
    std::string received_;  // of this request and those after it
    std::string head_;      // of this request, as httplib reads it
    std::size_t at_ = 0;
    std::string out_;
};

}  // namespace nonmun
