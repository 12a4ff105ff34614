// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/workers.hpp"

#include <exception>
#include <thread>
#include <vector>

namespace nonmun {

void run_workers(std::size_t jobs, const std::function<void(std::size_t worker)>& work,
                 const std::function<void()>& fail) {
    if (jobs <= 1) return work(0);
    std::mutex failing;
    std::exception_ptr first;
    const auto guarded = [&](std::size_t worker) {
        try {
            work(worker);
        } catch (...) {
            {
                const std::lock_guard lock(failing);
                if (!first) first = std::current_exception();
            }
            fail();
        }
    };
    {
        std::vector<std::jthread> threads;
        threads.reserve(jobs);
        for (std::size_t worker = 0; worker < jobs; ++worker) threads.emplace_back(guarded, worker);
    }
    if (first) std::rethrow_exception(first);
}

}  // namespace nonmun
