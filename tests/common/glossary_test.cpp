// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/analyzer/glossary.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/error.hpp"

namespace nonmun {
namespace {

std::vector<std::string> translations_of(const Glossary& glossary, const std::string& stem) {
    std::vector<std::string> parts;
    for (const Translation& translation : glossary.translations(stem)) {
        parts.emplace_back(translation.part);
    }
    return parts;
}

Paper paper_with(const std::string& title, const std::string& text) {
    Paper paper;
    paper.title = title;
    paper.summary = {{std::nullopt, text}};
    return paper;
}

TEST(Glossary, LearnsFromParentheses) {
    const Lexicon lexicon;
    GlossaryBuilder builder(lexicon);
    for (const char* before : {"이것은", "모델은", "여기서"}) {
        builder.add(paper_with("", std::string(before) + " 확산(diffusion)을 쓴다"));
    }
    const Glossary glossary = builder.build(Glossary());
    ASSERT_FALSE(glossary.translations("diffus").empty());
    EXPECT_EQ(glossary.translations("diffus").front().part, "확산");
    EXPECT_TRUE(glossary.translations("unknown").empty());
}

TEST(Glossary, LearnsFromWordsOfTitlesAndSummaries) {
    const Lexicon lexicon;
    GlossaryBuilder builder(lexicon);
    for (int i = 0; i < 10; ++i) {
        builder.add(paper_with("Diffusion", "확산 공통"));
        builder.add(paper_with("Robot", "로봇 공통"));
    }
    const Glossary glossary = builder.build(Glossary());
    EXPECT_EQ(translations_of(glossary, "diffus").front(), "확산");
    EXPECT_EQ(translations_of(glossary, "robot").front(), "로봇");
}

TEST(Glossary, TheRestIsNotATranslation) {
    // A base with a rest keeps one rest, after the words, however often it is extended.
    const Glossary base("diffus\t확산\t8.00\ndiffus\t\t2.00\n");
    const Lexicon lexicon;
    const Glossary once = GlossaryBuilder(lexicon).build(base);
    EXPECT_EQ(translations_of(once, "diffus"), (std::vector<std::string>{"확산", ""}));
    EXPECT_EQ(GlossaryBuilder(lexicon).build(once).text(), once.text());
}

TEST(Glossary, RejectsWhatItCannotRead) {
    for (const char* text : {"diffus", "diffus\t확산", "diffus\t확산\tmany", "diffus\t확산\t-1",
                             "b\t확산\t1\na\t확산\t1\n"}) {
        EXPECT_THROW(Glossary{text}, Error) << text;
    }
}

}  // namespace
}  // namespace nonmun
