// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/options.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/error.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

using Strings = std::vector<std::string>;

constexpr OptionRow rows[] = {
    {"limit", "N", "How many papers to list, 모델을 몇 개나 보여 줄지 정합니다",
     Integer{1, 100, 10}},
    {"share", "X", "How much", Number{0, 1, 0.5}},
    {"least", "X", "How much", Number{0, 0.5}},
    {"db", "DIR", "The index", Text{"here"}},
    {"format", "FORMAT", "How to write", Choice{"text json"}},
    {"facets", "NAMES", "What to count", Choices{"month votes section"}},
    {"as-of", "DATE", "The day", Period{}, "", "", "today"},
    {"recency", "X", "How recent", Number{0, 1, 0}, "", "", "off", true},
    {"explain", "", "Show the parts of the score", Flag{}},
    {"wait", "[=S]", "Wait", Integer{1, 10}},
};

Arguments read(const Strings& arguments) {
    return Arguments(arguments, rows, "nonmun search");
}

// The message of the usage error that `read` throws; "" if it throws none.
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

TEST(Options, MayStandAnywhereWithOrWithoutAnEqualsSign) {
    const Arguments arguments =
        read({"one", "--limit", "5", "two", "--db=a=b", "--explain", "three"});
    EXPECT_EQ(arguments.integer("limit"), 5);
    EXPECT_EQ(arguments.text("db"), "a=b");
    EXPECT_TRUE(arguments.has("explain"));
    EXPECT_EQ(arguments.words(), (Strings{"one", "two", "three"}));
    EXPECT_EQ(arguments.joined_words(), "one two three");
}

TEST(Options, AnOptionalValueFollowsAnEqualsSign) {
    const Arguments bare = read({"--wait", "one", "--limit", "5"});
    EXPECT_TRUE(bare.has("wait"));
    EXPECT_EQ(bare.text("wait"), "");
    EXPECT_EQ(bare.words(), Strings{"one"});
    EXPECT_EQ(read({"one", "--wait=7"}).integer("wait"), 7);
    EXPECT_EQ(read({"--", "--wait"}).words(), Strings{"--wait"});
    EXPECT_FALSE(read({"--", "--wait"}).has("wait"));
    std::ostringstream out;
    print_options(out, rows, 80);
    EXPECT_NE(out.str().find("--wait[=S]"), std::string::npos) << out.str();
}

TEST(Options, AFlagCanBeTurnedOffAndTheLastOneWins) {
    EXPECT_TRUE(read({"--explain=yes"}).has("explain"));
    EXPECT_FALSE(read({"--explain=no"}).has("explain"));
    EXPECT_FALSE(read({"--explain", "--explain=no"}).has("explain"));
    EXPECT_TRUE(read({"--explain=no", "one", "--explain", "two"}).has("explain"));
    EXPECT_FALSE(read({"--wait=no"}).has("wait"));
    EXPECT_EQ(read({"--wait=yes"}).text("wait"), "");
}

TEST(Options, ASettingAppliesIfNothingWasSetBefore) {
    Arguments arguments = read({"--limit", "5", "--explain=no"});
    arguments.add(
        {{"limit", {"6"}, "HERE"}, {"db", {"a", "b"}, "HERE"}, {"no-such", {"x"}, "HERE"}});
    arguments.add(
        {{"db", {"c"}, "THERE"}, {"explain", {"yes"}, "THERE"}, {"wait", {"x"}, "THERE"}});
    EXPECT_EQ(arguments.text("limit"), "5");
    EXPECT_EQ(arguments.texts("db"), (Strings{"a", "b"}));
    EXPECT_FALSE(arguments.has("explain")) << "it is set to no";
    EXPECT_FALSE(arguments.has("no-such"));
    EXPECT_EQ(arguments.source("limit"), "--limit");
    EXPECT_EQ(arguments.source("db"), "HERE");
    EXPECT_EQ(read({}).source("db"), std::nullopt);
    EXPECT_EQ(complaint([&] { arguments.integer("wait"); }),
              "THERE x: not a whole number from 1 to 10");
    EXPECT_EQ(complaint([] {
                  read({}).add({{"explain", {"maybe"}, "THERE"}});
              }),
              "THERE maybe: write yes or no");
}

