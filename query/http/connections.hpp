// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <httplib.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace nonmun {

// A thread for each connection, up to a bound; threads are made as they are needed and kept.
class Connections : public httplib::TaskQueue {
  public:
    // `open` counts those that run; it outlives this. `ending` is called when no more connections
    // will come, before those that run are waited for; errno is what ended it.
    Connections(
        std::size_t most, std::atomic<std::size_t>& open, std::function<void()> ending = [] {})
        : most_(most), open_(open), ending_(std::move(ending)) {}

    // Runs `connection` on a thread. When all are taken, or the system gives none, it runs here and
    // now, and is_refused() is true meanwhile. `connection` must not throw.
    void enqueue(std::function<void()> connection) override;

    // Waits for those that run.
    void shutdown() override;

    // Whether the caller runs for a connection that there is no room for.
    static bool is_refused();

    // Whether most are taken.
    bool crowded() const { return open_ * 4 >= most_ * 3; }

  private:
    bool has_thread();
    bool add(std::function<void()>& connection);
    void work();

    const std::size_t most_;
    std::atomic<std::size_t>& open_;
    const std::function<void()> ending_;
    std::mutex mutex_;
    std::condition_variable added_;
    std::deque<std::function<void()>> added_connections_;
    std::vector<std::thread> threads_;
    std::size_t idle_ = 0;
    bool stopping_ = false;
};

}  // namespace nonmun
