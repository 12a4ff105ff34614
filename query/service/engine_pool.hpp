// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "query/service/engine.hpp"

namespace nonmun {

// Engines on the same index, each with its own thread, and one queue of tasks for all of them.
// Tasks begin in the order in which they were submitted, except that slow tasks never occupy the
// last engine: searches go on while reports run.
class EnginePool {
  public:
    using Clock = std::chrono::steady_clock;

    struct Task {
        bool slow = false;           // may take much longer than a search
        Clock::time_point deadline;  // for the task to begin
        // Called once: by a thread of the pool with a refreshed engine, or by expire() with
        // nullptr. Must not throw.
        std::function<void(Engine*)> run;
    };

    // Opens `engines` (2 or more) on `paths` and starts their threads, and one more that reads the
    // similarity model of each new revision in the background, so that a request for related papers
    // need not wait for it. Throws Error.
    EnginePool(const std::vector<std::string>& paths, std::size_t engines);

    // Runs all queued tasks first.
    ~EnginePool();

    // Queues a task. Returns false, and never runs the task, if it would have to wait and
    // `most_waiting` tasks of its kind (slow or not) are waiting already.
    bool submit(Task task, std::size_t most_waiting);

    // Calls run(nullptr) for each waiting task whose deadline has passed.
    void expire();

    // Papers in the index when it was opened.
    std::size_t papers() const { return papers_; }
    std::size_t waiting() const;
    std::size_t refreshes() const { return refreshes_; }
    std::size_t refresh_failures() const { return refresh_failures_; }
    std::size_t similarities_read() const { return similarities_.read(); }

  private:
    explicit EnginePool(const std::vector<std::string>& paths) : paths_(paths) {}
    bool may_begin(bool slow) const;
    void begin(Task task);
    void work(Engine& engine);
    void refresh(Engine& engine);
    void refresh_failed(const Error& error, const std::string& what);
    void read_similarities();

    const std::vector<std::string> paths_;
    Similarities similarities_;
    std::vector<std::unique_ptr<Engine>> engines_;
    std::size_t papers_ = 0;
    std::atomic<std::size_t> refreshes_ = 0;
    std::atomic<std::size_t> refresh_failures_ = 0;

    mutable std::mutex mutex_;  // guards what follows, up to the threads
    std::condition_variable begun_added_;
    std::condition_variable revision_added_;
    std::deque<Task> begun_;    // each has an engine's thread that will run it next
    std::deque<Task> waiting_;  // no engine is free for any of them
    std::size_t running_ = 0;   // tasks in begun_ or being run
    std::size_t running_slow_ = 0;
    bool similarity_wanted_ = true;  // the newest revision's may not have been read
    std::string reported_failure_;   // the last refresh failure that was printed
    std::atomic<bool> stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace nonmun
