// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace nonmun {

// Counts of what a server did. Safe for many threads.
class Metrics {
  public:
    explicit Metrics(std::vector<std::string> route_names);

    // Counts an answer of the route with this index in the names, and the seconds that it took.
    void count(std::size_t route, int status, double seconds);

    std::atomic<std::uint64_t> partial = 0;    // answers that a time limit cut short
    std::atomic<std::uint64_t> refused = 0;    // connections over the limit
    std::atomic<std::uint64_t> malformed = 0;  // requests that could not be read

    struct Sample {
        const char* name;
        const char* kind;  // "counter" or "gauge"
        const char* help;
        std::uint64_t value;
    };
    // The counts of the routes, and the samples, in Prometheus's text format (0.0.4).
    std::string text(const std::vector<Sample>& samples) const;

  private:
    static constexpr std::array<double, 11> bounds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                      0.1,   0.25,   0.5,   1,    5};
    struct Route {
        std::string name;
        std::array<std::uint64_t, bounds.size() + 1> by_time{};
        std::map<int, std::uint64_t> by_status = {};
        double seconds = 0;
    };

    mutable std::mutex mutex_;
    std::vector<Route> routes_;
};

}  // namespace nonmun
