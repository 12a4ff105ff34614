// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/nearness.hpp"

#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "query/index/token_places.hpp"

namespace nonmun {
namespace {

// Words by blanks, "|" for a gap; a word in upper case is another form of its lower one.
SequenceToken token_of(const std::string& word) {
    std::string term = word;
    for (char& c : term) c = static_cast<char>(std::tolower(c));
    return sequence_token(term, word);
}

std::string sequence_of(const std::string& text) {
    std::string value;
    std::istringstream words(text);
    for (std::string word; words >> word;)
        append_token(value, word == "|" ? sequence_gap : token_of(word));
    return value;
}

// `a` and `b`, 1 for being at most two places apart, 10 for at most eleven; forms .25 each.
Nearness near_and_far() {
    return {{{token_of("a"), 0, 0.25}, {token_of("b"), 0, 0.25}}, {{0, 1, 2, 1}, {0, 1, 11, 10}}};
}

TEST(Nearness, AddsWeightForPairsWithinTheirDistanceInEitherOrder) {
    const std::string nine = " x x x x x x x x x ";
    const std::vector<std::pair<std::string, double>> rows = {
        {"A B |", 11},
        {"B A |", 11},
        {"A x B |", 11},
        {"A x x B |", 10},
        {"A" + nine + "x B |", 10},
        {"A" + nine + "x x B |", 0},
        {"A | B |", 0},
        {"A |", 0},
        {"", 0},
        {"A B A B |", 11},
        {"A" + nine + "x x B x A |", 11},
        {"a x x x B |", 10.25},
        {"a a a |", 0.25},
        {"a b | a b |", 11.5},
    };
    for (const auto& [text, weight] : rows)
        EXPECT_DOUBLE_EQ(weight_of(near_and_far(), sequence_of(text)), weight) << text;
}

TEST(Nearness, EqualsAComparisonOfAllPositions) {
    std::mt19937 random(7);
    const std::vector<std::string> words = {"a", "b", "c", "A", "x", "y", "|"};
    Nearness nearness;
    for (const char* word : {"a", "b", "c"}) nearness.terms.push_back({token_of(word), 0.5, 0.125});
    nearness.pairs = {{0, 1, 2, 1}, {1, 2, 4, 2}, {0, 2, 11, 4}};
    for (int round = 0; round < 500; ++round) {
        std::string text;
        for (int i = 0; i < 30; ++i) text += words[random() % words.size()] + " ";
        const std::string value = sequence_of(text);
        const TokenSequence sequence(value);
        std::vector<std::uint32_t> places;
        std::uint32_t place = 0;
        for (std::size_t i = 0; i < sequence.size(); ++i)
            places.push_back(place += sequence[i] == sequence_gap ? gap_places + 1 : 1);
        const auto stands = [&](std::size_t at, std::uint32_t term) {
            return ((sequence[at] ^ nearness.terms[term].token) & term_bits) == 0;
        };
        double expected = 0;
        for (std::uint32_t term = 0; term < nearness.terms.size(); ++term) {
            for (std::size_t i = 0; i < sequence.size(); ++i) {
                if (!stands(i, term)) continue;
                expected += nearness.terms[term].weight;
                break;
            }
        }
        for (const Nearness::Term& term : nearness.terms) {
            for (std::size_t i = 0; i < sequence.size(); ++i) {
                if (sequence[i] != term.token) continue;
                expected += term.form_weight;
                break;
            }
        }
        for (const Nearness::Pair& pair : nearness.pairs) {
            bool met = false;
            for (std::size_t i = 0; i < sequence.size(); ++i) {
                for (std::size_t j = 0; j < sequence.size(); ++j) {
                    const auto apart = places[std::max(i, j)] - places[std::min(i, j)];
                    met = met || (stands(i, pair.first) && stands(j, pair.second) &&
                                  apart <= pair.distance);
                }
            }
            if (met) expected += pair.weight;
        }
        ASSERT_DOUBLE_EQ(weight_of(nearness, value), expected) << text;
    }
}

TEST(Nearness, PhrasesAreAdjacentInTheirPart) {
    const std::string value = sequence_of("a B | c a b | d |");
    const auto has = [&](const std::string& words, SequencePart part, bool in_form = false) {
        std::vector<PhraseToken> tokens;
        std::istringstream in(words);
        for (std::string word; in >> word;) tokens.push_back({token_of(word), in_form});
        return has_phrase(value, tokens, part);
    };
    EXPECT_TRUE(has("a b", SequencePart::any));
    EXPECT_TRUE(has("a b", SequencePart::title));
    EXPECT_FALSE(has("a b", SequencePart::title, true)) << "its form is B";
    EXPECT_TRUE(has("a b", SequencePart::summary, true));
    EXPECT_TRUE(has("c a b", SequencePart::summary));
    EXPECT_FALSE(has("c a b", SequencePart::title));
    EXPECT_FALSE(has("b a", SequencePart::any));
    EXPECT_FALSE(has("b c", SequencePart::any)) << "a gap is between them";
    EXPECT_FALSE(has("b d", SequencePart::any));
    EXPECT_FALSE(has("d e", SequencePart::any));
}

TEST(Nearness, APhraseCanRequireOneWord) {
    const auto part = [](const char* term, const char* form) { return sequence_token(term, form); };
    const auto value_of = [](const std::vector<SequenceToken>& tokens) {
        std::string value;
        for (const SequenceToken token : tokens) append_token(value, token);
        return value;
    };
    const std::string one = value_of({part("강화", "강화학습을"), part("학습", "강화학습을")});
    const std::string two = value_of({part("강화", "강화"), part("학습", "학습을")});
    const std::vector<PhraseToken> in_word = {{part("강화", "")}, {part("학습", ""), false, true}};
    EXPECT_TRUE(has_phrase(one, in_word, SequencePart::any));
    EXPECT_FALSE(has_phrase(two, in_word, SequencePart::any));
    EXPECT_TRUE(has_phrase(two, {in_word[0], {part("학습", "")}}, SequencePart::any));
}

TEST(Nearness, TermsOccurInTheirPart) {
    const std::string value = sequence_of("a | b |");
    EXPECT_TRUE(has_term(value, token_of("A"), SequencePart::title));
    EXPECT_FALSE(has_term(value, token_of("a"), SequencePart::summary));
    EXPECT_TRUE(has_term(value, token_of("b"), SequencePart::summary));
    EXPECT_TRUE(has_term(value, token_of("b"), SequencePart::any));
    EXPECT_FALSE(has_term("", token_of("b"), SequencePart::any));
}

TEST(CountOf, CountsTheTitleTwice) {
    std::string within = sequence_of("A x | B A |");
    append_token(within, words_within);
    append_token(within, token_of("a"));
    const std::vector<std::pair<std::string, std::uint32_t>> rows = {
        {sequence_of("A x A | a B | x a |"), 6},
        {sequence_of("x | a |"), 1},
        {sequence_of("| x B |"), 0},
        {within, 3},
        {"", 0},
    };
    for (const auto& [sequence, count] : rows) EXPECT_EQ(count_of(sequence, token_of("a")), count);
}

}  // namespace
}  // namespace nonmun
