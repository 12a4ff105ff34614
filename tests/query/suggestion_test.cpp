// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/suggestion.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>
#include <set>

#include "common/unicode.hpp"
#include "query/language/hangul_letters.hpp"
#include "tests/support/index.hpp"

namespace nonmun {
namespace {

using tests::OpenIndex;
using tests::paper;
using tests::SmallIndex;
using Suggestion = std::optional<std::string>;

std::vector<Paper> papers() {
    std::vector<Paper> made;
    for (int i = 0; i < 25; ++i) {
        const std::string number = std::to_string(i);
        made.push_back(paper("p" + number, "Diffusion transformer",
                             {"gaussian splatting, 확산 모델은 이미지를 본다."}, {"Tero Karras"}));
    }
    made.push_back(paper("rare", "Mambo",
                         {"강화학습을 쓴다. 강화는 강화를 강화의 강화가 학습은 "
                          "학습을 학습의 학습이. 시각을 배운다. diffusoin"}));
    made.push_back(paper("again", "mamba", {"강화학습을 쓴다. 시각 강화 학습"}, {"김민수"}));
    return made;
}

// The expected suggestion; nullopt for none.
void expect_suggestions(OpenIndex& index,
                        const std::vector<std::pair<std::string, Suggestion>>& expected) {
    for (const auto& [query, suggestion] : expected) {
        EXPECT_EQ(index.search(query).suggestion, suggestion) << "query: " << query;
    }
}

TEST(Suggestion, CorrectsLatinWords) {
    SmallIndex index(papers());
    expect_suggestions(*index, {
                                   {"difusion", "diffusion"},
                                   {"iffusion", "diffusion"},
                                   {"idffusion", "diffusion"},
                                   {"xdiffusion", "diffusion"},
                                   {"biffusion", "diffusion"},
                                   {"trasnfromer", "transformer"},
                                   {"Difusion", "Diffusion"},
                                   {"DIFUSION", "DIFFUSION"},
                                   {"difusion-transfomer", "diffusion-transformer"},
                                   {"difusions", "diffusion"},  // two edits
                                   {"dfsn", std::nullopt},
                                   {"zzzzzz", std::nullopt},
                               });
}

TEST(Suggestion, CorrectsKoreanWordsAndKeepsTheirParticles) {
    SmallIndex index(papers());
    expect_suggestions(*index, {
                                   {"모댈", "모델"},
                                   {"모댈은", "모델은"},
                                   {"모데를", "모델을"},
                                   {"노델에서는", "모델에서는"},
                                   {"이머지", "이미지"},
                                   {"강화학슴", "강화학습"},
                                   {"깡화학습을", "강화학습을"},
                                   {"뷁뷁", std::nullopt},
                                   {"눈", std::nullopt},
                               });
}

TEST(Suggestion, ReadsTheOtherKeyboardLayout) {
    SmallIndex index(papers());
    expect_suggestions(*index, {
                                   {"ahepf", "모델"},
                                   {"Ahepfdms", "모델은"},
                                   {"rkdghkgkrtmq", "강화학습"},
                                   {"얄래ㅕ냐ㅐㅜ", std::nullopt},
                                   {"ㅇㅑㄹㄹㅕㄴㅑㅐㅜ", "diffusion"},
                                   {"야ㄹ려냐ㅐㅜ", "diffusion"},
                                   {"모델ㅋㅋ", std::nullopt},
                               });
}

TEST(Suggestion, CorrectsMissingAndExtraBlanks) {
    SmallIndex index(papers());
    expect_suggestions(*index, {
                                   {"gaussiansplatting", "gaussian splatting"},
                                   {"splattinggaussian", std::nullopt},
                                   {"gaus sian", "gaussian"},
                                   {"gaus sian splatting", "gaussian splatting"},
                                   {"gaus -sian", std::nullopt},
                               });
}

TEST(Suggestion, RewritesOnlyTheWrongWords) {
    SmallIndex index(papers());
    expect_suggestions(
        *index,
        {
            {"+difusion  -모댈을 (transfomer OR \"gausian splating\") date:2024 votes:>=3",
             "+diffusion  -모델을 (transformer OR \"gaussian splatting\") date:2024 votes:>=3"},
            {"“gausian  splatting”", "“gaussian  splatting”"},
            {"title:difusion", "title:diffusion"},
            {"author:karas", "author:karras"},
            {"author:\"Tero Karas\"", "author:\"Tero Karras\""},
            {"author:김민소", "author:김민수"},
            {"Karass", "Karras"},
            {"difusion* id:difusion section:difusion", std::nullopt},
            {"andd", std::nullopt},
        });
}

TEST(Suggestion, CorrectsAWordOfOnePaperToAFrequentNeighbour) {
    SmallIndex index(papers());
    expect_suggestions(*index, {
                                   {"diffusoin", "diffusion"},
                                   {"mambo", std::nullopt},  // mamba is as rare
                                   {"mamba", std::nullopt},
                               });
}

TEST(Suggestion, KeepsKoreanWordsOfTheLexicon) {
    SmallIndex index(papers());
    expect_suggestions(*index, {
                                   {"시간", std::nullopt},  // near 시각, but a word of the lexicon
                                   {"시간을 확산", std::nullopt},
                                   {"시긱", "시각"},
                               });
}

TEST(Suggestion, OccursTogetherWithTheOtherWords) {
    SmallIndex index(papers());
    expect_suggestions(*index, {
                                   {"difusion 이미지", "diffusion 이미지"},
                                   {"difusion 시각", std::nullopt},  // in other papers
                                   {"\"difusion\" 시각", std::nullopt},
                                   {"difusion OR 시각", "diffusion OR 시각"},
                                   {"difusion -시각", "diffusion -시각"},
                                   {"difusion unheardof", "diffusion unheardof"},
                                   {"difusion Karras", "diffusion Karras"},
                                   {"Karass 이미지", "Karras 이미지"},
                                   {"gaus sian 확산", "gaussian 확산"},
                                   {"gaus sian 시각", std::nullopt},
                               });
}

TEST(Suggestion, UsesAllDatabasesTogether) {
    const tests::TemporaryFolder folder;
    const std::vector<Paper> all = papers();
    OpenIndex both({tests::write_index(folder, {all.begin(), all.begin() + 5}, "a"),
                    tests::write_index(folder, {all.begin() + 5, all.end()}, "b")});
    expect_suggestions(
        both, {{"difusion", "diffusion"}, {"diffusoin", "diffusion"}, {"모댈은", "모델은"}});
}

TEST(Suggestion, IsOptional) {
    SmallIndex index(papers());
    SearchRequest request;
    request.text = "difusion";
    request.with_suggestion = false;
    EXPECT_FALSE(index->searcher().search(request).suggestion);
}

// --- properties over an index's own words -------------------------------------------------------

struct IndexWord {
    std::string word;
    Xapian::doccount frequency;
};

// Latin words and Hangul parts of the index, in the order of the terms.
std::vector<IndexWord> index_words(const Xapian::Database& database, bool hangul,
                                   Xapian::doccount least) {
    std::vector<IndexWord> words;
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
        const std::string word = *term;
        const bool latin =
            std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
        const bool wanted =
            hangul ? !letter_string(word).empty() && word.size() >= 6 : latin && word.size() >= 4;
        if (wanted && term.get_termfreq() >= least) words.push_back({word, term.get_termfreq()});
    }
    return words;
}

std::u32string code_points(const std::string& text) {
    std::u32string points;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        points += c.value;
        at = c.end;
    }
    return points;
}

