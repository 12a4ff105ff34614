// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>

namespace nonmun {

// Calls work(0) to work(jobs - 1), each on its own thread (with one job: on the calling thread),
// and waits until all have returned. If some throw, `fail` is called after each of them, so that
// the others can stop early, and the first exception is rethrown at the end.
void run_workers(std::size_t jobs, const std::function<void(std::size_t worker)>& work,
                 const std::function<void()>& fail);

// An ordered pipeline: take() returns the next item or nullopt, work(worker, item) computes its
// result, join(result) receives the results in the order of the items. Calls of work run in
// parallel; calls of take never overlap, nor do calls of join. At most one item for each job is in
// memory.
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
