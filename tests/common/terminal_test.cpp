// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/terminal.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "common/unicode.hpp"
#include "tests/support/variable.hpp"

namespace nonmun {
namespace {

const std::string korean =
    "이 연구는 3D 가우시안 스플래팅(3D Gaussian Splatting)을 이용하여 대규모언어모델과 "
    "text-to-image 확산모델을 "
    "함께 학습시키는 방법을 제안합니다. 😀 https://arxiv.org/abs/2404.19756 에서 볼 수 있습니다.";

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::string without_blanks(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
    return text;
}

TEST(Wrap, StaysWithinTheWidthAndLosesNothing) {
    for (const int width : {20, 60, 200}) {
        for (const std::string& text :
             {korean, std::string(500, 'x'), std::string("a ") + std::string(90, 'y') + " b", [] {
                  std::string s;
                  while (s.size() < 600) s += "모델";
                  return s;
              }()}) {
            const std::string wrapped = wrap(text, width, "  ");
            EXPECT_EQ(without_blanks(wrapped), without_blanks(text)) << width;
            for (const std::string& line : lines_of(wrapped)) {
                EXPECT_TRUE(line.starts_with("  "));
                EXPECT_LE(display_width(line), width + 2) << line;
                EXPECT_FALSE(line.ends_with(' ')) << line;
            }
        }
    }
}

TEST(Wrap, FillsItsLines) {
    EXPECT_EQ(wrap("one two three", 7, ""), "one two\nthree");
    EXPECT_EQ(wrap("one two three", 80, "> "), "> one two three");
    EXPECT_EQ(wrap("one   two\n\nthree", 80, ""), "one two three");
    EXPECT_EQ(wrap("모델은 학습", 6, "-"), "-모델은\n-학습");
    EXPECT_EQ(wrap("", 20, "  "), "  ");
    EXPECT_EQ(wrap("one 👩\u200D🔬", 20, ""), "one 👩\u200D🔬");
}

TEST(Wrap, ColoursHaveNoWidth) {
    const Style style{true, 80};
    const std::string text = "one " + bold("two", style) + " " + dim("three", style);
    EXPECT_EQ(wrap(text, 13, ""), text) << "13 columns without the colours";
    EXPECT_EQ(lines_of(wrap(text, 7, "")).size(), 2u);
    const std::string marked = bold("모델", style) + "을";
    EXPECT_EQ(wrap(marked, 6, ""), marked);
}

TEST(Style, BoldAndDimArePlainWithoutColour) {
    EXPECT_EQ(bold("x", Style{}), "x");
    EXPECT_EQ(dim("x", Style{}), "x");
    EXPECT_EQ(bold("x", {true, 80}), "\x1b[1mx\x1b[0m");
    EXPECT_EQ(dim("x", {true, 80}), "\x1b[2mx\x1b[0m");
}

TEST(Style, EveryLineOfALinkIsALink) {
    const Style style{true, 80};
    const std::string open = "\x1b]8;;https://x.org/a\x1b\\";
    const std::string close = "\x1b]8;;\x1b\\";
    EXPECT_EQ(linked("one\n   two", "https://x.org/a", style),
              open + "one" + close + "\n   " + open + "two" + close);
    EXPECT_EQ(linked("one", "https://x.org/\x1b\\", style),
              "\x1b]8;;https://x.org/%1B%5C\x1b\\one" + close);
    EXPECT_EQ(linked("one", "https://x.org/a", Style{}), "one");
    EXPECT_EQ(linked("one", "javascript:x", style), "one");
}

TEST(Style, AFileHasNoColourAndTheWidthOfTheEnvironment) {
    const int file = ::open("/dev/null", O_WRONLY);
    ASSERT_GE(file, 0);
    const std::vector<std::pair<const char*, int>> rows = {
        {"100", 100}, {"5", 20}, {"x", 80}, {"-3", 80}, {"", 80}};
    for (const auto& [columns, width] : rows) {
        const tests::Variable variable("COLUMNS", columns);
        const Style style = style_of(file);
        EXPECT_FALSE(style.colour);
        EXPECT_EQ(style.width, width) << columns;
    }
    ::close(file);
}

}  // namespace
}  // namespace nonmun
