// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/lru_cache.hpp"

#include <gtest/gtest.h>

#include <string>

namespace nonmun {
namespace {

TEST(LruCache, FindsEntries) {
    LruCache<int, std::string> cache(10'000);
    EXPECT_EQ(cache.find(1), nullptr);
    cache.insert(1, "one", 3);
    ASSERT_NE(cache.find(1), nullptr);
    EXPECT_EQ(*cache.find(1), "one");
    cache.clear();
    EXPECT_EQ(cache.find(1), nullptr);
}

TEST(LruCache, EvictsEntriesThatWereNotUsed) {
    LruCache<int, std::string> cache(10'000);
    cache.insert(0, "used", 1000);
    cache.insert(1, "unused", 1000);
    for (int i = 2; i < 50; ++i) {
        cache.insert(i, "another", 1000);
        ASSERT_NE(cache.find(0), nullptr) << i;
    }
    EXPECT_EQ(*cache.find(0), "used");
    EXPECT_EQ(cache.find(1), nullptr);
    EXPECT_NE(cache.find(49), nullptr);
}

TEST(LruCache, StaysWithinItsBudget) {
    LruCache<int, std::string> cache(10'000);
    int kept = 0;
    for (int i = 0; i < 1000; ++i) cache.insert(i, "", 900);
    for (int i = 0; i < 1000; ++i) kept += cache.find(i) != nullptr;
    EXPECT_GE(kept, 5);
    EXPECT_LE(kept, 11);
}

TEST(LruCache, DoesNotCacheMoreThanHalfOfTheBudget) {
    LruCache<int, std::string> cache(10'000);
    cache.insert(1, "small", 100);
    cache.insert(2, "large", 5'000);
    EXPECT_EQ(cache.find(2), nullptr);
    EXPECT_NE(cache.find(1), nullptr);
}

}  // namespace
}  // namespace nonmun
