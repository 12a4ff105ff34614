// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/query_parser.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace nonmun {
namespace {

std::string understood(const std::string& text) {
    return to_string(parse_query(text).root);
}

struct Reading {
    const char* text;
    const char* understood;
};

void expect_readings(const std::vector<Reading>& readings) {
    for (const Reading& reading : readings) {
        const ParsedQuery parsed = parse_query(reading.text);
        EXPECT_EQ(to_string(parsed.root), reading.understood) << "query: " << reading.text;
        EXPECT_TRUE(parsed.remarks.empty()) << "query: " << reading.text;
    }
}

TEST(QueryParser, ReadsWordsPhrasesAndSigns) {
    expect_readings({
        {"", ""},
        {" \t\n ", ""},
        {"diffusion", "diffusion"},
        {"  diffusion   model\n강화학습 ", "diffusion model 강화학습"},
        {"\"Gaussian Splatting\"", "\"Gaussian Splatting\""},
        {"\"Gaussian\n\t Splatting \"", "\"Gaussian Splatting\""},
        {"“가우시안 스플래팅” 3D", "\"가우시안 스플래팅\" 3D"},
        {"”a b“", "\"a b\""},
        {"a\"b c\"d", "a \"b c\" d"},
        {"\"\" a \" \"", "a"},
        {"\"a b", "a b"},
        {"+must -not should", "+must -not should"},
        {"+\"a b\" -\"c d\"", "+\"a b\" -\"c d\""},
        {"GPT-4 C++ C# text-to-image f1-score", "GPT-4 C++ C# text-to-image f1-score"},
        {"--verbose ++x - + -- +-y", "verbose x y"},
        {"diffus* 강화*", "diffus* 강화*"},
        {"*", "*"},
        {"a**", "a**"},
        {"http://example.org/a?b=c", "http://example.org/a?b=c"},
        {"... !!! ?", "... !!! ?"},
        {"f(x) O(n^2)", "f(x) O(n^2)"},
    });
}

TEST(QueryParser, ReadsOperatorsWithPrecedence) {
    expect_readings({
        {"a OR b", "a OR b"},
        {"a AND b", "+a +b"},
        {"a NOT b", "a -b"},
        {"NOT b", "-b"},
        {"a AND NOT b", "+a -b"},
        {"a AND b OR c", "(+a +b) OR c"},
        {"a OR b AND c", "a OR (+b +c)"},
        {"a AND (b OR c)", "+a +(b OR c)"},
        {"(a OR b) AND NOT (c d)", "+(a OR b) -(c d)"},
        {"a b OR c d", "(a b) OR (c d)"},
        {"\"a b\" AND title:c", "+\"a b\" title:c"},
        // An operator in lower case is a word, and so is one without operands.
        {"and or not", "and or not"},
        {"AND", ""},
        {"OR a", "a"},
        {"a AND", "a"},
        {"a AND AND b", "+a +b"},
        {"a OR OR b", "a OR b"},
        {"a NOT", "a"},
        {"+AND title:OR \"NOT\"", "+AND title:OR \"NOT\""},
    });
}

TEST(QueryParser, ReadsParentheses) {
    expect_readings({
        {"(a)", "a"},
        {"((a b))", "a b"},
        {"a (b (c OR d))", "a (b (c OR d))"},
        {"-(a b)", "-(a b)"},
        {"+(a b) c", "+(a b) c"},
        {"-(-a)", "-(-a)"},
        {"(-a) b", "-a b"},
        {"()", ""},
        {"( ) a", "a"},
        // Unbalanced.
        {"(a", "a"},
        {"a)", "a"},
        {"a) b", "a b"},
        {"(a (b c", "a (b c)"},
        {")(", ""},
        {"a(b c)", "a (b c)"},
        {"a( b", "a b"},
        {"(f(x) y)", "f(x) y"},
    });
}

TEST(QueryParser, ReadsFields) {
    expect_readings({
        {"title:diffusion", "title:diffusion"},
        {"TITLE:diffusion", "title:diffusion"},
        {"title:\"video generation\"", "title:\"video generation\""},
        {"title:“video generation”", "title:\"video generation\""},
        {"summary:강화학습 author:tegmark", "summary:강화학습 author:tegmark"},
        {"section:\"What's New\"", "section:\"What's New\""},
        {"id:2404.19756", "id:2404.19756"},
        {"-title:mamba +author:Wang", "-title:mamba author:Wang"},
        {"title:diffus*", "title:diffus*"},
        {"title:(a b)", "+(title:a title:b)"},
        {"title:(a OR b)", "+(title:a OR title:b)"},
        {"title:(a AND b)", "+(title:a title:b)"},
        {"title:(a)", "title:a"},
        {"-title:(a b)", "-(title:a title:b)"},
        {"title:(a author:b)", "+(title:a author:b)"},
        {"title:a OR title:b", "title:a OR title:b"},
        // A field without a value, and a name that is not a field, are words.
        {"title: kan", "title: kan"},
        {"title:", "title:"},
        {"(title:)", "title:"},
        {"journal:nature", "journal:nature"},
        {"any:x :x", "any:x :x"},
        {"date:(2024 2025)", "date: (2024 2025)"},
    });
}

TEST(QueryParser, ReadsDates) {
    expect_readings({
        {"date:2024-05-01", "date:2024-05-01..2024-05-01"},
        {"date:2024-02", "date:2024-02-01..2024-02-29"},
        {"date:2023", "date:2023-01-01..2023-12-31"},
        {"date:2024-05..2024-06", "date:2024-05-01..2024-06-30"},
        {"date:2023..2024-01-15", "date:2023-01-01..2024-01-15"},
        {"date:2024-05..", "date:2024-05-01..9999-12-31"},
        {"date:..2024", "date:0001-01-01..2024-12-31"},
        {"date:>=2024-05", "date:2024-05-01..9999-12-31"},
        {"date:<=2024-05", "date:0001-01-01..2024-05-31"},
        {"date:\"2024-05\"", "date:2024-05-01..2024-05-31"},
        {"kan -date:2024", "kan -date:2024-01-01..2024-12-31"},
    });
}

TEST(QueryParser, ReadsVotes) {
    expect_readings({
        {"votes:20", "votes:20..20"},
        {"votes:>=20", "votes:>=20"},
        {"votes:>20", "votes:>=21"},
        {"votes:<=5", "votes:0..5"},
        {"votes:<5", "votes:0..4"},
        {"votes:20..50", "votes:20..50"},
        {"votes:20..", "votes:>=20"},
        {"votes:..50", "votes:0..50"},
        {"-votes:>=20", "-votes:>=20"},
    });
}

TEST(QueryParser, SearchesInvalidRangesAsWordsWithARemark) {
    for (const std::string text :
         {"date:yesterday", "date:2024-13", "date:2024-02-30", "date:..", "date:2024..soon",
          "-date:soon", "date:\"so on\"", "votes:many", "votes:-3", "votes:1.5", "votes:..",
          "votes:<0", "votes:>1000000000", "votes:99999999999999999999"}) {
        const ParsedQuery parsed = parse_query("kan " + text);
        EXPECT_EQ(to_string(parsed.root), "kan " + text);
        ASSERT_EQ(parsed.root.children.size(), 2u) << text;
        EXPECT_EQ(parsed.root.children.back().kind, NodeKind::words) << text;
        EXPECT_EQ(parsed.root.children.back().field, Field::any) << text;
        ASSERT_EQ(parsed.remarks.size(), 1u) << text;
        EXPECT_NE(parsed.remarks.front().find(text.substr(text.find(':') + 1, 4)),
                  std::string::npos)
            << parsed.remarks.front();
    }
}

TEST(QueryParser, RemarksAreOneLineWithoutControls) {
    const ParsedQuery parsed = parse_query("date:\"so\non\r\x1b[31m\"");
    ASSERT_EQ(parsed.remarks.size(), 1u);
    for (const char c : parsed.remarks.front()) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
    for (const char c : to_string(parsed.root)) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
}

// A query tree as text with all members.
std::string tree(const QueryNode& node) {
    std::string text = std::to_string(static_cast<int>(node.kind)) + "/" +
                       std::to_string(static_cast<int>(node.occur)) + "/" +
                       std::to_string(static_cast<int>(node.field)) + "[" + node.text + "|" +
                       std::to_string(node.least_votes) + "|" + std::to_string(node.most_votes);
    for (const QueryNode& child : node.children) text += " " + tree(child);
    return text + "]";
}

// to_string() of a query parses to the same query.
void expect_round_trip(const std::string& text) {
    const ParsedQuery first = parse_query(text);
    const std::string written = to_string(first.root);
    const ParsedQuery second = parse_query(written);
    ASSERT_EQ(to_string(second.root), written) << "query: " << text;
    ASSERT_EQ(tree(second.root), tree(first.root)) << "query: " << text << "\nas: " << written;
}

TEST(QueryParser, ToStringRoundTrips) {
    for (const char* text : {"a AND NOT b",
                             "-(-a) +(-b)",
                             "+(+a)",
                             "(+(-(a)))",
                             "title:(a OR (b c))",
                             "a \"",
                             "\"(a",
                             "(a( )",
                             "x(a(b)",
                             "title:\"(a",
                             "votes:<0 a",
                             "date:(a OR b)",
                             "x OR (-a)",
                             "NOT (NOT a)",
                             "title:(a -b)",
                             "-title:(a)",
                             "+(title:a)",
                             "a OR b ) c",
                             "(a b) OR -date:bad",
                             "author:(Wang OR (Wei AND NOT Chen))",
                             "title:()",
                             "-",
                             "+-x",
                             "\"\" a",
                             "a ) AND b"}) {
        expect_round_trip(text);
    }
}

TEST(QueryParser, RandomTextIsNeverAnErrorAndRoundTrips) {
    const std::vector<std::string> pieces = {"a",        "강화학습",
                                             "모델을",   " ",
                                             " ",        " ",
                                             "(",        ")",
                                             "\"",       "+",
                                             "-",        "*",
                                             "AND",      "OR",
                                             "NOT",      "title:",
                                             "author:",  "date:",
                                             "votes:",   "id:",
                                             "2024",     "..",
                                             ">=",       "2024-05",
                                             "x:",       "“",
                                             "”",        "\n",
                                             "\t",       "\xff",
                                             "\xea\xb0", "\x01",
                                             "é",        "\xe2\x80\xae",
                                             "f(x)",     "."};
    std::mt19937 random(20240501);
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        const auto count = random() % 16;
        for (unsigned i = 0; i < count; ++i) text += pieces[random() % pieces.size()];
        expect_round_trip(text);
        if (HasFatalFailure()) return;
    }
}

