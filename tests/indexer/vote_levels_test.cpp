// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/vote_levels.hpp"

#include <random>

#include "tests/indexer/indexing_fixture.hpp"

// Each paper's vote level is that of its day, whatever the way the index got there.
namespace nonmun {
namespace {

using Values = std::map<std::string, std::vector<std::string>>;

TEST(VoteLevels, AreThePercentilesOfTheDay) {
    EXPECT_TRUE(vote_levels({}).empty());
    EXPECT_EQ(vote_levels({7}), std::vector<double>{neutral_vote_level});
    EXPECT_EQ(vote_levels({std::nullopt, std::nullopt}),
              (std::vector<double>{neutral_vote_level, neutral_vote_level}));
    EXPECT_EQ(vote_levels({30, std::nullopt, 0, 5, 5}),
              (std::vector<double>{0.875, neutral_vote_level, 0.125, 0.5, 0.5}));
}

class VoteLevelTest : public tests::IndexingTest {
  protected:
    struct Entry {
        std::string id;
        std::string votes;  // as a digest writes them
    };

    void write_day(const std::string& day, const std::vector<Entry>& entries) const {
        std::string text = "## Daily Papers (" + day + ")\n\n";
        for (const Entry& entry : entries) {
            text += "### [Title " + entry.id + "](https://arxiv.org/abs/" + entry.id +
                    ")\n\nVote: " + entry.votes + "\n\n- 강화학습을 " + entry.id + "\n\n";
        }
        write(day + ".md", text);
    }

    // Every value slot of every paper, by id.
    static Values values_of(const std::string& path) {
        const Xapian::Database from(path);
        Values values;
        for (auto id = from.postlist_begin(""); id != from.postlist_end(""); ++id) {
            const Xapian::Document document = from.get_document(*id);
            auto& own = values[paper_from_record(document.get_value(record_slot)).id];
            for (Xapian::valueno slot = 0; slot <= recency_slot; ++slot)
                own.push_back(document.get_value(slot));
        }
        return values;
    }

    // The values of an index that is rebuilt from the same files.
    Values rebuilt() const {
        IndexingOptions rebuilt = options();
        rebuilt.database = folder / "rebuilt/db";
        rebuilt.rebuild = true;
        run_indexing(rebuilt);
        return values_of(rebuilt.database);
    }

    double level_of(const std::string& id) const {
        return Xapian::sortable_unserialise(values_of(database).at(id)[vote_level_slot]);
    }
};

TEST_F(VoteLevelTest, AChangedVoteMovesTheDay) {
    write_day("2024-05-01", {{"2405.00001", "9"}, {"2405.00002", "5"}, {"2405.00003", "-"}});
    write_day("2024-05-02", {{"2405.00004", "2"}});
    index();
    EXPECT_DOUBLE_EQ(level_of("2405.00001"), 0.75);
    EXPECT_DOUBLE_EQ(level_of("2405.00002"), 0.25);
    EXPECT_DOUBLE_EQ(level_of("2405.00003"), neutral_vote_level);
    EXPECT_DOUBLE_EQ(level_of("2405.00004"), neutral_vote_level);

    write_day("2024-05-01", {{"2405.00001", "3"}, {"2405.00002", "5"}, {"2405.00003", "-"}});
    const IndexingSummary summary = index();
    EXPECT_EQ(summary.changes.updated, 1u);
    EXPECT_DOUBLE_EQ(level_of("2405.00001"), 0.25);
    EXPECT_DOUBLE_EQ(level_of("2405.00002"), 0.75);
    EXPECT_EQ(values_of(database), rebuilt());
}

TEST_F(VoteLevelTest, ANewPaperAndAnEarlierDayMoveTheirDays) {
    write_day("2024-05-02", {{"2405.00001", "9"}, {"2405.00002", "5"}, {"2405.00003", "1"}});
    index();
    // The paper moves to the earlier day, and to the higher votes.
    write_day("2024-05-01", {{"2405.00001", "4"}, {"2405.00005", "10"}});
    index();
    EXPECT_DOUBLE_EQ(level_of("2405.00001"), 0.25);
    EXPECT_DOUBLE_EQ(level_of("2405.00005"), 0.75);
    EXPECT_DOUBLE_EQ(level_of("2405.00002"), 0.75);
    EXPECT_EQ(values_of(database), rebuilt());
}

TEST_F(VoteLevelTest, PruneMovesTheDay) {
    write_day("2024-05-01", {{"2405.00001", "9"}, {"2405.00002", "5"}, {"2405.00003", "1"}});
    write_day("2024-05-02", {{"2405.00004", "2"}});
    index();
    write_day("2024-05-01", {{"2405.00001", "9"}, {"2405.00002", "5"}});
    index(&IndexingOptions::prune);
    EXPECT_EQ(ids().size(), 3u);
    EXPECT_DOUBLE_EQ(level_of("2405.00002"), 0.25);
    EXPECT_EQ(values_of(database), rebuilt());
}

TEST_F(VoteLevelTest, ARunThatChangesNothingWritesNothing) {
    write_day("2024-05-01", {{"2405.00001", "9"}, {"2405.00002", "5"}});
    index();
    const auto before = files_of(folder / "index");
    EXPECT_FALSE(index().wrote);
    EXPECT_EQ(files_of(folder / "index"), before);
}

// Days that grow, shrink, repeat each other's papers and vote again, step by step.
TEST_F(VoteLevelTest, LevelsAreThoseOfTheDayAfterAnyRun) {
    std::mt19937 random(3);
    const auto below = [&](unsigned most) { return static_cast<unsigned>(random() % most); };
    for (int step = 0; step < 12; ++step) {
        for (unsigned files = 0; files < 2; ++files) {
            const std::string day = "2024-05-0" + std::to_string(1 + below(5));
            std::vector<Entry> entries;
            for (unsigned number = 1; number <= 20; ++number) {
                if (below(3) > 0) continue;
                const std::string id = "2405.000" + std::to_string(10 + number);
                entries.push_back({id, below(6) == 0 ? "-" : std::to_string(below(12))});
            }
            if (entries.empty() || below(8) == 0) {
                std::filesystem::remove(digests + "/" + day + ".md");
            } else {
                write_day(day, entries);
            }
        }
        write("kept.md", digest("2024-04-30", {"2404.00001"}));
        // Prunes, so that no paper is left that the files do not hold. An appearance that a file
        // no longer has would stay with a paper of another file, and a rebuild would not find it.
        index(&IndexingOptions::prune);
        const Values now = values_of(database);
        std::map<std::string, std::vector<std::optional<std::int64_t>>> days;
        std::map<std::string, std::vector<double>> levels;
        for (const auto& [id, values] : now) {
            const auto& votes = values[votes_slot];
            days[values[date_slot]].push_back(votes.empty()
                                                  ? std::nullopt
                                                  : std::optional(static_cast<std::int64_t>(
                                                        Xapian::sortable_unserialise(votes))));
            levels[values[date_slot]].push_back(
                Xapian::sortable_unserialise(values[vote_level_slot]));
        }
        for (const auto& [day, votes] : days) EXPECT_EQ(levels[day], vote_levels(votes)) << day;
    }
}

}  // namespace
}  // namespace nonmun
