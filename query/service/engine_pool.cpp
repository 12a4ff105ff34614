// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/service/engine_pool.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <system_error>
#include <utility>

#include "common/error.hpp"
#include "common/text.hpp"

namespace nonmun {

// Delegates, so that the destructor joins the threads that run when another cannot be started.
EnginePool::EnginePool(const std::vector<std::string>& paths, std::size_t engines)
    : EnginePool(paths) {
    const TermScoreCache term_scores;
    for (std::size_t i = 0; i < engines; ++i) {
        engines_.push_back(std::make_unique<Engine>(paths, similarities_, term_scores));
        engines_.back()->on_refresh_failure(
            [this](const Error& error, const std::string& what) { refresh_failed(error, what); });
    }
    papers_ = engines_.front()->papers();
    try {
        for (const auto& engine : engines_)
            threads_.emplace_back([this, &engine = *engine] { work(engine); });
        threads_.emplace_back([this] { read_similarities(); });
    } catch (const std::system_error& error) {
        throw Error(ErrorKind::io,
                    "cannot start " + plural(engines + 1, "thread") + ": " + error.code().message(),
                    "give a smaller number to --jobs");
    }
}

EnginePool::~EnginePool() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    begun_added_.notify_all();
    revision_added_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

// Call with the lock held.
bool EnginePool::may_begin(bool slow) const {
    return running_ < engines_.size() && !(slow && running_slow_ + 1 == engines_.size());
}

// Call with the lock held, after may_begin() returned true.
void EnginePool::begin(Task task) {
    ++running_;
    if (task.slow) ++running_slow_;
    begun_.push_back(std::move(task));
}

bool EnginePool::submit(Task task, std::size_t most_waiting) {
    {
        const std::lock_guard lock(mutex_);
        if (!may_begin(task.slow)) {
            const auto waiting =
                std::count_if(waiting_.begin(), waiting_.end(),
                              [&](const Task& other) { return other.slow == task.slow; });
            if (static_cast<std::size_t>(waiting) >= most_waiting) return false;
            waiting_.push_back(std::move(task));
            return true;
        }
        begin(std::move(task));
    }
    begun_added_.notify_one();
    return true;
}

void EnginePool::work(Engine& engine) {
    std::unique_lock lock(mutex_);
    for (;;) {
        begun_added_.wait(lock, [&] { return stopping_ || !begun_.empty(); });
        if (begun_.empty()) return;
        Task task = std::move(begun_.front());
        begun_.pop_front();
        lock.unlock();
        refresh(engine);
        task.run(&engine);
        task.run = nullptr;  // what it holds is released without the lock
        lock.lock();
        --running_;
        if (task.slow) --running_slow_;
        // This thread takes it in the next round, so no other thread has to be woken.
        const auto next = std::find_if(waiting_.begin(), waiting_.end(),
                                       [&](const Task& other) { return may_begin(other.slow); });
        if (next == waiting_.end()) continue;
        begin(std::move(*next));
        waiting_.erase(next);
    }
}

void EnginePool::expire() {
    std::vector<Task> expired;
    {
        const std::lock_guard lock(mutex_);
        const auto late = std::stable_partition(
            waiting_.begin(), waiting_.end(),
            [now = Clock::now()](const Task& task) { return task.deadline > now; });
        std::move(late, waiting_.end(), std::back_inserter(expired));
        waiting_.erase(late, waiting_.end());
    }
    for (const Task& task : expired) task.run(nullptr);
}

std::size_t EnginePool::waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
}

void EnginePool::refresh(Engine& engine) {
    if (!engine.refresh()) return;
    ++refreshes_;
    {
        const std::lock_guard lock(mutex_);
        similarity_wanted_ = true;
    }
    revision_added_.notify_one();
}

// Every engine has the same failure; it is printed once.
void EnginePool::refresh_failed(const Error& error, const std::string& what) {
    ++refresh_failures_;
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(reported_failure_, what) == what) return;
    }
    print_refresh_failure(error);
}

void EnginePool::read_similarities() {
    // Yields to requests, but not so much that a request that needs it waits long.
    constexpr int niceness = 5;
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
    struct Stopped {};
    std::unique_lock lock(mutex_);
    for (;;) {
        revision_added_.wait(lock, [&] { return stopping_ || similarity_wanted_; });
        if (stopping_) return;
        similarity_wanted_ = false;
        lock.unlock();
        try {
            Index index(paths_);
            index.read([&](const Xapian::Database& database) {
                similarities_.of(index.revision(), database, [&] {
                    if (stopping_) throw Stopped();
                });
            });
        } catch (const Stopped&) {
        } catch (const std::exception&) {
            // A request that needs it tries again, and reports the error.
        }
        lock.lock();
    }
}

}  // namespace nonmun
