// SPDX-License-Identifier: GPL-2.0-or-later
// Properties of the tokens of any text.
#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>

#include "common/analyzer/analyzer.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

constexpr std::array fragments = {
    "모델",
    "모델은",
    "강화학습에서는",
    "이미지를",
    "들",
    "은",
    "한",
    "GPT-4V",
    "DreamFusion",
    "LoRA",
    "C++",
    "C#",
    "f1-score",
    "3.5",
    "1,000",
    "don't",
    "x_y_z",
    "text-to-image",
    "Soljačić",
    "İ",
    "ß",
    "强化学习",
    "モデル",
    "データ",
    "ﾓﾃﾞﾙ",
    "がく",
    "Привет",
    "สวัสดี",
    "γ",
    "😀",
    "👩\u200D🔬",
    "①",
    "ﬁ",
    "½",
    "…",
    "(",
    ")",
    "-",
    "_",
    "'",
    "’",
    ".",
    ",",
    " ",
    "\n",
    "\t",
    "#",
    "+",
    "\u0301",
    "\u1106\u1169",
    "\uFFB1\uFFCC",
    "ㅋ",
    "\u200B",
    "\uFEFF",
    "\uFFFD",
    "９",
    "٣",
    "हिन्दी",
    "العربية",
    "A",
    "bC",
    "9z",
    "㈜",
};

std::string random_text(std::mt19937& random, bool with_bad_bytes) {
    std::string text;
    for (auto count = random() % 24; count > 0; --count) {
        if (with_bad_bytes && random() % 6 == 0) {
            text += static_cast<char>(random() % 256);
        } else {
            text += fragments[random() % fragments.size()];
        }
    }
    return text;
}

bool is_boundary(const std::string& text, std::size_t at) {
    return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

void expect_sound(const std::string& text, const Tokens& tokens, bool well_formed) {
    std::uint32_t run = 0;
    std::uint32_t last_position = 0;        // of the run
    std::uint32_t first_free_position = 0;  // after the previous run
    for (const Token& token : tokens.list) {
        ASSERT_LT(token.begin, token.end);
        ASSERT_LE(token.end, text.size());
        ASSERT_GT(token.term_size, 0u);
        ASSERT_LE(token.term_size, most_term_bytes);
        ASSERT_TRUE(is_utf8(tokens.term(token)));
        ASSERT_LT(token.position, tokens.positions);
        if (well_formed) {
            ASSERT_TRUE(is_boundary(text, token.begin));
            ASSERT_TRUE(is_boundary(text, token.end));
        }
        ASSERT_GE(token.run, run) << "tokens come in order of their runs";
        if (token.run > run) first_free_position = last_position + 1;
        run = token.run;
        if (run > 0) {
            ASSERT_GE(token.position, first_free_position);
        }
        last_position = std::max(last_position, token.position);
    }
}

bool same(const Tokens& a, const Tokens& b) {
    if (a.terms != b.terms || a.positions != b.positions || a.list.size() != b.list.size())
        return false;
    for (std::size_t i = 0; i < a.list.size(); ++i) {
        const Token& x = a.list[i];
        const Token& y = b.list[i];
        if (x.kind != y.kind || x.compound != y.compound || x.position != y.position ||
            x.run != y.run || x.begin != y.begin || x.end != y.end) {
            return false;
        }
    }
    return true;
}

std::string decomposed(const std::string& text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString wide = icu::Normalizer2::getNFDInstance(status)->normalize(
        icu::UnicodeString::fromUTF8(text), status);
    std::string result;
    return wide.toUTF8String(result);
}

TEST(AnalyzerProperties, HoldForRandomMixes) {
    const Lexicon lexicon("강화\t5\n모델\t9\tn\n학습\t9\n");
    Analyzer analyzer(lexicon);
    std::mt19937 random(1);
    for (int round = 0; round < 20'000; ++round) {
        const bool bad_bytes = round % 2 == 1;
        const std::string text = random_text(random, bad_bytes);
        expect_sound(text, analyzer.analyze(text), is_utf8(text));
        if (HasFatalFailure()) {
            FAIL() << "round " << round << ": " << testing::PrintToString(text);
        }
    }
}

TEST(AnalyzerProperties, CachesChangeNothing) {
    const Lexicon lexicon("강화\t5\n모델\t9\tn\n학습\t9\n");
    Analyzer warm(lexicon);
    std::mt19937 random(2);
    for (int round = 0; round < 2'000; ++round) {
        const std::string text = random_text(random, true);
        const Tokens first = warm.analyze(text);
        ASSERT_TRUE(same(warm.analyze(text), first)) << text;
        ASSERT_TRUE(same(Analyzer(lexicon).analyze(text), first)) << text;
    }
}

// Whether one of the tokens equals `wanted`, a token of `all`, except for run and position.
bool has_token(const Tokens& tokens, const Tokens& all, const Token& wanted) {
    return std::any_of(tokens.list.begin(), tokens.list.end(), [&](const Token& token) {
        return token.kind == wanted.kind && token.compound == wanted.compound &&
               token.begin == wanted.begin && token.end == wanted.end &&
               tokens.term(token) == all.term(wanted);
    });
}

TEST(AnalyzerProperties, AFilterKeepsItsTerms) {
    const Lexicon lexicon("강화\t5\n모델\t9\tn\n학습\t9\n");
    Analyzer analyzer(lexicon);
    std::mt19937 random(4);
    std::size_t passed_over = 0;
    for (int round = 0; round < 3'000; ++round) {
        std::string text = random_text(random, round % 2 == 1);
        for (const char* word : {"dying", "aing", "a's", "ugly", "skies", "I'm", "f-1", "don't"})
            text += random() % 4 == 0 ? std::string(" ") + word : "";
        const Tokens all = analyzer.analyze(text);
        for (const Token& token : all.list) {
            if (token.kind == TokenKind::bigram) continue;
            WordFilter filter;
            filter.add(all.term(token));
            Tokens left;
            analyzer.analyze(text, left, &filter);
            ASSERT_TRUE(has_token(left, all, token)) << all.term(token) << " of " << text;
            passed_over += all.list.size() - left.list.size();
        }
    }
    EXPECT_GT(passed_over, 100'000u);
}

TEST(AnalyzerProperties, CanonicallyEqualTextsHaveTheSameTokensWhenCleaned) {
    const Lexicon lexicon;
    Analyzer analyzer(lexicon);
    std::mt19937 random(3);
    for (int round = 0; round < 5'000; ++round) {
        const std::string text = clean_text(random_text(random, false));
        const std::string apart = clean_text(decomposed(text));
        ASSERT_EQ(apart, text);
        ASSERT_TRUE(same(analyzer.analyze(apart), analyzer.analyze(text))) << text;
    }
}

TEST(AnalyzerProperties, VeryLongRunsHaveValidTokens) {
    const Lexicon lexicon("강화\t5\n모델\t9\tn\n학습\t9\n");
    for (const char* piece :
         {"x", "모", "모델은", "强", "モデル", "ab-", "aB", "1,", "é", "e\u0301", "\u0301", "ㅋ",
          "\uFFB1\uFFCC", "สวัสดี", "\xFF", "C++", "'a", "나은"}) {
        std::string text;
        while (text.size() < 300'000) text += piece;
        expect_sound(text, Analyzer(lexicon).analyze(text), is_utf8(text));
        if (HasFatalFailure()) FAIL() << piece;
    }
}

}  // namespace
}  // namespace nonmun
