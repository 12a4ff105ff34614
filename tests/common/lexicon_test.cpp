// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/analyzer/lexicon.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/analyzer/korean.hpp"
#include "common/error.hpp"

namespace nonmun {
namespace {

Lexicon learn(const std::vector<std::string>& texts, const Lexicon& base = {}) {
    LexiconBuilder builder;
    for (const std::string& text : texts) builder.add(text);
    return builder.build(base);
}

TEST(Lexicon, Reads) {
    const Lexicon lexicon("강화\t5\n모델\t0\tn\n학습\t40\tn\n");
    EXPECT_EQ(lexicon.entries().size(), 3u);
    EXPECT_EQ(lexicon.stem_count("강화"), 5u);
    EXPECT_EQ(lexicon.stem_count("없다"), 0u);
    EXPECT_FALSE(lexicon.is_noun("강화"));
    EXPECT_TRUE(lexicon.is_noun("모델"));
    EXPECT_TRUE(lexicon.is_noun("학습"));
    EXPECT_FALSE(lexicon.is_noun("학"));
    EXPECT_FALSE(lexicon.is_noun("학습을"));
    EXPECT_EQ(lexicon.total_count(), 45u);
}

TEST(Lexicon, MayBeEmptyOrLackTheLastNewline) {
    EXPECT_TRUE(Lexicon("").entries().empty());
    EXPECT_EQ(Lexicon("강화\t5").stem_count("강화"), 5u);
}

TEST(Lexicon, RejectsAnythingElse) {
    for (const char* text :
         {"강화\n", "강화\tfive\n", "강화\t5x\n", "강화\t5\tx\n", "강화\t5\tn\tn\n", "\t5\n", "\n",
          "강화\t5\n\n", "강화\t-1\n", "강화\t99999999999\n", "강화\t\n", "학습\t1\n강화\t1\n",
          "강화\t1\n강화\t1\n", "강화\t5\r\n", "강화 5\n"}) {
        try {
            Lexicon lexicon{std::string(text)};
            ADD_FAILURE() << "read: " << testing::PrintToString(text);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind, ErrorKind::version) << text;
        }
    }
}

TEST(Lexicon, SurvivesAMove) {
    Lexicon first("강화\t5\n");
    const Lexicon second = std::move(first);
    EXPECT_EQ(second.stem_count("강화"), 5u);
    EXPECT_EQ(second.text(), "강화\t5\n");
}

TEST(LexiconBuilder, LearnsNounsFromTheParticlesAfterThem) {
    const Lexicon lexicon =
        learn({"이미지를 이미지는 이미지의 이미지", "도메인을, 도메인에서 도메인은(도메인)"});
    EXPECT_TRUE(lexicon.is_noun("이미지"));
    EXPECT_TRUE(lexicon.is_noun("도메인"));
    for (const char* word : {"이미지", "이미지를"})
        EXPECT_EQ(stem_length(word, lexicon), 9u) << word;
    for (const char* word : {"도메인", "도메인의"})
        EXPECT_EQ(stem_length(word, lexicon), 9u) << word;
}

TEST(LexiconBuilder, ANounOfOneSyllableNeedsMoreParticles) {
    EXPECT_FALSE(learn({"곡을 곡은 곡의"}).is_noun("곡"));
    EXPECT_TRUE(learn({"곡을 곡은 곡의 곡에"}).is_noun("곡"));
}

TEST(LexiconBuilder, TwoFormsOfOneParticleCountOnce) {
    EXPECT_FALSE(learn({"이미지를 이미지를 이미지는"}).is_noun("이미지"));
    EXPECT_FALSE(learn({"도메인을 도메인은 도메인은"}).is_noun("도메인"));
}

TEST(LexiconBuilder, CountsTheFormsOfAStem) {
    const Lexicon lexicon = learn({"학습을 학습은 학습의 학습을 학습을"});
    EXPECT_EQ(lexicon.stem_count("학습"), 3u) << "distinct forms, not occurrences";
    EXPECT_EQ(learn({"학습을 학습은"}).stem_count("학습"), 0u) << "too few to be known";
}

TEST(LexiconBuilder, OnlyHangulCounts) {
    EXPECT_TRUE(learn({"LLM text 强化 ㅋㅋ 3.5 \xFF"}).entries().empty());
    EXPECT_TRUE(learn({""}).entries().empty());
    const Lexicon glued = learn({"(학습을)\xFF학습은GPT학습의"});
    EXPECT_TRUE(glued.is_noun("학습")) << "marks, bad bytes and Latin letters end a word";
}

TEST(LexiconBuilder, KeepsTheWordsOfTheBase) {
    const Lexicon base("강화\t50\n모델\t0\tn\n학습\t2\n");
    const Lexicon lexicon = learn({"학습을 학습은 학습의"}, base);
    EXPECT_EQ(lexicon.stem_count("강화"), 50u);
    EXPECT_TRUE(lexicon.is_noun("모델"));
    EXPECT_EQ(lexicon.stem_count("학습"), 3u) << "the larger count is kept";
    EXPECT_EQ(learn({}, base).text(), base.text());
}

TEST(LexiconBuilder, TheOrderOfTheTextsDoesNotMatter) {
    const std::vector<std::string> texts = {"학습을 강화학습은", "모델의 모델을 모델은",
                                            "학습은 학습의", "이미지를 이미지는 이미지에"};
    const std::vector<std::string> turned(texts.rbegin(), texts.rend());
    EXPECT_EQ(learn(texts).text(), learn(turned).text());
    EXPECT_EQ(learn(texts).text(), learn(texts).text());
}

TEST(LexiconBuilder, ResultRoundTrips) {
    const Lexicon learned = learn({"학습을 학습은 학습의 이미지를 이미지는 이미지의 모델"});
    const Lexicon again(learned.text());
    ASSERT_EQ(again.entries().size(), learned.entries().size());
    ASSERT_FALSE(again.entries().empty());
    for (const LexiconEntry& entry : learned.entries()) {
        EXPECT_EQ(again.stem_count(entry.word), entry.count);
        EXPECT_EQ(again.is_noun(entry.word), entry.noun);
    }
}

TEST(BaseLexicon, CanBeRead) {
    EXPECT_NO_THROW(base_lexicon());
}

}  // namespace
}  // namespace nonmun
