// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/analyzer/korean.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nonmun {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

std::string stem(std::string_view word, const Lexicon& lexicon = {}) {
    return std::string(word.substr(0, stem_length(word, lexicon)));
}

void expect_stems(const Rows& rows, const Lexicon& lexicon = {}) {
    for (const auto& [word, expected] : rows) EXPECT_EQ(stem(word, lexicon), expected) << word;
}

TEST(Korean, RemovesParticles) {
    expect_stems({
        {"모델은", "모델"},
        {"모델을", "모델"},
        {"모델이", "모델"},
        {"모델의", "모델"},
        {"모델에", "모델"},
        {"모델에서", "모델"},
        {"모델로", "모델"},
        {"모델과", "모델"},
        {"모델까지", "모델"},
        {"모델처럼", "모델"},
        {"모델보다", "모델"},
        {"모델이다", "모델"},
        {"모델입니다", "모델"},
        {"데이터를", "데이터"},
        {"데이터와", "데이터"},
    });
}

TEST(Korean, RemovesStackedParticles) {
    expect_stems({
        {"모델에서는", "모델"},
        {"모델로부터의", "모델"},
        {"모델들은", "모델"},
        {"모델들에서도", "모델"},
        {"모델까지도", "모델"},
        {"모델만을", "모델"},
        {"모델들", "모델"},
    });
}

TEST(Korean, RemovesVerbsDerivedFromNouns) {
    expect_stems({
        {"학습하는", "학습"},
        {"학습했습니다", "학습"},
        {"학습된", "학습"},
        {"학습되었다", "학습"},
        {"학습시키는", "학습"},
        {"학습합니다", "학습"},
        {"효과적인", "효과"},
        {"효과적으로", "효과"},
        {"생성함으로써", "생성"},
    });
}

TEST(Korean, KeepsAtLeastTwoSyllables) {
    for (const char* word : {"은", "모은", "나는", "값을", "한다", "수도", "것은", "이는"}) {
        EXPECT_EQ(stem(word), word);
    }
}

TEST(Korean, ParticlesAgreeWithTheSyllableBefore) {
    // 을 and 은 follow a consonant, 를 and 는 a vowel, 로 a vowel or ㄹ.
    expect_stems({
        {"기술을", "기술"},
        {"데이터을", "데이터을"},
        {"데이터은", "데이터은"},
        {"모델와", "모델와"},
        {"방법으로", "방법"},
        {"모델로", "모델"},
        {"데이터로", "데이터"},
    });
}

TEST(Korean, KnownNounsAreNotCutFurther) {
    // Without a lexicon the rules read 이미지 and 도메인 as nouns followed by 지 and 인.
    const Lexicon nouns("도메인\t0\tn\n연구자\t0\tn\n이미지\t0\tn\n");
    expect_stems({{"이미지", "이미지"},
                  {"이미지를", "이미지"},
                  {"이미지의", "이미지"},
                  {"도메인", "도메인"},
                  {"도메인에서는", "도메인"},
                  {"도메인이", "도메인"},
                  {"연구자들에게서는", "연구자"}},
                 nouns);
}

TEST(Korean, AKnownNounOfOneSyllableKeepsNoParticle) {
    const Lexicon nouns("곡\t0\tn\n곡선\t0\tn\n이\t0\tn\n책\t0\tn\n");
    EXPECT_EQ(stem("곡은", nouns), "곡");
    EXPECT_EQ(stem("책에서", nouns), "책");
    EXPECT_EQ(stem("곡선", nouns), "곡선") << "the rest is not a particle";
    EXPECT_EQ(stem("곡는", nouns), "곡는") << "the particle does not agree";
    EXPECT_EQ(stem("값은", nouns), "값은") << "the lexicon lacks 값";
    EXPECT_EQ(stem("이와", Lexicon("이\t0\tn\n이와\t0\tn\n")), "이와")
        << "the lexicon has the whole word";
}

