// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/options.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "common/error.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

using Strings = std::vector<std::string>;

constexpr OptionRow rows[] = {
    {"limit", "N", "How many papers to list, 모델을 몇 개나 보여 줄지 정합니다"},
    {"db", "DIR", "The index"},
    {"explain", "", "Show the parts of the score"},
    {"wait", "[=S]", "Wait"},
};

Arguments read(const Strings& arguments) {
    return Arguments(arguments, rows, "nonmun search");
}

// The line for a person that the usage error makes.
template <typename Read>
std::string complaint(Read read) {
    try {
        read();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind, ErrorKind::usage);
        return error.line();
    }
    return "";
}

TEST(Options, StandAnywhereWithOrWithoutAnEqualsSign) {
    const Arguments arguments =
        read({"one", "--limit", "5", "two", "--db=a=b", "--explain", "three"});
    EXPECT_EQ(arguments.integer("limit", 10, 1, 100), 5);
    EXPECT_EQ(arguments.text("db"), "a=b");
    EXPECT_TRUE(arguments.has("explain"));
    EXPECT_EQ(arguments.words(), (Strings{"one", "two", "three"}));
    EXPECT_EQ(arguments.joined_words(), "one two three");
}

TEST(Options, AValueThatMayBeLeftOutStandsBehindAnEqualsSign) {
    const Arguments bare = read({"--wait", "one", "--limit", "5"});
    EXPECT_TRUE(bare.has("wait"));
    EXPECT_EQ(bare.text("wait", "none"), "none");
    EXPECT_EQ(bare.words(), Strings{"one"});
    EXPECT_EQ(read({"one", "--wait=7"}).integer("wait", 0, 0, 10), 7);
    EXPECT_EQ(read({"--", "--wait"}).words(), Strings{"--wait"});
    EXPECT_FALSE(read({"--", "--wait"}).has("wait"));
    std::ostringstream out;
    print_options(out, rows, 80);
    EXPECT_NE(out.str().find("--wait[=S]"), std::string::npos) << out.str();
}

TEST(Options, ASwitchMayBeTurnedOffAndTheLastOneHolds) {
    EXPECT_TRUE(read({"--explain=yes"}).has("explain"));
    EXPECT_FALSE(read({"--explain=no"}).has("explain"));
    EXPECT_FALSE(read({"--explain", "--explain=no"}).has("explain"));
    EXPECT_TRUE(read({"--explain=no", "one", "--explain", "two"}).has("explain"));
    EXPECT_FALSE(read({"--wait=no"}).has("wait"));
    EXPECT_EQ(read({"--wait=yes"}).text("wait", "none"), "none");
}

TEST(Options, ASettingHoldsWhereNothingWasSetBefore) {
    Arguments arguments = read({"--limit", "5", "--explain=no"});
    arguments.add(
        {{"limit", {"6"}, "HERE"}, {"db", {"a", "b"}, "HERE"}, {"no-such", {"x"}, "HERE"}}, rows);
    arguments.add({{"db", {"c"}, "THERE"}, {"explain", {"yes"}, "THERE"}, {"wait", {"x"}, "THERE"}},
                  rows);
    EXPECT_EQ(arguments.text("limit"), "5");
    EXPECT_EQ(arguments.texts("db"), (Strings{"a", "b"}));
    EXPECT_FALSE(arguments.has("explain")) << "off is set too";
    EXPECT_FALSE(arguments.has("no-such"));
    EXPECT_EQ(arguments.place("limit"), "--limit");
    EXPECT_EQ(arguments.place("db"), "HERE");
    EXPECT_EQ(read({}).place("db"), std::nullopt);
    EXPECT_EQ(complaint([&] { arguments.integer("wait", 0, 1, 9); }),
              "THERE x: not a whole number from 1 to 9");
    EXPECT_EQ(complaint([] {
                  read({}).add({{"explain", {"maybe"}, "THERE"}}, rows);
              }),
              "THERE maybe: write yes or no");
}