// One letter is inserted, deleted, replaced or swapped with the next.
std::string damaged_latin(std::string word, std::mt19937& random) {
    const std::size_t at = random() % word.size();
    const char letter = static_cast<char>('a' + random() % 26);
    switch (random() % 4) {
        case 0:
            return word.insert(at, 1, letter);
        case 1:
            return word.erase(at, 1);
        case 2:
            word[at] = letter;
            return word;
        default:
            std::swap(word[at], word[at + 1 < word.size() ? at + 1 : at - 1]);
            return word;
    }
}

// Another initial, vowel or final in one syllable.
std::string damaged_hangul(const std::string& word, std::mt19937& random) {
    std::u32string points = code_points(word);
    char32_t& syllable = points[random() % points.size()];
    SyllableLetters letters = letters_of(syllable);
    switch (random() % 3) {
        case 0:
            letters.initial = static_cast<int>(random() % initial_count);
            break;
        case 1:
            letters.vowel = static_cast<int>(random() % vowel_count);
            break;
        default: {
            static constexpr int plain_finals[] = {0, 1, 4, 7, 8, 16, 17, 19, 21};
            letters.final = plain_finals[random() % std::size(plain_finals)];
        }
    }
    syllable = syllable_of(letters);
    std::string text;
    for (const char32_t c : points) append_utf8(text, c);
    return text;
}

