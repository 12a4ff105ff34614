// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/paper_register.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "common/schema.hpp"
#include "common/vote_levels.hpp"

namespace nonmun {
namespace {

Paper seen(const std::string& id, const std::string& day, std::optional<std::int64_t> votes) {
    Paper paper;
    paper.id = id;
    paper.appearances = {{parse_date(day), votes, "T"}};
    return paper;
}

PaperRegister register_of(const std::vector<Paper>& entries) {
    PaperRegister made;
    std::vector<Sighting> sightings;
    for (std::size_t i = 0; i < entries.size(); ++i)
        PaperRegister::list(entries[i], static_cast<std::uint32_t>(i), sightings);
    made.add(sightings);
    made.settle(static_cast<std::uint32_t>(entries.size()));
    return made;
}

std::vector<std::uint32_t> later(const PaperRegister& of, std::uint32_t first) {
    return {of.later(first).begin(), of.later(first).end()};
}

TEST(PaperRegister, KnowsWhichEntriesNameOnePaper) {
    const PaperRegister made =
        register_of({seen("a", "2024-05-01", 1), seen("b", "2024-05-01", 1),
                     seen("a", "2024-05-01", 1), seen("c", "", std::nullopt), seen("a", "", 3)});
    EXPECT_EQ(made.entries(), 5u);
    EXPECT_EQ(made.papers(), 3u);
    std::vector<bool> first;
    for (std::uint32_t entry = 0; entry < 5; ++entry) first.push_back(made.is_first(entry));
    EXPECT_EQ(first, (std::vector<bool>{true, true, false, true, false}));
    EXPECT_EQ(later(made, 0), (std::vector<std::uint32_t>{2, 4}));
    EXPECT_TRUE(later(made, 1).empty());
}

TEST(PaperRegister, APaperOfManyDaysIsOneEntry) {
    Paper paper = seen("a", "2024-05-01", 1);
    paper.appearances.push_back({parse_date("2024-05-02"), 7, "T"});
    const PaperRegister made = register_of({paper});
    EXPECT_EQ(made.papers(), 1u);
    EXPECT_TRUE(later(made, 0).empty());
}

TEST(PaperRegister, JoinsAppearancesAsTheIndexDoes) {
    const PaperRegister made = register_of({
        seen("a", "2024-05-02", 1), seen("b", "2024-05-01", 9), seen("a", "2024-05-01", 3),
        seen("b", "2024-05-01", 2),  // takes the place of 9
        seen("c", "2024-05-02", 50), seen("d", "", 50), seen("e", "2024-05-02", std::nullopt),
        seen("b", "2024-05-01", std::nullopt),  // knows nothing else
    });
    EXPECT_DOUBLE_EQ(made.level(0), 0.75);
    EXPECT_DOUBLE_EQ(made.level(1), 0.25);
    for (const std::uint32_t entry : {4u, 5u, 6u})
        EXPECT_DOUBLE_EQ(made.level(entry), neutral_vote_level) << entry;
}

TEST(PaperRegister, OfNothingIsEmpty) {
    const PaperRegister made = register_of({});
    EXPECT_EQ(made.entries(), 0u);
    EXPECT_EQ(made.papers(), 0u);
}

}  // namespace
}  // namespace nonmun
