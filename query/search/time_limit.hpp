// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <chrono>
#include <memory>
#include <optional>

namespace nonmun {

// A bound on the time that matching takes. When it is over, every match ends where it is, with what
// it has found.
class TimeLimit {
  public:
    // Begins now. Without a limit, nothing is bounded. Remote databases cannot be stopped: of
    // these, a match only gives up its exact total.
    TimeLimit(std::optional<std::chrono::milliseconds> limit, bool remote);

    // Bounds the matches of `enquire`, and `query`, which finds the same with the same weights
    // until then.
    void put_on(Xapian::Enquire& enquire, Xapian::Query& query) const;

    // Gives the whole time again, to the matches that come now.
    void restart();

    // Whether the time was over before a match was done, since it was given last.
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
