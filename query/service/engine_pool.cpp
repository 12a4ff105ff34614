// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/service/engine_pool.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "common/error.hpp"
#include "common/text.hpp"

namespace nonmun {

EnginePool::EnginePool(const std::vector<std::string>& paths, std::size_t engines)
    : most_slow_(engines - 1), paths_(paths) {
    const TermScoreCache term_scores;
    for (std::size_t i = 0; i < engines; ++i) {
        engines_.push_back(std::make_unique<Engine>(paths, similarities_, term_scores));
        engines_.back()->tell_failures(
            [this](const Error& error, const std::string& what) { refresh_failed(error, what); });
    }
    try {
        for (std::size_t i = 0; i < engines; ++i) threads_.emplace_back([this] { work(); });
    } catch (const std::system_error& error) {
        stop();
        throw Error(ErrorKind::io,
                    "cannot start " + plural(engines, "thread") + ": " + error.code().message(),
                    "give a smaller number to --jobs");
    }
}

EnginePool::~EnginePool() {
    stop();
}

void EnginePool::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    added_.notify_all();
    revised_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    if (reader_.joinable()) reader_.join();
}

void EnginePool::refresh(Engine& engine) {
    if (!engine.refresh()) return;
    ++refreshes_;
    const std::lock_guard lock(mutex_);
    is_new_ = true;
    revised_.notify_one();
}

void EnginePool::read_ahead() {
    {
        const std::lock_guard lock(mutex_);
        is_new_ = true;
    }
    reader_ = std::thread([this] { read_similarities(); });
}

void EnginePool::read_similarities() {
    // It yields to requests, but not so much that one that waits for it would have to wait long.
    constexpr int niceness = 5;
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
    struct Stopped {};
    std::unique_lock lock(mutex_);
    for (;;) {
        revised_.wait(lock, [&] { return stopping_ || is_new_; });
        if (stopping_) return;
        is_new_ = false;
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
            // A request that needs it tries again, and tells what is wrong.
        }
        lock.lock();
    }
}

// All engines find the same, but it is told once.
void EnginePool::refresh_failed(const Error& error, const std::string& what) {
    ++refresh_failures_;
    {
        const std::lock_guard lock(mutex_);
        if (what == told_failure_) return;
        told_failure_ = what;
    }
    say_refresh_failure(error);
}

std::optional<EnginePool::Lease> EnginePool::take(bool slow, std::chrono::milliseconds patience,
                                                  std::size_t most_waiting) {
    std::unique_ptr<Engine> engine = engine_for(slow, patience, most_waiting);
    if (!engine) return std::nullopt;
    std::optional<Lease> lease;
    lease.emplace(*this, std::move(engine), slow);
    refresh(**lease);
    return lease;
}

std::size_t EnginePool::waiting() const {
    const std::lock_guard lock(mutex_);
    return waiters_.size();
}

// How many wait for slow work, or for the other. Under the lock.
std::size_t EnginePool::waiting_as(bool slow) const {
    return static_cast<std::size_t>(
        std::count_if(waiters_.begin(), waiters_.end(),
                      [&](const Waiter* waiter) { return waiter->slow == slow; }));
}

std::unique_ptr<Engine> EnginePool::engine_for(bool slow, std::chrono::milliseconds patience,
                                               std::size_t most_waiting) {
    std::unique_lock lock(mutex_);
    if (!engines_.empty() && may_begin(slow)) {
        std::unique_ptr<Engine> engine = std::move(engines_.front());
        engines_.pop_front();
        if (slow) ++slow_;
        return engine;
    }
    if (waiting_as(slow) >= most_waiting) return nullptr;
    Waiter self;
    self.slow = slow;
    const auto place = waiters_.insert(waiters_.end(), &self);
    if (!self.given.wait_for(lock, patience, [&] { return self.engine != nullptr; }))
        waiters_.erase(place);
    return std::move(self.engine);
}

void EnginePool::give_back(std::unique_ptr<Engine> engine, bool slow) {
    const std::lock_guard lock(mutex_);
    if (auto job = pass_on(std::move(engine), slow)) {
        jobs_.push_back(std::move(*job));
        added_.notify_one();
    }
}

// Gives an engine that was at work, slowly or not, to who waits, or to nobody. A body that waited
// is returned. Under the lock.
std::optional<EnginePool::Job> EnginePool::pass_on(std::unique_ptr<Engine> engine, bool slow) {
    if (slow) --slow_;
    const auto next = std::find_if(waiters_.begin(), waiters_.end(),
                                   [&](const Waiter* waiter) { return may_begin(waiter->slow); });
    if (next == waiters_.end()) {
        engines_.push_back(std::move(engine));
        return std::nullopt;
    }
    Waiter& waiter = **next;
    waiters_.erase(next);
    if (waiter.slow) ++slow_;
    waiter.begun = true;
    if (waiter.body != nullptr)
        return Job{std::move(engine), waiter.slow, waiter.body, std::move(waiter.done)};
    waiter.engine = std::move(engine);
    waiter.given.notify_one();  // before the lock is gone, and with it the waiter
    return std::nullopt;
}

void EnginePool::run(Job& job) {
    try {
        refresh(*job.engine);
        (*job.body)(*job.engine);
        job.done.set_value();
    } catch (...) {
        job.done.set_exception(std::current_exception());
    }
}

void EnginePool::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        added_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        std::optional<Job> job = std::move(jobs_.front());
        jobs_.pop_front();
        while (job) {
            lock.unlock();
            run(*job);
            lock.lock();
            job = pass_on(std::move(job->engine), job->slow);
        }
    }
}

bool EnginePool::run(bool slow, std::chrono::milliseconds patience, std::size_t most_waiting,
                     const Body& body) {
    Waiter self;
    self.slow = slow;
    self.body = &body;
    std::future<void> done = self.done.get_future();
    {
        std::unique_lock lock(mutex_);
        if (!engines_.empty() && may_begin(slow)) {
            lock.unlock();
            auto lease = take(slow, patience, most_waiting);
            if (lease) body(**lease);
            return lease.has_value();
        }
        if (waiting_as(slow) >= most_waiting) return false;
        waiters_.push_back(&self);
    }
    if (done.wait_for(patience) != std::future_status::ready) {
        const std::lock_guard lock(mutex_);
        if (!self.begun) {
            waiters_.remove(&self);
            return false;
        }
    }
    done.get();
    return true;
}

}  // namespace nonmun
