// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/unicode.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nonmun {
namespace {

using namespace std::string_literals;

// "모델" in conjoining letters, as macOS writes file names.
const std::string decomposed_model = "\u1106\u1169\u1103\u1166\u11AF";

struct Change {
    std::string from;
    std::string to;
};

TEST(Unicode, CodePointsAlwaysAdvanceAndIllFormedBytesAreReplaced) {
    const std::string text = "a모😀\xFF\xEB\xAA";
    std::vector<char32_t> values;
    std::size_t at = 0;
    for (const CodePoint c : code_points(text)) {
        EXPECT_EQ(c.begin, at);
        ASSERT_GT(c.end, at);
        values.push_back(c.value);
        at = c.end;
    }
    EXPECT_EQ(at, text.size());
    for (const CodePoint c : code_points("")) FAIL() << c.end;
    EXPECT_EQ(values, (std::vector<char32_t>{'a', U'모', U'😀', 0xFFFD, 0xFFFD}));
}

TEST(Unicode, AppendsCodePoints) {
    std::string text;
    for (const char32_t c : {U'a', U'é', U'모', U'😀'}) append_utf8(text, c);
    EXPECT_EQ(text, "aé모😀");
}

TEST(Unicode, RecognizesUtf8) {
    for (const char* good : {"", "abc", "모델", "😀", "\xEF\xBF\xBD"}) EXPECT_TRUE(is_utf8(good));
    // A stray tail, a cut sequence, an overlong slash, a surrogate, a value above U+10FFFF,
    // Latin-1.
    for (const char* bad :
         {"\x80", "\xEB\xAA", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "caf\xE9"}) {
        EXPECT_FALSE(is_utf8(bad)) << testing::PrintToString(bad);
    }
}

TEST(Unicode, CleansText) {
    const std::vector<Change> rows = {
        {"", ""},
        {"plain", "plain"},
        {"모델", "모델"},
        {decomposed_model, "모델"},
        {"cafe\u0301", "café"},
        {"a\0b"s, "ab"},
        {"caf\xE9 모", "caf\uFFFD 모"},
        {"\xEB\xAA", "\uFFFD"},
        {"\xFF\xFE", "\uFFFD\uFFFD"},
        // Ill-formed bytes next to decomposed Hangul: both are corrected.
        {"\xFF" + decomposed_model, "\uFFFD모델"},
        // Compatibility characters are kept.
        {"Ａ①", "Ａ①"},
    };
    for (const auto& [from, to] : rows) {
        EXPECT_EQ(clean_text(from), to);
        EXPECT_EQ(clean_text(to), to) << "cleaning twice changes nothing";
    }
}

// Normalization sorts the marks of a run, in a time that is quadratic in its length. Folding
// removes the characters between the runs.
TEST(CleanText, CutsLongRunsOfMarks) {
    std::string marks, kept;
    for (int i = 0; i < most_marks; ++i) marks += i % 2 == 0 ? "\u0327" : "\u0301";
    for (const std::string between : {"", "\u034F", "\u200D", "\u00AD"}) {
        std::string many = "a";
        for (int i = 0; i < 3000; ++i) many += marks + between;
        const std::string clean = clean_text(many);
        int left = 0;
        for (const CodePoint c : code_points(clean)) left += c.value == 0x327 || c.value == 0x301;
        EXPECT_LE(left, most_marks);
        EXPECT_GE(left, most_marks - 1) << "one may be composed with the letter";
        EXPECT_EQ(clean_text(clean), clean);
        EXPECT_LE(fold_case(clean).size(), 200u);
    }
    EXPECT_EQ(clean_text("가\u0301나\u0301"), "가\u0301나\u0301");
}

TEST(Unicode, TrimsEveryKindOfBlankAndNothingElse) {
    const std::vector<Change> rows = {
        {"", ""},
        {" \t\r\n ", ""},
        {" a b\t", "a b"},
        {"\u00A0\u3000모델\u2003", "모델"},
        {"\uFEFF# x\uFEFF", "# x"},
        {"모", "모"},
        {"\xFF", "\xFF"},
        {"a \x80", "a \x80"},
        {"a \x80\x80 ", "a \x80\x80"},
    };
    for (const auto& [from, to] : rows) EXPECT_EQ(trim(from), to) << from;
}

TEST(Unicode, FoldsCaseAndWidthButKeepsAccents) {
    const std::vector<Change> rows = {
        {"GPT-4", "gpt-4"}, {"ÀÉ", "àé"},          {"Straße", "strasse"},
        {"ＧＰＴ", "gpt"},  {"ﬁne", "fine"},       {"²", "2"},
        {"ﾓﾃﾞﾙ", "モデル"}, {"ＬＬＭ은", "llm은"}, {decomposed_model, "모델"},
        {"[`{", "[`{"},
    };
    for (const auto& [from, to] : rows) EXPECT_EQ(fold_case(from), to);
}

TEST(Unicode, FoldsAccentsOfLatinOnly) {
    const std::vector<Change> rows = {
        {"Soljačić", "soljacic"},
        {"Soljac\u030Cic\u0301", "soljacic"},
        {"Hołyński", "holynski"},
        {"Søren Đorđe", "soren dorde"},
        {"Weiß", "weiss"},
        {"Æsir Œuvre", "aesir oeuvre"},
        {"İstanbul Işık", "istanbul isik"},
        {"Nguyễn", "nguyen"},
        {"Þór", "thor"},
        {"Rozière", "roziere"},
        {"plain ASCII", "plain ascii"},
        // Other scripts are not romanised, and a Kana voicing mark is part of the letter.
        {"모델", "모델"},
        {"强化学习", "强化学习"},
        {"がくしゅう", "がくしゅう"},
        {"Женя", "женя"},
        {"αβγ", "αβγ"},
    };
    for (const auto& [from, to] : rows) {
        EXPECT_EQ(fold_accents(from), to);
        EXPECT_EQ(fold_accents(to), to) << "folding twice changes nothing";
    }
}

TEST(Unicode, MeasuresColumns) {
    const std::vector<std::pair<std::string, int>> rows = {
        {"", 0},         {"abc", 3},
        {"모델", 4},     {"a모b", 4},
        {"😀", 2},        {"e\u0301", 1},
        {"ＡＢ", 4},     {"\u200Bx", 1},
        {"\x1b", 0},     {"…", 1},
        {"强化", 4},     {"ﾓ", 1},
        {"한\u0301", 2}, {"\u1112\u1161\u11AB", 2},
        {"a\u00ADb", 3},
    };
    for (const auto& [text, columns] : rows) EXPECT_EQ(display_width(text), columns) << text;
}

TEST(Unicode, CutsToColumns) {
    const std::vector<std::pair<int, std::string>> rows = {
        {9, "모델 text"}, {8, "모델 te…"}, {5, "모델…"}, {4, "모…"},
        {3, "모…"},       {2, "…"},        {1, "…"},     {0, ""},
    };
    for (const auto& [columns, cut] : rows) {
        EXPECT_EQ(cut_to_width("모델 text", columns), cut);
        EXPECT_LE(display_width(cut), columns);
    }
}

TEST(Unicode, NeverCutsInsideACluster) {
    EXPECT_EQ(cut_to_width("e\u0301e\u0301e\u0301", 2), "e\u0301…");
    EXPECT_EQ(cut_to_width("👩\u200D🔬 works", 3), "…") << "the joined emoji takes four columns";
    EXPECT_EQ(cut_to_width("a👩\u200D🔬 works", 6), "a👩\u200D🔬…");
}

TEST(Unicode, CutsLongTextWithoutWidth) {
    std::string text = "ab";
    while (text.size() < 600'000) text += "\u200B";
    EXPECT_TRUE(cut_to_width(text + "cd", 3).starts_with("ab\u200B"));
}

TEST(Unicode, PrintsNothingThatControlsATerminal) {
    const std::vector<Change> rows = {
        {"a\tb\nc", "a\tb\nc"},
        {"모델 é 😀", "모델 é 😀"},
        {"\x1b[31mred", "\uFFFD[31mred"},
        {"bell\x07", "bell\uFFFD"},
        {"over\rwritten", "over\uFFFDwritten"},
        {"\x7F", "\uFFFD"},
        {"\u009B31m", "\uFFFD31m"},
        {"\u0080\u009F", "\uFFFD\uFFFD"},
        {"a\u202Eb\u2066c\u2069", "a\uFFFDb\uFFFDc\uFFFD"},
        {"\xFF", "\uFFFD"},
        {"nul\0"s, "nul\uFFFD"},
    };
    for (const auto& [from, to] : rows) EXPECT_EQ(printable(from), to);
}

}  // namespace
}  // namespace nonmun
