// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstddef>

#include "query/service/shared_options.hpp"

namespace nonmun {

inline constexpr OptionRow connections_option = {"connections", "N", "At most so many at once",
                                                 "256"};

// What one server gives to all who ask, beside what one request may ask for (served_limits).
struct ServerLimits {
    std::size_t head_bytes = 16'384;            // of a request: its line and headers
    std::size_t target_bytes = 8000;            // of its path and query
    std::size_t headers = 100;                  // of a request
    std::size_t header_bytes = 8000;            // of one of them, a % counting three times
    std::chrono::seconds head_time{10};         // to send a request
    std::chrono::seconds answer_time{30};       // to take its answer
    std::chrono::seconds idle_time{30};         // of a connection between requests
    std::chrono::seconds crowded_idle_time{1};  // the same, while most connections are taken
    std::size_t connections = told_default(connections_option);  // at once; more are told to come
                                                                 // again
    std::size_t waiting = 128;                                   // requests that wait for an engine
    std::chrono::milliseconds patience{5000};                    // of a request that waits
    std::size_t requests_of_connection = 100'000;
};

}  // namespace nonmun