TEST(Options, AbsentOnesHaveTheirDefaults) {
    const Arguments arguments = read({});
    EXPECT_FALSE(arguments.has("limit"));
    EXPECT_EQ(arguments.integer("limit", 10, 1, 100), 10);
    EXPECT_DOUBLE_EQ(arguments.number("limit", 0.5, 0, 1), 0.5);
    EXPECT_EQ(arguments.text("db", "here"), "here");
    EXPECT_EQ(arguments.texts("db"), Strings{});
    EXPECT_EQ(arguments.joined_words(), "");
}

TEST(Options, TheLastOneHoldsAndAllAreKept) {
    const Arguments arguments = read({"--db", "a", "--db=b"});
    EXPECT_EQ(arguments.text("db"), "b");
    EXPECT_EQ(arguments.texts("db"), (Strings{"a", "b"}));
}

TEST(Options, WhatHasASingleDashIsAWord) {
    EXPECT_EQ(read({"-이미지", "+모델", "-", "-x"}).words(),
              (Strings{"-이미지", "+모델", "-", "-x"}));
}

TEST(Options, TwoDashesEndThem) {
    const Arguments arguments = read({"--limit", "5", "--", "--explain", "--limit"});
    EXPECT_FALSE(arguments.has("explain"));
    EXPECT_EQ(arguments.words(), (Strings{"--explain", "--limit"}));
}

TEST(Options, WrongOnesSayWhatAndWhereToLook) {
    EXPECT_EQ(complaint([] { read({"--colour"}); }),
              "unknown option --colour; see: nonmun search --help");
    EXPECT_EQ(complaint([] {
                  read({"--lim", "5"});
              }),
              "unknown option --lim; see: nonmun search --help");
    const std::string line = complaint([] { read({"--limit"}); });
    EXPECT_NE(line.find("limit"), std::string::npos) << line;
    EXPECT_TRUE(line.ends_with("; see: nonmun search --help")) << line;
    EXPECT_EQ(complaint([] { read({"--explain=maybe"}); }), "--explain maybe: write yes or no");
    EXPECT_EQ(complaint([] { read({"--\x1b[31m"}); }).find('\x1b'), std::string::npos);
}

TEST(Options, NumbersOutOfRangeOrWithOtherTextAreWrong) {
    for (const char* value :
         {"", "x", "5x", " 5", "0", "101", "-1", "99999999999999999999", "5.0"}) {
        const Strings given = {std::string("--limit=") + value};
        EXPECT_NE(complaint([&] { read(given).integer("limit", 10, 1, 100); }), "") << value;
    }
    EXPECT_EQ(complaint([] { read({"--limit=0"}).integer("limit", 10, 1, 100); }),
              "--limit 0: not a whole number from 1 to 100");
    for (const char* value : {"", "x", "1.5x", "nan", "inf", "-0.1", "1.1"}) {
        const Strings given = {std::string("--limit=") + value};
        EXPECT_NE(complaint([&] { read(given).number("limit", 0, 0, 1); }), "") << value;
    }
    EXPECT_EQ(complaint([] { read({"--limit=2"}).number("limit", 0, 0, 0.5); }),
              "--limit 2: not a number from 0 to 0.5");
    EXPECT_DOUBLE_EQ(read({"--limit=0.25"}).number("limit", 0, 0, 1), 0.25);
    EXPECT_EQ(read({"--limit=100"}).integer("limit", 10, 1, 100), 100);
}

TEST(Options, HelpListsEveryRowWithinItsWidth) {
    for (const int width : {20, 40, 80, 200}) {
        std::ostringstream out;
        print_options(out, rows, width);
        const std::string help = out.str();
        for (const char* head : {"  --limit N", "  --db DIR", "  --explain"}) {
            EXPECT_NE(help.find(head), std::string::npos) << head;
        }
        std::istringstream lines(help);
        for (std::string line; std::getline(lines, line);) {
            EXPECT_LE(display_width(line), width) << line;
        }
    }
}

}  // namespace
}  // namespace nonmun
