// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "query/language/spelling.hpp"

namespace nonmun {
namespace {

TEST(EditDistance, CountsEdits) {
    const struct {
        const char* one;
        const char* other;
        std::size_t distance;
    } pairs[] = {
        {"", "", 0},       {"a", "", 1},        {"abc", "abc", 0},
        {"abc", "acb", 1}, {"abc", "abxc", 1},  {"abc", "xbc", 1},
        {"abc", "ca", 3},  {"abcd", "badc", 2}, {"kitten", "sitting", 3},
    };
    for (const auto& pair : pairs) {
        EXPECT_EQ(edit_distance(pair.one, pair.other, 9), pair.distance) << pair.one;
        EXPECT_EQ(edit_distance(pair.other, pair.one, 9), pair.distance) << pair.one;
    }
}

// The recurrence by its definition, without a limit.
std::size_t plain(const std::string& a, const std::string& b) {
    if (a.empty() || b.empty()) return a.size() + b.size();
    const std::string ha = a.substr(0, a.size() - 1), hb = b.substr(0, b.size() - 1);
    std::size_t edits = std::min(
        {plain(ha, b) + 1, plain(a, hb) + 1, plain(ha, hb) + (a.back() == b.back() ? 0 : 1)});
    if (a.size() > 1 && b.size() > 1 && a.back() == hb.back() && ha.back() == b.back())
        edits =
            std::min(edits, plain(ha.substr(0, ha.size() - 1), hb.substr(0, hb.size() - 1)) + 1);
    return edits;
}

TEST(EditDistance, EqualsTheRecurrenceUpToTheLimit) {
    std::mt19937 random(5);
    const auto word = [&] {
        std::string text(random() % 6, 'a');
        for (char& c : text) c = static_cast<char>('a' + random() % 3);
        return text;
    };
    for (int round = 0; round < 3000; ++round) {
        const std::string first = word(), second = word();
        const std::size_t distance = plain(first, second);
        for (const std::size_t max_edits : {0u, 1u, 2u, 5u})
            ASSERT_EQ(edit_distance(first, second, max_edits), std::min(distance, max_edits + 1))
                << first << " " << second;
    }
}

}  // namespace
}  // namespace nonmun
