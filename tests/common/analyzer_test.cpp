// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/analyzer/analyzer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "common/unicode.hpp"

namespace nonmun {
namespace {

using Strings = std::vector<std::string>;

Tokens analyze(std::string_view text, const Lexicon& lexicon) {
    return Analyzer(lexicon).analyze(text);
}
Tokens analyze(std::string_view text) {
    return analyze(text, Lexicon());
}

Strings terms(const Tokens& tokens, TokenKind kind, bool compound = false) {
    Strings terms;
    for (const Token& token : tokens.list) {
        if (token.kind == kind && token.compound == compound) {
            terms.emplace_back(tokens.term(token));
        }
    }
    return terms;
}

// The bytes of the text that the words and parts stand for.
Strings places(const std::string& text) {
    Strings places;
    for (const Token& token : analyze(text).list) {
        if (token.kind == TokenKind::word || token.kind == TokenKind::part) {
            places.push_back(text.substr(token.begin, token.end - token.begin));
        }
    }
    return places;
}

TEST(Analyzer, RemovesParticles) {
    for (const char* text : {"모델", "모델은", "모델을", "모델에서는", "모델이", "모델의", "모델들",
                             "모델들에게서는", "모델입니다", "모델로", "모델과", "모델까지도"}) {
        EXPECT_EQ(terms(analyze(text), TokenKind::part), Strings{"모델"}) << text;
        EXPECT_EQ(places(text), Strings{"모델"}) << text;
    }
}

TEST(Analyzer, LongPartsThatTheLexiconLacksHaveBigrams) {
    const Strings bigrams = {"강화", "화학", "학습"};
    EXPECT_EQ(terms(analyze("강화학습"), TokenKind::bigram), bigrams);
    EXPECT_EQ(terms(analyze("강화학습을"), TokenKind::bigram), bigrams) << "not of particles";
    for (const char* lexicon : {"강화\t5\n학습\t9\n", "강화학습\t90\n"}) {
        EXPECT_EQ(terms(analyze("강화학습을", Lexicon(lexicon)), TokenKind::bigram), Strings{})
            << lexicon;
    }
    EXPECT_EQ(terms(analyze("모델은"), TokenKind::bigram), Strings{})
        << "two syllables are one word";
    EXPECT_EQ(terms(analyze("한"), TokenKind::bigram), Strings{});
}

TEST(Analyzer, AFormIsAKoreanWordAsItIsWritten) {
    EXPECT_EQ(terms(analyze("모델은 모델을, LLM은 강화학습"), TokenKind::form),
              (Strings{"모델은", "모델을", "강화학습"}));
    const Tokens tokens = analyze("모델은");
    EXPECT_EQ(tokens.list.front().kind, TokenKind::form) << "before its parts";
}

TEST(Analyzer, KnownStemsSplitLongOnes) {
    const Lexicon lexicon("강화\t5\n학습\t9\n");
    for (const char* text : {"강화학습", "강화학습을", "강화 학습", "강화 학습은"}) {
        EXPECT_EQ(terms(analyze(text, lexicon), TokenKind::part), (Strings{"강화", "학습"}))
            << text;
    }
    const Lexicon whole("강화\t5\n강화학습\t900\n학습\t9\n");
    const Tokens tokens = analyze("강화학습을", whole);
    EXPECT_EQ(terms(tokens, TokenKind::part), (Strings{"강화", "학습"}));
    EXPECT_EQ(terms(tokens, TokenKind::part, true), Strings{"강화학습"});
}

TEST(Analyzer, AParticleAfterLatinTextIsNoWord) {
    const std::vector<std::pair<std::string, Strings>> rows = {
        {"LLM은", {"llm"}},    {"LLM입니다", {"llm"}},   {"C++를", {"c++"}},
        {"RLHF)을", {"rlhf"}}, {"'LLaMA'는", {"llama"}}, {"GPU에서는", {"gpu"}},
    };
    for (const auto& [text, words] : rows) {
        EXPECT_EQ(terms(analyze(text), TokenKind::word), words) << text;
        EXPECT_EQ(terms(analyze(text), TokenKind::part), Strings{}) << text;
        EXPECT_EQ(terms(analyze(text), TokenKind::bigram), Strings{}) << text;
    }
    EXPECT_EQ(terms(analyze("GPU 은"), TokenKind::part), Strings{"은"}) << "a word of its own";
    for (const char* text :
         {"(보다)", "「보다」", "“보다”", "‘보다’", "《보다》", "\"보다\"", "'보다'", "A 「보다」",
          "(\"보다\")", "<보다>", "\"'보다'\"", "＂보다＂", "5\" \"보다\""}) {
        EXPECT_EQ(terms(analyze(text), TokenKind::part), Strings{"보다"}) << text;
    }
    for (const char* text : {"「LLM」은", "\"LLM\"은", "“LLM”은", "(LLM)은", "LLM'은", "\"LLM \"은",
                             "'LLM '은", "“LLM“은", "'LLM'은", "-은"}) {
        EXPECT_EQ(terms(analyze(text), TokenKind::part), Strings{}) << text;
    }
    EXPECT_EQ(terms(analyze("LLM모델"), TokenKind::part), Strings{"모델"});
}

TEST(Analyzer, CompoundsAreFoundWholeAndInParts) {
    struct Row {
        std::string text;
        Strings parts;
        Strings whole;
    };
    const std::vector<Row> rows = {
        {"GPT-4V를", {"gpt", "4v"}, {"gpt4v"}},
        {"Llama-3-8B", {"llama", "3", "8b"}, {"llama38b"}},
        {"text-to-image", {"text", "to", "image"}, {"texttoimage"}},
        {"DreamFusion", {"dream", "fusion"}, {"dreamfusion"}},
        {"f1-score", {"f1", "score"}, {"f1score"}},
        {"snake_case", {"snake", "case"}, {"snakecase"}},
        {"LoRA", {"lora"}, {}},
        {"LLaMA", {"llama"}, {}},
        {"models", {"models"}, {}},
        {"a - b", {"a", "b"}, {}},
        {"end-", {"end"}, {}},
        {"-4", {"4"}, {}},
    };
    for (const auto& [text, parts, whole] : rows) {
        EXPECT_EQ(terms(analyze(text), TokenKind::word), parts) << text;
        EXPECT_EQ(terms(analyze(text), TokenKind::word, true), whole) << text;
    }
}

TEST(Analyzer, SpellingsOfACompoundShareItsJoinedForm) {
    for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
             {"GPT-4V", "GPT4V"}, {"Dream-Fusion", "DreamFusion"}, {"Llama-3", "Llama3"}}) {
        EXPECT_EQ(terms(analyze(one), TokenKind::word, true),
                  terms(analyze(other), TokenKind::word, true));
    }
}