TEST(Options, AbsentOnesHaveTheirDefaults) {
    const Arguments arguments = read({});
    EXPECT_FALSE(arguments.has("limit"));
    EXPECT_EQ(arguments.integer("limit"), 10);
    EXPECT_EQ(arguments.integer("wait"), 0);
    EXPECT_DOUBLE_EQ(arguments.number("share"), 0.5);
    EXPECT_EQ(arguments.text("db"), "here");
    EXPECT_EQ(arguments.text("limit"), "10");
    EXPECT_EQ(arguments.choice("format"), "text");
    EXPECT_EQ(arguments.texts("db"), Strings{});
    EXPECT_EQ(arguments.joined_words(), "");
}

TEST(Options, TheLastOneWinsAndAllAreKept) {
    const Arguments arguments = read({"--db", "a", "--db=b"});
    EXPECT_EQ(arguments.text("db"), "b");
    EXPECT_EQ(arguments.texts("db"), (Strings{"a", "b"}));
}

TEST(Options, AnArgumentWithASingleDashIsAWord) {
    EXPECT_EQ(read({"-이미지", "+모델", "-", "-x"}).words(),
              (Strings{"-이미지", "+모델", "-", "-x"}));
}

TEST(Options, TwoDashesEndThem) {
    const Arguments arguments = read({"--limit", "5", "--", "--explain", "--limit"});
    EXPECT_FALSE(arguments.has("explain"));
    EXPECT_EQ(arguments.words(), (Strings{"--explain", "--limit"}));
}

TEST(Options, ErrorsNameTheOptionAndTheHelp) {
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

TEST(Options, NumbersMustBeWithinBoundsAndNothingElse) {
    for (const char* value :
         {"", "x", "5x", " 5", "0", "101", "-1", "99999999999999999999", "5.0"}) {
        const Strings given = {std::string("--limit=") + value};
        EXPECT_NE(complaint([&] { read(given).integer("limit"); }), "") << value;
    }
    EXPECT_EQ(complaint([] { read({"--limit=0"}).integer("limit"); }),
              "--limit 0: not a whole number from 1 to 100");
    for (const char* value : {"", "x", "1.5x", "nan", "inf", "-0.1", "1.1"}) {
        const Strings given = {std::string("--share=") + value};
        EXPECT_NE(complaint([&] { read(given).number("share"); }), "") << value;
    }
    EXPECT_EQ(complaint([] { read({"--least=2"}).number("least"); }),
              "--least 2: not a number from 0 to 0.5");
    EXPECT_DOUBLE_EQ(read({"--share=0.25"}).number("share"), 0.25);
    EXPECT_EQ(read({"--limit=100"}).integer("limit"), 100);
}

TEST(Options, ALowerBoundThanThatOfTheRowCanBeGiven) {
    EXPECT_EQ(read({"--limit=7"}).integer("limit", 7), 7);
    EXPECT_EQ(complaint([] { read({"--limit=8"}).integer("limit", 7); }),
              "--limit 8: not a whole number from 1 to 7");
}

TEST(Options, AChoiceIsOneOfItsNames) {
    EXPECT_EQ(read({"--format=json"}).choice("format"), "json");
    EXPECT_EQ(complaint([] { read({"--format=xml"}).choice("format"); }),
              "--format xml is not one of: text, json");
    EXPECT_EQ(choices_of(*find_option(rows, "format")), (Strings{"text", "json"}));
    EXPECT_EQ(choices_of(*find_option(rows, "db")), Strings{});
}

TEST(Options, HelpIsMadeOfTheRow) {
    const auto help = [](const char* name) { return option_help(*find_option(rows, name)); };
    EXPECT_EQ(help("share"), "How much. Default: 0.5");
    EXPECT_EQ(help("least"), "How much");
    EXPECT_EQ(help("format"), "text or json. How to write. Default: text");
    EXPECT_EQ(help("facets"), "month, votes or section. What to count");
    EXPECT_EQ(help("as-of"), "The day. Default: today");
    EXPECT_EQ(help("recency"), "How recent; may be given more than once. Default: 0, off");
    EXPECT_EQ(option_head(*find_option(rows, "wait")), "--wait[=S]");
}

TEST(Options, AnOptionWithoutARowIsAProgrammingError) {
    EXPECT_THROW(read({}).text("no-such"), std::logic_error);
    EXPECT_FALSE(read({}).has("no-such"));
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
