// SPDX-License-Identifier: GPL-2.0-or-later
// Digests damaged at random, the same way every time: nothing crashes, and what the damage did not
// touch is read as before.
#include <gtest/gtest.h>

#include <algorithm>

#include "indexer/digest_parser.hpp"
#include "tests/support/damaged_digests.hpp"
#include "tests/support/places.hpp"

namespace nonmun::tests {
namespace {

constexpr int rounds = 4000;

DamageReport check(const std::string& text, const Samples& samples,
                   DocumentBuilder* builder = nullptr) {
    DamageReport report = read_damaged(text, samples, builder);
    for (const std::string& problem : report.problems) ADD_FAILURE() << problem;
    return report;
}

TEST(Damage, EntriesOutsideOfTheDamageAreKept) {
    const Samples samples(clean_data());
    ASSERT_EQ(samples.texts().size(), 73u);
    Random random(20240501);
    std::size_t untouched = 0;
    for (int round = 0; round < rounds && !testing::Test::HasFailure(); ++round) {
        std::string text = make_digest(samples, random);
        for (std::size_t n = 1 + below(random, 3); n > 0; --n) {
            small_damages()[below(random, small_damages().size())](text, random, samples);
        }
        SCOPED_TRACE("round " + std::to_string(round));
        untouched += check(text, samples).untouched;
    }
    EXPECT_GT(untouched, static_cast<std::size_t>(rounds)) << "most entries should be whole";
}

TEST(Damage, AHugeLineDamagesItsOwnEntryOnly) {
    const Samples samples(clean_data());
    const Lexicon lexicon;
    DocumentBuilder builder(lexicon);
    Random random(1);
    std::size_t most_authors = 0;
    for (const std::string& line : large_lines()) {
        SCOPED_TRACE(line.substr(0, 30));
        const std::string digest = make_digest(samples, random);
        std::string anywhere = digest;
        insert_line(anywhere, random, line);
        for (const std::string& text : {anywhere, digest + line + '\n'})
            most_authors = std::max(most_authors, check(text, samples, &builder).most_authors);
    }
    EXPECT_GE(most_authors, 100'000u);
}

TEST(Damage, WithoutDamageEveryEntryIsUntouched) {
    const Samples samples(clean_data());
    EXPECT_EQ(samples.left_out(), 0u);
    for (const std::string& text : samples.files())
        EXPECT_EQ(check(text, samples).untouched, parse_digest(text, "x.md").entries.size());
}

}  // namespace
}  // namespace nonmun::tests
