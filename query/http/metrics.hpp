// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace nonmun {

// Counts of what a server did, as Prometheus reads them. Safe for many threads.
class Metrics {
  public:
    explicit Metrics(std::size_t routes) : routes_(routes) {}

    void count(std::size_t route, int status, double seconds, bool partial);
    void count_refused() { ++refused_; }  // a connection that there was no room for
    void count_malformed() { ++malformed_; }

    struct Gauges {
        std::size_t connections = 0;
        std::size_t waiting = 0;
        std::size_t refreshes = 0;
        std::size_t refresh_failures = 0;
        std::optional<std::size_t> papers;  // nullopt when no engine was free to say
    };
    // Prometheus's text format, version 0.0.4; `names` are the routes'.
    std::string text(const std::vector<std::string>& names, const Gauges& gauges) const;

  private:
    static constexpr std::array<double, 11> bounds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                      0.1,   0.25,   0.5,   1,    5};
    struct Route {
        std::array<std::uint64_t, bounds.size() + 1> by_time{};
        std::map<int, std::uint64_t> by_status;
        double seconds = 0;
    };

    mutable std::mutex mutex_;
    std::vector<Route> routes_;
    std::uint64_t partial_ = 0;
    std::atomic<std::uint64_t> refused_ = 0;
    std::atomic<std::uint64_t> malformed_ = 0;
};

}  // namespace nonmun