TEST(QueryParser, RandomBytesAreNeverAnErrorAndRoundTrip) {
    std::mt19937 random(7);
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        const auto count = random() % 40;
        for (unsigned i = 0; i < count; ++i) text += static_cast<char>(random() % 256);
        expect_round_trip(text);
        if (HasFatalFailure()) return;
    }
}

TEST(QueryParser, DeepNestingKeepsEveryWord) {
    const std::string deep = std::string(100, '(') + "a" + std::string(100, ')');
    EXPECT_EQ(understood(deep), "a");
    // Beyond the maximum depth, parentheses are blanks: a sign before one excludes nothing.
    EXPECT_EQ(understood(deep + " -(b c)"), "a b c");
    std::string pairs, end;
    for (int i = 0; i < 100; ++i) {
        pairs += "w" + std::to_string(i) + " (";
        end += ")";
    }
    const std::string written = understood(pairs + "last" + end + " after");
    for (const char* word : {"w0", "w50", "w99", "last", "after"}) {
        EXPECT_NE(written.find(word), std::string::npos) << word;
    }
    expect_round_trip(pairs + "last" + end + " after");
    expect_round_trip("x OR " + pairs + "y OR last" + end);
}

// Quadratic time would exceed the time limit of the test.
TEST(QueryParser, LongTextIsParsedInLinearTime) {
    for (const char* piece : {"a", "a ", "(", ")", "a(", "\"", "a OR ", "-", "((a) ",
                              "title:", "강화 AND ", "NOT ", "\"a\" ", "title:(a "}) {
        std::string text;
        while (text.size() < 300'000) text += piece;
        EXPECT_LE(understood(text).size(), 4 * text.size()) << piece;
    }
}

TEST(QueryParser, InvalidUtf8IsReplaced) {
    EXPECT_EQ(understood("a\xff"
                         "b"),
              "a\xef\xbf\xbd"
              "b");
    EXPECT_EQ(understood("\xea\xb0"), "\xef\xbf\xbd");
    EXPECT_EQ(understood(std::string("a\0b", 3)), "ab");
}

TEST(QueryParser, ComposesHangul) {
    EXPECT_EQ(understood("\xe1\x84\x86\xe1\x85\xa9"), "모");
}

}  // namespace
}  // namespace nonmun
