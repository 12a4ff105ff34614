// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace nonmun {

// Keeps the best `most` offers in a heap whose front is the worst of them, so that most offers are
// rejected after one comparison. `better` is a strict total order: the result does not depend on
// the order of the offers.
template <typename T, bool (*better)(const T&, const T&)>
class BestOf {
  public:
    explicit BestOf(std::size_t most) : most_(most) { heap_.reserve(most); }

    bool full() const { return heap_.size() == most_; }
    const T& worst() const { return heap_.front(); }  // of at least one offer

    void offer(const T& candidate) {
        if (full()) {
            if (heap_.empty() || !better(candidate, heap_.front())) return;
            std::pop_heap(heap_.begin(), heap_.end(), better);
            heap_.back() = candidate;
        } else {
            heap_.push_back(candidate);
        }
        std::push_heap(heap_.begin(), heap_.end(), better);
    }

    // Returns the offers best first, and removes them.
    std::vector<T> take() {
        std::sort_heap(heap_.begin(), heap_.end(), better);
        std::vector<T> taken = std::exchange(heap_, {});
        heap_.reserve(most_);
        return taken;
    }

  private:
    std::size_t most_;
    std::vector<T> heap_;
};

}  // namespace nonmun
