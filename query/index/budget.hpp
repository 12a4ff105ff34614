// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>

namespace nonmun {

// The limits of a query.
struct QueryLimits {
    std::optional<std::chrono::milliseconds> time = std::nullopt;  // nullopt: no limit
    // The number of posting lists that prefixes may open, about 10 KB each.
    std::size_t postings = 20'000;
};

// What the answer to one query may still cost. A part of the query that would cost more is left out
// of the answer, which says so: no query occupies a server for long, or takes much of its memory.
struct Budget {
    using Clock = std::chrono::steady_clock;

    explicit Budget(const QueryLimits& limits = {}) : postings(limits.postings) {
        if (limits.time) end = Clock::now() + *limits.time;
    }

    std::optional<Clock::time_point> end;  // nullopt: no time limit
    std::size_t postings;                  // as in QueryLimits
    bool over = false;                     // the time is up
    bool was_over = false;                 // also if it was extended since

    // Checks the clock, until the time is up.
    bool is_over() {
        if (!over && end && Clock::now() >= *end) over = was_over = true;
        return over;
    }

    // Gives the next step at least `time`, so that it finds something.
    void extend(std::chrono::milliseconds time) {
        if (!end) return;
        end = std::max(*end, Clock::now() + time);
        over = false;
    }

    // Takes up to `wanted` posting lists. Returns their number.
    std::size_t take(std::size_t wanted) {
        const std::size_t taken = std::min(wanted, postings);
        postings -= taken;
        return taken;
    }
};

}  // namespace nonmun