TEST(Analyzer, KeepsSignsThatHaveAMeaning) {
    const std::vector<std::pair<std::string, Strings>> rows = {
        {"C++", {"c++"}},
        {"C#", {"c#"}},
        {"F#으로", {"f#"}},
        {"C", {"c"}},
        {"3.5", {"3.5"}},
        {"1,000", {"1000"}},
        {"1,000,000.5", {"1000000.5"}},
        {"3.", {"3"}},
        {"1, 2", {"1", "2"}},
        {"don't", {"don't"}},
        {"don’t", {"don't"}},
        {"dogs' ", {"dogs"}},
        {"LLM#", {"llm"}},
        {"a.b", {"a", "b"}},
        {"e.g.", {"e", "g"}},
    };
    for (const auto& [text, words] : rows) {
        EXPECT_EQ(terms(analyze(text), TokenKind::word), words) << text;
    }
}

TEST(Analyzer, LatinIsFoldedAndStemmed) {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"Models", "model"},
        {"DIFFUSING", "diffus"},
        {"Soljačić", english_stem("soljacic")},
        {"ＬＬＭ", "llm"},
        {"naïve", english_stem("naive")},
    };
    for (const auto& [text, stem] : rows) {
        EXPECT_EQ(terms(analyze(text), TokenKind::stem), Strings{stem}) << text;
    }
    EXPECT_EQ(terms(analyze("e\u0301te\u0301"), TokenKind::word), Strings{"ete"});
}

TEST(Analyzer, OtherScripts) {
    EXPECT_EQ(terms(analyze("强化学习"), TokenKind::bigram), (Strings{"强化", "化学", "学习"}));
    EXPECT_FALSE(terms(analyze("强化学习"), TokenKind::word).empty());
    EXPECT_EQ(terms(analyze("モデル"), TokenKind::bigram), (Strings{"モデ", "デル"}));
    EXPECT_EQ(terms(analyze("Привет мир"), TokenKind::word), (Strings{"привет", "мир"}));
    EXPECT_EQ(terms(analyze("γ값"), TokenKind::word), Strings{"γ"});
}

