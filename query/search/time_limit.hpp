// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <chrono>
#include <memory>
#include <optional>

namespace nonmun {

// A time limit for matching. When it is reached, matches end with what they have found.
class TimeLimit {
  public:
    // Starts now; nullopt: no limit. Remote databases cannot be stopped; they only return an
    // estimate of the total.
    TimeLimit(std::optional<std::chrono::milliseconds> limit, bool remote);

    // Applies the limit to `enquire` and `query`.
    void put_on(Xapian::Enquire& enquire, Xapian::Query& query) const;

    // Starts again, for the following matches.
    void restart();

    // Whether the limit was reached since the last start.
    bool is_over() const;

  private:
    using Clock = std::chrono::steady_clock;
    class Source;
    struct State {
        Clock::time_point end;
        bool over = false;
    };

    std::optional<std::chrono::milliseconds> limit_;
    bool remote_;
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace nonmun
