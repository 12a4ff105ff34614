// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/date.hpp"

#include <gtest/gtest.h>

namespace nonmun {
namespace {

TEST(Date, ReadsOnlyRealDays) {
    EXPECT_EQ(parse_date("2024-05-01"), (Date{2024, 5, 1}));
    EXPECT_EQ(parse_date("2024-02-29"), (Date{2024, 2, 29}));
    for (const char* text :
         {"", "2024", "2024-5-1", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10",
          "2024-05-00", "2024/05/01", "2024-05-01x", "0000-01-01", "+024-05-01"}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
}

TEST(Date, PeriodsEndOnTheirLastDay) {
    const auto february = parse_period("2024-02");
    ASSERT_TRUE(february);
    EXPECT_EQ(to_string(february->first), "2024-02-01");
    EXPECT_EQ(to_string(february->last), "2024-02-29");
    const auto year = parse_period("2023");
    ASSERT_TRUE(year);
    EXPECT_EQ(to_string(year->last), "2023-12-31");
    EXPECT_FALSE(parse_period("2024-1"));
}

TEST(Date, CountsDays) {
    EXPECT_EQ(days_since_epoch({1970, 1, 1}), 0);
    EXPECT_EQ(days_since_epoch({2024, 3, 1}) - days_since_epoch({2024, 2, 28}), 2);
    EXPECT_EQ(days_since_epoch({1969, 12, 31}), -1);
}

TEST(Date, TodayIsLaterThanThisTest) {
    EXPECT_GE(today(), (Date{2024, 1, 1}));
    EXPECT_EQ(parse_date(to_string(today())), today());
}

}  // namespace
}  // namespace nonmun
