// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/progress.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "common/unicode.hpp"

namespace nonmun {
namespace {

TEST(Progress, ShowsShareCountRateAndTimeLeft) {
    const std::string line = Progress::line(50, 200, 10, "files", 79);
    EXPECT_TRUE(line.starts_with("[")) << line;
    EXPECT_TRUE(line.ends_with("]  25% 50/200 files, 5/s, 0:30 left")) << line;
    const auto filled = std::count(line.begin(), line.end(), '#');
    const auto open = std::count(line.begin(), line.end(), '.');
    EXPECT_EQ(filled + open, 30);
    EXPECT_EQ(filled, 7) << "a quarter";
}

TEST(Progress, NeverGoesOverTheWidth) {
    for (const std::string unit : {"files", "편의 논문"}) {
        for (int width = 1; width < 120; ++width) {
            const std::string line = Progress::line(123456, 987654, 3, unit, width);
            EXPECT_LE(display_width(line), width) << line;
            EXPECT_TRUE(is_utf8(line));
        }
    }
}

TEST(Progress, HandlesNothingAndEverything) {
    EXPECT_TRUE(Progress::line(0, 10, 0, "files", 79).ends_with("  0% 0/10 files, 0/s, 0:00 left"));
    EXPECT_TRUE(
        Progress::line(10, 10, 2, "files", 79).ends_with("100% 10/10 files, 5/s, 0:00 left"));
    EXPECT_TRUE(Progress::line(0, 0, 0, "files", 79).ends_with("  0% 0/0 files, 0/s, 0:00 left"));
    const std::string over = Progress::line(20, 10, 1, "files", 79);
    EXPECT_LE(display_width(over), 79) << "more done than was announced";
}

TEST(Progress, CountsHoursInMinutes) {
    EXPECT_TRUE(Progress::line(1, 7201, 1, "files", 79).ends_with("120:00 left"));
    EXPECT_LE(display_width(Progress::line(1, 1'000'000'000'000, 1e6, "files", 79)), 79);
}

TEST(Progress, WritesNothingWithoutATerminal) {
    testing::internal::CaptureStderr();
    {
        Progress progress("files");
        for (std::size_t i = 0; i < 100; ++i) progress.update(i, 100);
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace nonmun
