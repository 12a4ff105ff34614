// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>

namespace nonmun {

// Calls work(0) to work(jobs - 1), each on a thread of its own (one job: on this one), waits for
// all of them, and throws what the first that failed threw. The others are told by `fail`, if they
// look.
void run_workers(std::size_t jobs, const std::function<void(std::size_t worker)>& work,
                 const std::function<void()>& fail);

// A pipeline whose ends are in order: take() gives the next item or nullopt, work(worker, item)
// makes a result of it, join(result) gets the results in the order of the items. Many are worked on
// at once; take and join are never called twice at once. Holds at most one item for each job.
template <typename Take, typename Work, typename Join>
void work_in_order(std::size_t jobs, Take take, Work work, Join join) {
    std::mutex taking;
    std::mutex joining;
    std::condition_variable turn;
    std::size_t taken = 0;
    std::size_t joined = 0;
    bool failed = false;
    const auto next = [&] {
        const std::lock_guard lock(taking);
        return std::pair(take(), taken++);
    };
    const auto run = [&](std::size_t worker) {
        while (true) {
            auto [item, place] = next();
            if (!item) return;
            auto result = work(worker, std::move(*item));
            std::unique_lock lock(joining);
            turn.wait(lock, [&, mine = place] { return failed || joined == mine; });
            if (failed) return;
            join(std::move(result));
            ++joined;
            lock.unlock();
            turn.notify_all();
        }
    };
    const auto fail = [&] {
        {
            const std::lock_guard lock(joining);
            failed = true;
        }
        turn.notify_all();
    };
    run_workers(jobs, run, fail);
}

}  // namespace nonmun
