// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstddef>

#include "query/service/options.hpp"

namespace nonmun {

// Limits of a server as a whole; served_limits() has those of a request's parameters.
struct ServerLimits {
    std::size_t head_bytes = 16'384;                // of a request line with its headers
    std::size_t target_bytes = 8000;                // of a path with its query
    std::size_t headers = 100;                      // of a request
    std::size_t header_bytes = 8000;                // of a header with its name
    std::chrono::seconds head_time{10};             // for a head to arrive, from its first byte on
    std::chrono::seconds answer_time{30};           // for a client to take an answer
    std::chrono::seconds idle_time{30};             // between requests of a connection
    std::chrono::seconds crowded_idle_time{1};      // the same, while 3/4 of `connections` are open
    std::size_t connections = default_connections;  // open at once; others get 503
    std::size_t waiting = 128;  // requests of one kind, slow or not, that wait for an engine
    std::chrono::milliseconds patience{5000};  // for a request to wait for an engine
    std::size_t requests_of_connection = 100'000;
};

}  // namespace nonmun
