// SPDX-License-Identifier: GPL-2.0-or-later
// What an update does to the papers of the sources that it reads.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/indexer/indexing_fixture.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

class UpdateTest : public tests::IndexingTest {
  protected:
    // A source that holds papers, each with a day of May 2024.
    void put(const std::string& source, const std::vector<std::pair<std::string, int>>& papers) {
        std::string lines;
        for (const auto& [id, day] : papers) {
            lines += R"({"id":")" + id + R"(","title":"T)" + std::to_string(day) +
                     R"(","date":"2024-05-0)" + std::to_string(day) + R"(","votes":3})" + "\n";
        }
        write(source, lines);
    }

    bool is_orphan(const std::string& id) const {
        const Xapian::Database from(database);
        const Xapian::Document document =
            from.get_document(*from.postlist_begin(std::string(id_prefix) + id));
        for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
            if (*term == orphan_term) return true;
        }
        return false;
    }
};

TEST_F(UpdateTest, TheIndexHasItsVersionAndWords) {
    put("s.jsonl", {{"a", 1}});
    index();
    const Xapian::Database from(database);
    EXPECT_NO_THROW(check_version(from, database));
    EXPECT_NE(from.get_metadata(lexicon_key), "");
    EXPECT_NE(from.get_metadata(glossary_key), "");
}

TEST_F(UpdateTest, TheSamePaperInAnotherSourceChangesNoRecord) {
    put("s.jsonl", {{"a", 1}});
    index();
    put("t.jsonl", {{"a", 1}});
    const IndexingSummary summary = index();
    EXPECT_TRUE(summary.wrote) << "another source holds it now";
    EXPECT_EQ(summary.changes.merged, 1u);
    EXPECT_EQ(summary.changes.updated, 0u) << "but the record is the same";
    fs::remove(digests + "/s.jsonl");
    EXPECT_EQ(index(&IndexingOptions::prune).changes.removed, 0u);
}

TEST_F(UpdateTest, AFileThatChangesWithoutItsPapersIsRemembered) {
    put("s.jsonl", {{"a", 1}});
    index();
    write("s.jsonl", tests::read_file(digests + "/s.jsonl") + "\n\n");
    const IndexingSummary summary = index();
    EXPECT_TRUE(summary.wrote);
    EXPECT_EQ(summary.changes.updated, 0u);
    EXPECT_EQ(summary.changes.merged, 0u);
    EXPECT_EQ(index().unchanged, 1u);
}

TEST_F(UpdateTest, APaperThatNoSourceHoldsIsAnOrphanUntilItIsRemoved) {
    put("s.jsonl", {{"a", 1}, {"b", 1}});
    index();
    put("s.jsonl", {{"b", 1}});
    index();
    EXPECT_TRUE(paper("a")) << "kept until it is pruned";
    EXPECT_TRUE(is_orphan("a"));
    EXPECT_FALSE(is_orphan("b"));
    EXPECT_EQ(index(&IndexingOptions::prune).changes.removed, 1u) << "also in a later run";
    EXPECT_FALSE(paper("a"));
    EXPECT_TRUE(paper("b"));
}

TEST_F(UpdateTest, AnOrphanComesBack) {
    put("s.jsonl", {{"a", 1}});
    put("kept.jsonl", {{"k", 1}});
    index();
    put("s.jsonl", {});
    index();
    ASSERT_TRUE(is_orphan("a"));
    put("t.jsonl", {{"a", 1}});
    index();
    EXPECT_FALSE(is_orphan("a"));
    EXPECT_EQ(index(&IndexingOptions::prune).changes.removed, 0u);
}

TEST_F(UpdateTest, APaperOfTwoSourcesIsKeptByTheOther) {
    put("s.jsonl", {{"a", 1}});
    put("t.jsonl", {{"a", 2}});
    index();
    put("s.jsonl", {});
    index();
    EXPECT_FALSE(is_orphan("a"));
    EXPECT_EQ(paper("a")->appearances.size(), 2u) << "both days are kept";
    put("t.jsonl", {});
    index();
    EXPECT_TRUE(is_orphan("a"));
}

TEST_F(UpdateTest, ASourceThatDropsAPaperLeavesItToTheOneThatCorrectsIt) {
    put("s.jsonl", {{"a", 9}});
    put("t.jsonl", {{"a", 2}});
    index();
    EXPECT_EQ(paper("a")->title, "T9");
    put("s.jsonl", {});
    put("t.jsonl", {{"a", 3}});
    index();
    EXPECT_EQ(paper("a")->title, "T3") << "the only source says it now";
}

TEST_F(UpdateTest, PruneForgetsMissingSourcesWithinItsPathsOnly) {
    for (const std::string name : {"x/a", "x/b", "xy/c", "z"})
        put(name + ".jsonl", {{name.substr(name.size() - 1), 1}});
    index();
    for (const std::string name : {"x/a", "xy/c", "z"}) fs::remove(digests + "/" + name + ".jsonl");
    IndexingOptions with = options();
    with.prune = true;
    with.paths = {digests + "/x"};
    EXPECT_EQ(run_indexing(with).changes.removed, 1u);
    EXPECT_EQ(ids(), (Strings{"b", "c", "z"}));
    put("x/a.jsonl", {{"a", 1}});
    EXPECT_EQ(run_indexing(with).changes.added, 1u) << "it is read again when it comes back";
}

TEST_F(UpdateTest, APaperWithoutADayIsTheSameWhenReadAgain) {
    write("s.jsonl", R"({"id":"a","title":"T"})");
    index();
    const Paper before = *paper("a");
    write("s.jsonl", R"({"id":"a","title":"T" })");
    EXPECT_EQ(index().changes.updated, 0u);
    EXPECT_EQ(paper("a"), before);
}

}  // namespace
}  // namespace nonmun
