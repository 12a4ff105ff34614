// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "query/http/listen.hpp"
#include "query/http/routes.hpp"

namespace nonmun {

// A server of the routes and the page.
class HttpServer {
  public:
    virtual ~HttpServer() = default;

    // Where it listens, with the port that it got.
    virtual const ListenAddress& address() const = 0;

    virtual ServerState& state() = 0;

    // Starts to answer. If accept() fails for good, another thread calls `on_failure` with the
    // errno. The server is stopping then; stop() waits for the running requests.
    virtual void start(std::function<void(int error)> on_failure = [](int) {}) = 0;

    // Accepts no more connections, closes idle ones, and returns when the requests that have begun
    // to arrive are answered.
    virtual void stop() = 0;
};

// Opens the index and listens. Throws Error: io when it cannot listen there; whatever opening the
// index throws.
std::unique_ptr<HttpServer> make_server(const ListenAddress& address, ServerOptions options);

}  // namespace nonmun
