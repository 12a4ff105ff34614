// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/text.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace nonmun {
namespace {

std::vector<std::string> parts(std::string_view text, char separator) {
    std::vector<std::string> found;
    for (const std::string_view part : split(text, separator)) found.emplace_back(part);
    return found;
}

TEST(Text, PluralFollowsTheCount) {
    EXPECT_EQ(plural(0, "paper"), "0 papers");
    EXPECT_EQ(plural(1, "paper"), "1 paper");
    EXPECT_EQ(plural(2, "paper"), "2 papers");
}

TEST(Text, NumbersAreDigitsAlone) {
    EXPECT_TRUE(is_number("0"));
    EXPECT_TRUE(is_number("20240501"));
    EXPECT_FALSE(is_number(""));
    EXPECT_FALSE(is_number("-1"));
    EXPECT_FALSE(is_number("1a"));
}

TEST(Text, CutsAtTheFirstSeparator) {
    EXPECT_EQ(cut("a\tb\tc", '\t'), std::pair(std::string_view("a"), std::string_view("b\tc")));
    EXPECT_EQ(cut("a", '\t'), std::pair(std::string_view("a"), std::string_view("")));
    EXPECT_EQ(cut("a\t", '\t'), std::pair(std::string_view("a"), std::string_view("")));
}

TEST(Text, JoinsWithSeparators) {
    EXPECT_EQ(joined(std::vector<std::string>{"a", "", "b"}), "a, , b");
    EXPECT_EQ(joined(std::vector<const char*>{"a", "b"}, "/"), "a/b");
    EXPECT_EQ(joined(std::vector<std::string>{}), "");
}

TEST(Text, SplitsIntoParts) {
    using Parts = std::vector<std::string>;
    EXPECT_EQ(parts("a\nb", '\n'), (Parts{"a", "b"}));
    EXPECT_EQ(parts("a\n\nb\n", '\n'), (Parts{"a", "", "b"}));
    EXPECT_EQ(parts("\n", '\n'), Parts{""});
    EXPECT_EQ(parts("", '\n'), Parts{});
}

}  // namespace
}  // namespace nonmun
