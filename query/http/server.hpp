// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "query/http/listen.hpp"
#include "query/http/routes.hpp"

namespace nonmun {

// A server of the routes and the page. Starts listening when it is made and answers from start()
// on.
class HttpServer {
  public:
    // Throws Error: io when it cannot listen there; whatever opening the index throws.
    HttpServer(const ListenAddress& address, ServerOptions options);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    // Where it listens, with the port that it got.
    const ListenAddress& address() const;

    // Whether only this machine can connect to it.
    bool is_loopback() const;

    // How many papers it serves now.
    std::size_t papers();

    // `deaf` is called, by another thread, if the system lets it take no more connections, with the
    // errno that says why: it has begun to stop then, and stop() waits for what runs.
    void start(std::function<void(int error)> deaf = [](int) {});

    // Takes no more connections, closes those that wait, finishes the requests that run, and
    // returns when all are done.
    void stop();

  private:
    class Listener;
    std::unique_ptr<Listener> listener_;
};

}  // namespace nonmun
