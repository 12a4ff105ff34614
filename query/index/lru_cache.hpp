// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <unordered_map>
#include <utility>

namespace nonmun {

// A cache that evicts entries that were not used recently. It has two generations: hits and inserts
// go to the young one; when that reaches half of the budget it replaces the old one.
template <typename Key, typename Value>
class LruCache {
  public:
    explicit LruCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    // nullptr if there is none. Valid until the next call.
    const Value* find(const Key& key) {
        if (const auto found = young_.find(key); found != young_.end()) return &found->second.value;
        auto node = old_.extract(key);
        if (node.empty()) return nullptr;
        make_room(node.mapped().bytes);
        young_bytes_ += node.mapped().bytes;
        return &young_.insert(std::move(node)).position->second.value;
    }

    // `bytes` is the size of the value; a value that needs more than half of the budget is not
    // cached. The key must not be in the cache.
    void insert(Key key, Value value, std::size_t bytes) {
        bytes += sizeof(Key) + sizeof(Entry) + 2 * sizeof(void*);
        if (bytes > max_bytes_ / 2) return;
        make_room(bytes);
        young_bytes_ += bytes;
        young_.emplace(std::move(key), Entry{std::move(value), bytes});
    }

    void clear() {
        young_.clear();
        old_.clear();
        young_bytes_ = 0;
    }

  private:
    struct Entry {
        Value value;
        std::size_t bytes;
    };
    using Generation = std::unordered_map<Key, Entry>;

    void make_room(std::size_t bytes) {
        if (young_bytes_ + bytes <= max_bytes_ / 2) return;
        old_ = std::exchange(young_, {});
        young_bytes_ = 0;
    }

    std::size_t max_bytes_;
    Generation young_, old_;
    std::size_t young_bytes_ = 0;
};

}  // namespace nonmun