TEST(Korean, AKnownNounDecidesWhereToCut) {
    const Lexicon nouns("언어\t0\tn\n인과\t0\tn\n");
    EXPECT_EQ(stem("인과의", nouns), "인과");
    EXPECT_EQ(stem("언어의", nouns), "언어");
}

TEST(Korean, StemsArePrefixesOfWholeSyllables) {
    for (const char* word :
         {"모델", "모델에서는", "학습되었습니다", "가나다라마바사아자차카타파하"}) {
        const std::size_t length = stem_length(word, {});
        EXPECT_EQ(length % 3, 0u) << word;
        EXPECT_GE(length, 6u) << word;
        EXPECT_LE(length, std::string_view(word).size()) << word;
    }
}

TEST(Korean, Endings) {
    for (const char* word : {"은", "는", "을", "를", "에서는", "입니다", "하는", "들은", "으로"}) {
        EXPECT_TRUE(is_ending(word)) << word;
    }
    for (const char* word : {"", "모델", "모델은", "학습"}) EXPECT_FALSE(is_ending(word)) << word;
}

std::vector<std::string> parts(std::string_view stem, const Lexicon& lexicon) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (const std::size_t end : split_stem(stem, lexicon).ends) {
        parts.emplace_back(stem.substr(begin, end - begin));
        begin = end;
    }
    EXPECT_EQ(begin, stem.size()) << "the parts make up the stem";
    return parts;
}

TEST(Korean, SplitsIntoKnownStems) {
    const Lexicon known("강화\t5\n기반\t9\n대규모\t4\n모델\t30\n언어\t20\n학습\t40\n");
    const std::vector<std::pair<std::string, std::vector<std::string>>> rows = {
        {"강화학습", {"강화", "학습"}},
        {"대규모언어모델", {"대규모", "언어", "모델"}},
        {"강화학습기반", {"강화", "학습", "기반"}},
        {"학습", {"학습"}},
        {"강화유리", {"강화유리"}},
        {"유리학습", {"유리학습"}},
    };
    for (const auto& [stem, expected] : rows) EXPECT_EQ(parts(stem, known), expected) << stem;
    EXPECT_EQ(parts("강화학습", {}), std::vector<std::string>{"강화학습"});
}

TEST(Korean, RareStemsDoNotSplitOthers) {
    EXPECT_EQ(parts("강화학습", Lexicon("강화\t2\n학습\t40\n")),
              std::vector<std::string>{"강화학습"});
}

TEST(Korean, TheMoreProbableWholeIsKnown) {
    EXPECT_FALSE(split_stem("강화학습", Lexicon("강화\t5\n학습\t9\n")).whole_known);
    EXPECT_FALSE(
        split_stem("강화학습", Lexicon("강화\t500\n강화학습\t3\n학습\t900\n")).whole_known);
    EXPECT_TRUE(split_stem("강화학습", Lexicon("강화\t5\n강화학습\t90\n학습\t9\n")).whole_known);
}

TEST(Korean, CaseReadingsNameTheNounAndTheParticle) {
    const auto kind = [](std::string_view word) {
        const auto readings = case_readings(word);
        return readings.empty() ? -1 : readings.front().kind;
    };
    for (const auto& [one, other] : Rows{{"모델을", "이미지를"},
                                         {"모델은", "이미지는"},
                                         {"방법과", "이미지와"},
                                         {"방법으로", "이미지로"}}) {
        EXPECT_GE(kind(one), 0) << one;
        EXPECT_EQ(kind(one), kind(other)) << one << " " << other;
    }
    EXPECT_NE(kind("모델을"), kind("모델은"));
    EXPECT_EQ(case_readings("모델에서").front().noun, "모델");
    EXPECT_TRUE(case_readings("모델").empty());
    EXPECT_TRUE(case_readings("이미지을").empty());
    EXPECT_EQ(case_readings("값을").front().noun, "값");
    EXPECT_TRUE(case_readings("을").empty());
}

}  // namespace
}  // namespace nonmun
