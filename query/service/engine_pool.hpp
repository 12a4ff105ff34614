// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "query/service/engine.hpp"

namespace nonmun {

// Engines for many threads: so many that the cores are busy, and one more that slow work never
// takes, so that searching goes on beside it. Who finds none waits in turn: an engine goes to who
// has waited longest, and nobody who comes later gets it first.
class EnginePool {
  public:
    // Opens `engines` (2 or more) on the same paths, with a thread for each. Throws Error.
    EnginePool(const std::vector<std::string>& paths, std::size_t engines);
    ~EnginePool();

    // An engine until the lease ends, refreshed.
    class Lease {
      public:
        Lease(EnginePool& pool, std::unique_ptr<Engine> engine, bool slow)
            : pool_(&pool), engine_(std::move(engine)), slow_(slow) {}
        Lease(Lease&&) = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (engine_) pool_->give_back(std::move(engine_), slow_);
        }

        Engine& operator*() { return *engine_; }
        Engine* operator->() { return engine_.get(); }

      private:
        EnginePool* pool_;
        std::unique_ptr<Engine> engine_;
        bool slow_;
    };

    // Waits at most so long; nullopt when none was free by then, or when `most_waiting` are waiting
    // already for work of the same kind: slow work that waits keeps no search from waiting.
    std::optional<Lease> take(bool slow, std::chrono::milliseconds patience,
                              std::size_t most_waiting);

    using Body = std::function<void(Engine&)>;

    // Runs `body` with an engine that take() would give. When none is free, a thread of the pool
    // runs it, which goes on from one that waits to the next: of many connections, no thread has to
    // be woken before an engine goes on. False when none was free in time. Throws what `body`
    // throws.
    bool run(bool slow, std::chrono::milliseconds patience, std::size_t most_waiting,
             const Body& body);

    // From now on reads the similarity of each new revision in the background, where related papers
    // would wait for it otherwise: once for that which is there now, and after each refresh. Holds
    // no engine.
    void read_ahead();

    std::size_t similarities_read() const { return similarities_.read(); }
    std::size_t waiting() const;
    std::size_t refreshes() const { return refreshes_; }
    std::size_t refresh_failures() const { return refresh_failures_; }

  private:
    struct Waiter {
        bool slow;
        const Body* body = nullptr;  // for a thread of the pool; else the waiter is given an engine
        bool begun = false;          // it waits no more
        std::unique_ptr<Engine> engine;  // once it is given one
        std::condition_variable given;
        std::promise<void> done;  // of the body
    };

    // A body with its engine.
    struct Job {
        std::unique_ptr<Engine> engine;
        bool slow = false;
        const Body* body = nullptr;
        std::promise<void> done;
    };

    std::unique_ptr<Engine> engine_for(bool slow, std::chrono::milliseconds patience,
                                       std::size_t most_waiting);
    std::size_t waiting_as(bool slow) const;
    void give_back(std::unique_ptr<Engine> engine, bool slow);
    std::optional<Job> pass_on(std::unique_ptr<Engine> engine, bool slow);
    void run(Job& job);
    void work();
    void stop();
    void refresh(Engine& engine);
    void read_similarities();
    void refresh_failed(const Error& error, const std::string& what);
    bool may_begin(bool slow) const { return !slow || slow_ < most_slow_; }

    Similarities similarities_;
    mutable std::mutex mutex_;
    std::deque<std::unique_ptr<Engine>> engines_;  // that are free; taken in turn
    std::list<Waiter*> waiters_;                   // none of them may begin while one is free
    std::size_t most_slow_;
    std::size_t slow_ = 0;
    std::atomic<std::size_t> refreshes_ = 0;
    std::atomic<std::size_t> refresh_failures_ = 0;
    std::string told_failure_;  // what could not be opened, when that was told last
    std::deque<Job> jobs_;      // for the pool's threads, one for each engine
    std::condition_variable added_;
    std::atomic<bool> stopping_ = false;
    std::vector<std::thread> threads_;
    const std::vector<std::string> paths_;
    std::thread reader_;  // of similarities
    std::condition_variable revised_;
    bool is_new_ = false;  // there is a revision whose similarity may not have been read
};

}  // namespace nonmun
