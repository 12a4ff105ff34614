// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/hangul_letters.hpp"

#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "common/unicode.hpp"

namespace nonmun {
namespace {

constexpr char32_t first_syllable = 0xAC00;
constexpr char32_t last_syllable = 0xD7A3;

std::string text_of(char32_t c) {
    std::string text;
    append_utf8(text, c);
    return text;
}

TEST(HangulLetters, EqualUnicodesDecomposition) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
    ASSERT_TRUE(U_SUCCESS(status));
    for (char32_t c = first_syllable; c <= last_syllable; ++c) {
        const SyllableLetters letters = letters_of(c);
        icu::UnicodeString expected;
        expected.append(static_cast<UChar32>(0x1100 + letters.initial));
        expected.append(static_cast<UChar32>(0x1161 + letters.vowel));
        if (letters.final > 0) expected.append(static_cast<UChar32>(0x11A7 + letters.final));
        const icu::UnicodeString syllable(static_cast<UChar32>(c));
        ASSERT_TRUE(nfd->normalize(syllable, status) == expected) << std::hex << unsigned(c);
        ASSERT_EQ(syllable_of(letters), c);
    }
}

TEST(HangulLetters, KeysOfEverySyllableRoundTrip) {
    for (char32_t c = first_syllable; c <= last_syllable; ++c) {
        ASSERT_EQ(hangul_of_keys(latin_keys(text_of(c))), text_of(c));
        ASSERT_FALSE(letter_string(text_of(c)).empty());
    }
}

TEST(HangulLetters, KeysFollowTheKoreanLayout) {
    const std::pair<const char*, const char*> words[] = {
        {"모델", "ahepf"}, {"확산", "ghkrtks"}, {"닭이", "ekfrdl"},
        {"달기", "ekfrl"}, {"빠른", "Qkfms"},   {"강화학습", "rkdghkgkrtmq"},
        {"의미", "dmlal"}, {"없다", "djqtek"},  {"최적화", "chlwjrghk"},
    };
    for (const auto& [word, keys] : words) {
        EXPECT_EQ(latin_keys(word), keys);
        EXPECT_EQ(hangul_of_keys(keys), word);
    }
    EXPECT_EQ(latin_keys("ㅡㅐㅇ디"), "model");
    EXPECT_EQ(hangul_of_keys("Ahepf"), "모델");  // a capital of no other letter
    for (const char* none : {"model", "k", "r", "ahep2", "ahe pf", "모델", "\xff"}) {
        EXPECT_EQ(hangul_of_keys(none), "") << none;
    }
    for (const char* none : {"a", "모델a", "\xeb\xaa", "字"}) {
        EXPECT_EQ(latin_keys(none), "") << none;
        EXPECT_EQ(letter_string(none), "") << none;
    }
}

TEST(HangulLetters, CanBecomeOthersWithMoreKeys) {
    const auto named = [](const char* syllable) {
        return letters_of(code_point_at(syllable, 0).value);
    };
    EXPECT_EQ(last_vowel_from(named("고").vowel), named("괴").vowel);
    EXPECT_EQ(last_vowel_from(named("구").vowel), named("귀").vowel);
    EXPECT_EQ(last_vowel_from(named("그").vowel), named("긔").vowel);
    EXPECT_EQ(last_vowel_from(named("가").vowel), named("가").vowel);
    EXPECT_EQ(finals_from(named("닥").final), (std::vector<int>{named("닧").final}));
    EXPECT_TRUE(finals_from(named("당").final).empty());
    EXPECT_EQ(moved_final(named("산").final), std::pair(0, named("나").initial));
    EXPECT_EQ(moved_final(named("닭").final), std::pair(named("달").final, named("가").initial));
}

TEST(HangulLetters, LoneLettersAreInitialsOrVowels) {
    const auto initials = [](const char* letter) {
        return lone_letter(code_point_at(letter, 0).value)->initials;
    };
    EXPECT_EQ(initials("ㄱ"), (std::vector<int>{0}));
    EXPECT_EQ(initials("ㅎ"), (std::vector<int>{18}));
    EXPECT_EQ(initials("ㄳ"), (std::vector<int>{0, 9}));
    EXPECT_EQ(lone_letter(code_point_at("ㅣ", 0).value)->vowel, 20);
    for (const char* none : {"가", "a", "ㆍ"}) {
        EXPECT_FALSE(lone_letter(code_point_at(none, 0).value)) << none;
    }
}

}  // namespace
}  // namespace nonmun
