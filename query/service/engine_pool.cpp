#include "query/service/engine_pool.hpp"

namespace nonmun {

EnginePool::EnginePool(const std::vector<std::string>& paths, std::size_t engines)
    : most_slow_(engines - 1) {
    for (std::size_t i = 0; i < engines; ++i)
        engines_.push_back(std::make_unique<Engine>(paths, similarities_));
}

std::optional<EnginePool::Lease> EnginePool::take(bool slow, std::chrono::milliseconds patience,
                                                  std::size_t most_waiting) {
    std::unique_ptr<Engine> engine;
    {
        std::unique_lock lock(mutex_);
        const auto is_free = [&] { return !engines_.empty() && (!slow || slow_ < most_slow_); };
        if (!is_free()) {
            if (waiting_ >= most_waiting) return std::nullopt;
            ++waiting_;
            const bool got = (slow ? free_for_slow_ : free_).wait_for(lock, patience, is_free);
            --waiting_;
            if (!got) return std::nullopt;
        }
        engine = std::move(engines_.front());
        engines_.pop_front();
        if (slow) ++slow_;
    }
    std::optional<Lease> lease;
    lease.emplace(*this, std::move(engine), slow);
    if ((*lease)->refresh()) ++refreshes_;
    return lease;
}

void EnginePool::give_back(std::unique_ptr<Engine> engine, bool slow) {
    {
        const std::lock_guard lock(mutex_);
        engines_.push_back(std::move(engine));
        if (slow) --slow_;
    }
    // One of each kind, since a slow one may not be allowed to take it.
    free_.notify_one();
    free_for_slow_.notify_one();
}

}  // namespace nonmun
