// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/schema.hpp"

#include <gtest/gtest.h>

#include "common/analyzer/analyzer.hpp"
#include "common/error.hpp"
#include "common/paper.hpp"
#include "common/vote_levels.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun {
namespace {

TEST(Schema, DateValuesSortAsTime) {
    EXPECT_EQ(date_value({2024, 5, 1}), "20240501");
    EXPECT_LT(date_value({999, 12, 31}), date_value({1000, 1, 1}));
    EXPECT_LT(date_value({2024, 9, 30}), date_value({2024, 10, 1}));
}

TEST(Schema, VoteLevelIsThePercentileOfTheDay) {
    EXPECT_DOUBLE_EQ(vote_level(0, 0, 0), neutral_vote_level) << "alone";
    EXPECT_DOUBLE_EQ(vote_level(0, 5, 5), neutral_vote_level) << "all equal";
    EXPECT_DOUBLE_EQ(vote_level(0, 0, 1), 0.25);
    EXPECT_DOUBLE_EQ(vote_level(1, 0, 1), 0.75);
    EXPECT_DOUBLE_EQ(vote_level(2, 1, 3), 0.75);
    for (const std::size_t others : {1, 12, 40, 100'000}) {
        double before = 0;
        for (std::size_t below = 0; below <= others; ++below) {
            const double level = vote_level(below, 0, others);
            EXPECT_GE(level, before);
            EXPECT_NEAR(level + vote_level(others - below, 0, others), 1, 1.0 / 128);
            before = level;
        }
        EXPECT_LE(before, 1);
    }
}

TEST(Schema, RecencyHalvesWithEveryHalfLife) {
    const int day = days_since_epoch({2024, 5, 1});
    EXPECT_DOUBLE_EQ(recency(day, day), 1);
    EXPECT_DOUBLE_EQ(recency(day + 1, day), 1);
    EXPECT_NEAR(recency(day - 180, day), 0.5, 1e-12);
    EXPECT_NEAR(recency(day - 360, day), 0.25, 1e-12);
    EXPECT_DOUBLE_EQ(recency_growth(days_since_epoch({2020, 1, 1})), 1);
    const int first = days_since_epoch({1, 1, 1}), last = days_since_epoch({9999, 12, 31});
    EXPECT_GT(recency_growth(first), 0);
    EXPECT_EQ(recency(last, first), 1);
    EXPECT_NEAR(recency(first, last), 0, 1e-200);
    EXPECT_EQ(recency(last, last), 1);
}

TEST(Schema, TheIdOfADocumentIsThatOfItsTerm) {
    Xapian::Document document;
    EXPECT_EQ(stored_id(document), "");
    document.add_boolean_term("XAada");
    EXPECT_EQ(stored_id(document), "") << "the term sorts after all ids";
    document.add_boolean_term("Q2404.19756");
    EXPECT_EQ(stored_id(document), "2404.19756");
}

TEST(Schema, AListIsOneValueAndRoundTrips) {
    const std::string long_text(300, 'x');
    const std::vector<std::string> texts = {"",
                                            "Wei-Chen Lin",
                                            "강화학습",
                                            std::string(127, 'a'),
                                            std::string(128, 'b'),
                                            long_text + long_text,
                                            std::string("\0,\t\x80", 4),
                                            std::string(40'000, 'c')};
    EXPECT_EQ(texts_of_value(list_value(texts)), texts);
    EXPECT_EQ(list_value({}), "");
    EXPECT_TRUE(texts_of_value("").empty());
}

TEST(Schema, ADamagedListGivesTheTextsBeforeTheDamage) {
    const std::string value = list_value({"one", std::string(200, 'x'), "three"});
    for (std::size_t cut = 0; cut < value.size(); ++cut) {
        const auto texts = texts_of_value(std::string_view(value).substr(0, cut));
        ASSERT_LE(texts.size(), 2u);
        if (!texts.empty()) {
            EXPECT_EQ(texts[0], "one");
        }
    }
    EXPECT_TRUE(texts_of_value(std::string(30, '\xFF')).empty());
}

// The error of check_version for a database with this metadata.
std::string complaint(const std::string& schema, const std::string& analyzer) {
    const tests::TemporaryFolder folder;
    Xapian::WritableDatabase database(folder / "db", Xapian::DB_CREATE);
    database.set_metadata(schema_key, schema);
    database.set_metadata(analyzer_key, analyzer);
    try {
        check_version(database, "DB");
        return "";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind, ErrorKind::version);
        return error.line();
    }
}

TEST(Schema, OtherVersionsAreAnErrorWithAHint) {
    const std::string schema = std::to_string(schema_version);
    const std::string analyzer = std::to_string(analyzer_version);
    EXPECT_EQ(complaint(schema, analyzer), "");
    const std::string other = complaint("9" + schema, analyzer);
    EXPECT_NE(other.find("schema 9" + schema), std::string::npos) << other;
    EXPECT_NE(other.find("nonmun-index --db DB --rebuild"), std::string::npos) << other;
    EXPECT_NE(complaint(schema, "9" + analyzer).find("analyzer 9" + analyzer), std::string::npos);
    EXPECT_NE(complaint("", "").find("not one of nonmun's"), std::string::npos);
}

}  // namespace
}  // namespace nonmun
