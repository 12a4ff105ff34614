// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/lru_cache.hpp"

#include <gtest/gtest.h>

#include <string>

namespace nonmun {
namespace {

TEST(LruCache, FindsWhatItKeeps) {
    LruCache<int, std::string> recent(10'000);
    EXPECT_EQ(recent.find(1), nullptr);
    recent.keep(1, "one", 3);
    ASSERT_NE(recent.find(1), nullptr);
    EXPECT_EQ(*recent.find(1), "one");
    recent.clear();
    EXPECT_EQ(recent.find(1), nullptr);
}

TEST(LruCache, ForgetsWhatWasNotAskedForLately) {
    LruCache<int, std::string> recent(10'000);
    recent.keep(0, "asked for", 1000);
    recent.keep(1, "never", 1000);
    for (int i = 2; i < 50; ++i) {
        recent.keep(i, "another", 1000);
        ASSERT_NE(recent.find(0), nullptr) << i;
    }
    EXPECT_EQ(*recent.find(0), "asked for");
    EXPECT_EQ(recent.find(1), nullptr);
    EXPECT_NE(recent.find(49), nullptr);
}

TEST(LruCache, StaysWithinItsBytes) {
    LruCache<int, std::string> recent(10'000);
    int kept = 0;
    for (int i = 0; i < 1000; ++i) recent.keep(i, "", 900);
    for (int i = 0; i < 1000; ++i) kept += recent.find(i) != nullptr;
    EXPECT_GE(kept, 5);
    EXPECT_LE(kept, 11);
}

TEST(LruCache, LeavesOutWhatWouldTakeHalf) {
    LruCache<int, std::string> recent(10'000);
    recent.keep(1, "small", 100);
    recent.keep(2, "large", 5'000);
    EXPECT_EQ(recent.find(2), nullptr);
    EXPECT_NE(recent.find(1), nullptr);
}

}  // namespace
}  // namespace nonmun
