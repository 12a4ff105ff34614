// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/paper_changes.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "common/paper_record.hpp"
#include "common/vote_levels.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun {
namespace {

struct Entry {
    std::string id;
    std::string day;
    std::optional<std::int64_t> votes;
    std::string source = "s";
};

// Merged changes to an index without papers.
class PaperChangesTest : public testing::Test {
  protected:
    const std::vector<PaperChange>& merge(const std::vector<Entry>& entries, std::size_t jobs = 2) {
        for (const Entry& entry : entries) {
            Paper paper;
            paper.id = entry.id;
            paper.title = "T";
            paper.date = parse_date(entry.day);
            paper.votes = entry.votes;
            paper.appearances = {{paper.date, paper.votes, "T"}};
            changes.add(parsed_paper(paper), entry.source);
        }
        counts = changes.merge(jobs);
        settle_vote_levels(changes, Xapian::Database());
        return changes.list();
    }

    std::vector<std::string> ids() const {
        std::vector<std::string> ids;
        for (const PaperChange& change : changes.list())
            ids.push_back(paper_from_record(changes.paper(change).record).id);
        return ids;
    }

    const tests::TemporaryFolder folder;
    PaperChanges changes{Xapian::Database(), folder.path()};
    ChangeCounts counts;
};

using Strings = std::vector<std::string>;

TEST_F(PaperChangesTest, MakesOneChangeForEachPaperInOrderOfFirstEntries) {
    merge({{"a", "2024-05-01", 1, "s"},
           {"b", "2024-05-01", 1, "s"},
           {"a", "2024-05-01", 1, "t"},
           {"c", "", std::nullopt, "t"},
           {"a", "", 3, "u"}});
    EXPECT_EQ(ids(), (Strings{"a", "b", "c"}));
    EXPECT_EQ(counts.added, 3u);
    EXPECT_EQ(counts.merged, 2u);
    EXPECT_EQ(counts.updated, 1u) << "the third entry says something new, the second does not";
    EXPECT_EQ(changes.paper(changes.list()[0]).sources, (Strings{"s", "t", "u"}));
    EXPECT_EQ(changes.paper(changes.list()[1]).sources, Strings{"s"});
}

TEST_F(PaperChangesTest, MergesAppearancesAsMergeIntoDoes) {
    const auto& list = merge({
        {"a", "2024-05-02", 1},
        {"b", "2024-05-01", 9},
        {"a", "2024-05-01", 3},
        {"b", "2024-05-01", 2},  // replaces 9
        {"c", "2024-05-02", 50},
        {"d", "", 50},
        {"e", "2024-05-02", std::nullopt},
        {"b", "2024-05-01", std::nullopt},  // says nothing new
    });
    EXPECT_EQ(ids(), (Strings{"a", "b", "c", "d", "e"}));
    EXPECT_EQ(list[0].vote_level, 0.75);
    EXPECT_EQ(list[1].vote_level, 0.25);
    for (const std::size_t n : {2u, 3u, 4u}) EXPECT_EQ(list[n].vote_level, neutral_vote_level) << n;
    EXPECT_EQ(list[1].votes, 2);
    EXPECT_EQ(list[4].votes, PaperChange::unknown);
}

TEST_F(PaperChangesTest, WithoutEntriesThereAreNone) {
    EXPECT_TRUE(merge({}).empty());
    EXPECT_EQ(counts.added, 0u);
}

}  // namespace
}  // namespace nonmun
