// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <unordered_map>
#include <utility>

namespace nonmun {

// Keeps what was asked for lately. What is found or kept is young; when the young have half of the
// bytes they are the old, and those that were old, and not asked for since, go.
template <typename Key, typename Value>
class LruCache {
  public:
    explicit LruCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

    // nullptr when it is not kept. Valid until the next call.
    const Value* find(const Key& key) {
        if (const auto found = young_.find(key); found != young_.end()) return &found->second.value;
        auto node = old_.extract(key);
        if (node.empty()) return nullptr;
        make_room(node.mapped().bytes);
        young_bytes_ += node.mapped().bytes;
        return &young_.insert(std::move(node)).position->second.value;
    }

    // `bytes` are those of the value; one that would take half of all is not kept. Not for a key
    // that is kept already.
    void keep(Key key, Value value, std::size_t bytes) {
        bytes += sizeof(Key) + sizeof(Kept) + 2 * sizeof(void*);
        if (bytes > most_bytes_ / 2) return;
        make_room(bytes);
        young_bytes_ += bytes;
        young_.emplace(std::move(key), Kept{std::move(value), bytes});
    }

    void clear() {
        young_.clear();
        old_.clear();
        young_bytes_ = 0;
    }

  private:
    struct Kept {
        Value value;
        std::size_t bytes;
    };
    using Generation = std::unordered_map<Key, Kept>;

    void make_room(std::size_t bytes) {
        if (young_bytes_ + bytes <= most_bytes_ / 2) return;
        old_ = std::exchange(young_, {});
        young_bytes_ = 0;
    }

    std::size_t most_bytes_;
    Generation young_, old_;
    std::size_t young_bytes_ = 0;
};

}  // namespace nonmun
