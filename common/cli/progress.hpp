// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace nonmun {

// A progress line on standard error: count, rate and time left. It is shown only on a terminal,
// after a second of work, at most ten times a second, and removed by the destructor.
class Progress {
  public:
    explicit Progress(std::string unit);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void update(std::size_t done, std::size_t all);

    // Removes the line until the next update, so that a message can be printed.
    void clear();

    // The text of the line, cut to `width` columns.
    static std::string line(std::size_t done, std::size_t all, double seconds,
                            const std::string& unit, int width);

  private:
    using Clock = std::chrono::steady_clock;

    std::string unit_;
    bool enabled_;
    bool shown_ = false;
    Clock::time_point start_ = Clock::now();
    Clock::time_point last_ = start_;
};

}  // namespace nonmun