TEST(Analyzer, KanaKeepsLongVowelAndVoicingMarks) {
    EXPECT_EQ(terms(analyze("データ"), TokenKind::word), Strings{"データ"});
    EXPECT_EQ(terms(analyze("データ"), TokenKind::bigram), (Strings{"デー", "ータ"}));
    EXPECT_EQ(terms(analyze("ﾓﾃﾞﾙ"), TokenKind::word), Strings{"モデル"});
}

TEST(Analyzer, SplitsBetweenScripts) {
    const Tokens tokens = analyze("기계學習과LLM");
    EXPECT_EQ(terms(tokens, TokenKind::part).front(), "기계");
    EXPECT_EQ(terms(tokens, TokenKind::word), (Strings{"學習", "llm"}));
}

TEST(Analyzer, DecomposedAndHalfwidthHangulGiveTheSameTerms) {
    EXPECT_EQ(terms(analyze("\u1106\u1169\u1103\u1166\u11AF"), TokenKind::part), Strings{"모델"});
    const std::string halfwidth = "\uFFB1\uFFCC\uFFA7\uFFC7";
    EXPECT_EQ(terms(analyze(halfwidth), TokenKind::part), Strings{"모데"});
    EXPECT_EQ(places(halfwidth), Strings{halfwidth});
    EXPECT_EQ(terms(analyze("ㅋㅋ"), TokenKind::part), Strings{}) << "letters are no syllables";
}

TEST(Analyzer, OffsetsPointAtTheWordsWithoutTheirParticles) {
    EXPECT_EQ(places("“모델은” GPT-4V를, 강화학습에서는!"),
              (Strings{"모델", "GPT", "4V", "GPT-4V", "강화학습"}));
    EXPECT_EQ(places("ＬＬＭ은 1,000개의 C++"), (Strings{"ＬＬＭ", "1,000", "개의", "C++"}));
    EXPECT_EQ(places("😀 é 모델"), (Strings{"é", "모델"}));
}

TEST(Analyzer, PositionsCountWordsAndParts) {
    const Tokens tokens = analyze("GPT-4V 모델을 학습");
    std::vector<std::uint32_t> positions;
    for (const Token& token : tokens.list) {
        const bool counted = token.kind == TokenKind::word || token.kind == TokenKind::part;
        if (counted && !token.compound) positions.push_back(token.position);
        if (token.compound) {
            EXPECT_EQ(token.position, 0u) << "the position of its first part";
        }
    }
    EXPECT_EQ(positions, (std::vector<std::uint32_t>{0, 1, 2, 3}));
    EXPECT_EQ(tokens.positions, 4u);
}

TEST(Analyzer, TextWithoutWordsHasNoTokens) {
    for (const char* text : {"", " ", "!?…", "😀", "—", "$", "\xFF\xFE", "\u0301"}) {
        EXPECT_TRUE(analyze(text).list.empty()) << text;
        EXPECT_EQ(analyze(text).positions, 0u);
    }
}

TEST(Analyzer, IllFormedBytesSeparateWords) {
    EXPECT_EQ(terms(analyze("one\xFFtwo\xEB\xAA"), TokenKind::word), (Strings{"one", "two"}));
    EXPECT_EQ(terms(analyze("모델\xFF학습"), TokenKind::part), (Strings{"모델", "학습"}));
    EXPECT_EQ(terms(analyze(std::string_view("a\0b", 3)), TokenKind::word), (Strings{"a", "b"}));
}

TEST(Analyzer, TokensAreReused) {
    const Lexicon lexicon;
    Analyzer analyzer(lexicon);
    Tokens tokens;
    analyzer.analyze("하나 둘 three", tokens);
    analyzer.analyze("모델", tokens);
    EXPECT_EQ(terms(tokens, TokenKind::part), Strings{"모델"});
    EXPECT_EQ(tokens.positions, 1u);
    EXPECT_EQ(terms(tokens, TokenKind::stem), Strings{});
}

TEST(Analyzer, KeywordTerms) {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"What's New", "whats new"},
        {"  Technical   Details: ", "technical details"},
        {"what’s new", "whats new"},
        {"Métriques", "metriques"},
        {"주요 결과", "주요 결과"},
        {"!!!", ""},
        {"", ""},
    };
    for (const auto& [text, term] : rows) EXPECT_EQ(keyword_term(text), term) << text;
    EXPECT_LE(keyword_term(std::string(10'000, 'x')).size(), 200u);
}

}  // namespace
}  // namespace nonmun
