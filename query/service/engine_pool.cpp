// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/service/engine_pool.hpp"

#include <algorithm>

namespace nonmun {

EnginePool::EnginePool(const std::vector<std::string>& paths, std::size_t engines)
    : most_slow_(engines - 1) {
    const TermShareCache term_shares;
    for (std::size_t i = 0; i < engines; ++i)
        engines_.push_back(std::make_unique<Engine>(paths, similarities_, term_shares));
}

std::optional<EnginePool::Lease> EnginePool::take(bool slow, std::chrono::milliseconds patience,
                                                  std::size_t most_waiting) {
    std::unique_ptr<Engine> engine = engine_for(slow, patience, most_waiting);
    if (!engine) return std::nullopt;
    std::optional<Lease> lease;
    lease.emplace(*this, std::move(engine), slow);
    if ((*lease)->refresh()) ++refreshes_;
    return lease;
}

std::size_t EnginePool::waiting() const {
    const std::lock_guard lock(mutex_);
    return waiters_.size();
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
    if (waiters_.size() >= most_waiting) return nullptr;
    Waiter self{slow, nullptr, {}};
    const auto place = waiters_.insert(waiters_.end(), &self);
    if (!self.given.wait_for(lock, patience, [&] { return self.engine != nullptr; }))
        waiters_.erase(place);
    return std::move(self.engine);
}

void EnginePool::give_back(std::unique_ptr<Engine> engine, bool slow) {
    const std::lock_guard lock(mutex_);
    if (slow) --slow_;
    const auto next = std::find_if(waiters_.begin(), waiters_.end(),
                                   [&](const Waiter* waiter) { return may_begin(waiter->slow); });
    if (next == waiters_.end()) {
        engines_.push_back(std::move(engine));
        return;
    }
    Waiter& waiter = **next;
    waiters_.erase(next);
    if (waiter.slow) ++slow_;
    waiter.engine = std::move(engine);
    waiter.given.notify_one();  // before the lock is gone, and with it the waiter
}

}  // namespace nonmun