bool has_word(OpenIndex& index, const std::string& word) {
    return index.read([&](const Xapian::Database& database) {
        bool all = true, any = false;
        const Tokens tokens = index.analyzer().analyze(word);
        for (const Token& token : tokens.list) {
            if (token.kind != TokenKind::part && token.kind != TokenKind::stem) continue;
            const std::string term(tokens.term(token));
            const char* prefix = token.kind == TokenKind::stem ? "Z" : "";
            const bool known =
                database.term_exists(prefix + term) || database.term_exists("XA" + term);
            all = all && (known || token.compound);
            any = any || known;
        }
        return all && any;
    });
}

TEST(Suggestion, IsEmptyForKnownWords) {
    OpenIndex& index = tests::data_index();
    for (const bool hangul : {false, true}) {
        const auto words = index.read(
            [&](const Xapian::Database& database) { return index_words(database, hangul, 2); });
        ASSERT_GT(words.size(), 50u);
        for (const IndexWord& word : words) {
            if (has_word(index, word.word)) {
                EXPECT_EQ(index.search(word.word).suggestion, std::nullopt) << word.word;
            }
        }
    }
}

TEST(Suggestion, HasOnlyWordsOfTheIndex) {
    OpenIndex& index = tests::data_index();
    std::mt19937 random(23);
    int suggested = 0;
    for (const bool hangul : {false, true}) {
        const auto words = index.read(
            [&](const Xapian::Database& database) { return index_words(database, hangul, 1); });
        for (int round = 0; round < 500; ++round) {
            std::string query = words[random() % words.size()].word;
            for (unsigned edits = random() % 3; edits > 0; --edits)
                query = hangul ? damaged_hangul(query, random) : damaged_latin(query, random);
            const Suggestion suggestion = index.search(query).suggestion;
            if (!suggestion) continue;
            ++suggested;
            EXPECT_NE(*suggestion, query);
            EXPECT_TRUE(has_word(index, *suggestion)) << query << ": " << *suggestion;
            EXPECT_FALSE(index.found(*suggestion).empty()) << query << ": " << *suggestion;
        }
    }
    EXPECT_GT(suggested, 300);
}

TEST(Suggestion, AcceptsAnyText) {
    std::mt19937 random(31);
    const std::string pieces[] = {"difusion", "모댈은",  "\"", "(",        ")",  "+",   "-",
                                  " ",        "author:", "ㅎ", "title:",   "OR", "AND", "*",
                                  "\xff",     "’",       "“",  "\u1112",   "字", "é",   "gaus sian",
                                  "ahepf",    ".",       "\n", "date:2024"};
    for (int round = 0; round < 2000; ++round) {
        std::string query;
        for (unsigned i = random() % 8; i > 0; --i) query += pieces[random() % std::size(pieces)];
        const Suggestion suggestion = tests::data_index().search(query).suggestion;
        if (suggestion) {
            EXPECT_NE(*suggestion, query);
            EXPECT_TRUE(is_utf8(*suggestion));
        }
    }
}

// 300 words of the real archive for each language with one random edit: how many are corrected.
TEST(SuggestionArchive, MostDamagedWordsAreCorrected) {
    NONMUN_NEEDS_SHARED("archive");
    const tests::TemporaryFolder folder;
    IndexingOptions options;
    options.database = folder / "db";
    options.paths = {tests::shared("archive").string()};
    run_indexing(options);
    OpenIndex index({options.database});
    for (const bool hangul : {false, true}) {
        const auto words = index.read(
            [&](const Xapian::Database& database) { return index_words(database, hangul, 10); });
        ASSERT_GE(words.size(), 300u);
        std::mt19937 random(41);
        int right = 0, other = 0, none = 0;
        for (std::size_t i = 0; i < 300; ++i) {
            const std::string& word = words[i * words.size() / 300].word;
            std::string damaged = word;
            // An edit that makes another word of the index is not a visible error.
            while (damaged == word || has_word(index, damaged))
                damaged = hangul ? damaged_hangul(word, random) : damaged_latin(word, random);
            const Suggestion suggestion = index.read([&](const Xapian::Database& database) {
                return suggest(parse_query(damaged), database, index.analyzer());
            });
            (!suggestion ? none : *suggestion == word ? right : other) += 1;
        }
        const std::string name = hangul ? "korean" : "english";
        std::cout << name << ": " << right << " right, " << other << " other, " << none
                  << " none, of 300\n";
        RecordProperty(name + "_right", right);
        EXPECT_GE(right, 240) << name;
    }
}

}  // namespace
}  // namespace nonmun
