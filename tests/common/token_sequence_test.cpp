// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/token_sequence.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace nonmun {
namespace {

TEST(TokenSequence, RoundTrips) {
    std::string value;
    const SequenceToken model = sequence_token("모델", "모델을");
    for (const SequenceToken token : {model, sequence_gap, SequenceToken{0xFFFFFF}})
        append_token(value, token);
    const TokenSequence sequence(value);
    ASSERT_EQ(sequence.size(), 3u);
    EXPECT_EQ(sequence[0], model);
    EXPECT_EQ(sequence[1], sequence_gap);
    EXPECT_EQ(sequence[2], 0xFFFFFF);
}

TEST(TokenSequence, IsTheSameOnEveryMachine) {
    std::string value;
    append_token(value, 0x030201);
    EXPECT_EQ(value, "\x01\x02\x03");
}

TEST(TokenSequence, ADamagedOneEndsBeforeAnIncompleteNumber) {
    EXPECT_EQ(TokenSequence("").size(), 0u);
    EXPECT_EQ(TokenSequence("ab").size(), 0u);
    EXPECT_EQ(TokenSequence("abcde").size(), 1u);
}

TEST(TokenSequence, HasTheTermAndTheForm) {
    const SequenceToken model = sequence_token("모델", "모델을");
    EXPECT_EQ(model & term_bits, sequence_token("모델", "모델은") & term_bits);
    EXPECT_NE(model, sequence_token("모델", "모델은"));
    EXPECT_NE(model & term_bits, sequence_token("학습", "모델을") & term_bits);
    EXPECT_EQ(model, sequence_token("모델", "모델을"));
}

TEST(TokenSequence, NoTermIsAGapAndFewCollide) {
    std::set<SequenceToken> terms;
    constexpr int count = 1000;
    for (int i = 0; i < count; ++i) {
        const SequenceToken token = sequence_token("Z" + std::to_string(i), "");
        EXPECT_NE(token & term_bits, sequence_gap);
        terms.insert(token & term_bits);
    }
    // The expected number of collisions is n² / 2 / 2^16, which is 8 here.
    EXPECT_GT(terms.size(), count - 25u);
}

}  // namespace
}  // namespace nonmun
