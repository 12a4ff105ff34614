// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/connections.hpp"

#include <exception>
#include <new>

namespace nonmun {
namespace {

thread_local bool refused = false;

}  // namespace

bool Connections::is_refused() {
    return refused;
}

void Connections::enqueue(std::function<void()> connection) {
    std::unique_lock lock(mutex_);
    if (open_ >= most_ || !has_thread() || !add(connection)) {
        lock.unlock();
        refused = true;
        connection();
        refused = false;
        return;
    }
    ++open_;
    lock.unlock();
    added_.notify_one();
}

// Whether there is a thread for one connection more, or can be made. Under the lock.
bool Connections::has_thread() {
    if (added_connections_.size() < idle_ || threads_.size() == most_) return true;
    try {
        threads_.emplace_back([this] { work(); });
        return true;
    } catch (const std::exception&) {
        return false;  // the system gives no more, and that must not end the server
    }
}

// Under the lock; false, and `connection` is as it was, without memory for it.
bool Connections::add(std::function<void()>& connection) {
    try {
        added_connections_.push_back(std::move(connection));
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

void Connections::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        ++idle_;
        added_.wait(lock, [&] { return stopping_ || !added_connections_.empty(); });
        --idle_;
        if (added_connections_.empty()) return;
        const std::function<void()> connection = std::move(added_connections_.front());
        added_connections_.pop_front();
        lock.unlock();
        connection();
        --open_;
        lock.lock();
    }
}

void Connections::shutdown() {
    ending_();
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    added_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
}

}  // namespace nonmun
