// SPDX-License-Identifier: GPL-2.0-or-later
// What a run makes of digests that come, change, move and go.
#include "indexer/indexing_run.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "common/analyzer/lexicon.hpp"
#include "tests/indexer/indexing_fixture.hpp"
#include "tests/support/places.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

class IndexingRun : public tests::IndexingTest {};

const std::string a = "2405.00001";
const std::string b = "2405.00002";
const std::string c = "2405.00003";

TEST_F(IndexingRun, BuildsAnIndex) {
    write("1.md", digest("2024-05-01", {a, b}));
    write("2.jsonl", R"({"id":"x","title":"X"})");
    const IndexingSummary summary = index();
    EXPECT_EQ(summary.files, 2u);
    EXPECT_EQ(summary.unchanged, 0u);
    EXPECT_EQ(summary.changes.added, 3u);
    EXPECT_EQ(summary.papers, 3u);
    EXPECT_EQ(summary.diagnostics, 0u);
    EXPECT_TRUE(summary.wrote);
    EXPECT_EQ(ids(), (Strings{a, b, "x"}));
    EXPECT_EQ(paper(a)->date, (Date{2024, 5, 1}));
}

TEST_F(IndexingRun, WithoutPapersMakesAnEmptyIndex) {
    fs::create_directory(digests);
    EXPECT_EQ(index().papers, 0u);
    EXPECT_TRUE(ids().empty());
}

TEST_F(IndexingRun, UnchangedInputWritesNothing) {
    write("1.md", digest("2024-05-01", {a, b}));
    index();
    const Files before = files_of(database);
    const IndexingSummary summary = index();
    EXPECT_EQ(summary.files, 1u);
    EXPECT_EQ(summary.unchanged, 1u);
    EXPECT_FALSE(summary.wrote);
    EXPECT_EQ(summary.papers, 2u);
    EXPECT_EQ(files_of(database), before) << "not a byte";
    EXPECT_EQ(files_of(folder / "index").size(), before.size() + 1) << "no other file";
}

TEST_F(IndexingRun, AChangedFileUpdatesItsPapers) {
    write("1.md", digest("2024-05-01", {a, b}));
    write("2.md", digest("2024-05-02", {c}));
    index();
    write("1.md", digest("2024-05-01", {a, b}, "Corrected", 9));
    const IndexingSummary summary = index();
    EXPECT_EQ(summary.unchanged, 1u);
    EXPECT_EQ(summary.changes.updated, 2u);
    EXPECT_EQ(summary.changes.added, 0u);
    EXPECT_TRUE(summary.wrote);
    EXPECT_EQ(paper(a)->title, "Corrected");
    EXPECT_EQ(paper(a)->votes, 9);
    EXPECT_EQ(paper(a)->appearances.size(), 1u);
    EXPECT_EQ(paper(c)->title, "Title");
}

TEST_F(IndexingRun, FewerVotesInACorrectedDigestAreFewerVotes) {
    write("1.md", digest("2024-05-01", {a}, "Title", 30));
    index();
    write("1.md", digest("2024-05-01", {a}, "Title", 12));
    index();
    EXPECT_EQ(paper(a)->votes, 12);
}

TEST_F(IndexingRun, APaperOfTwoDaysIsOnePaper) {
    write("1.md", digest("2024-05-01", {a}, "Old", 30));
    write("2.md", digest("2024-05-28", {a, b}, "New", 12));
    const IndexingSummary summary = index();
    EXPECT_EQ(summary.changes.added, 2u);
    EXPECT_EQ(summary.changes.merged, 1u);
    const auto both = paper(a);
    EXPECT_EQ(both->title, "New");
    EXPECT_EQ(both->votes, 30);
    EXPECT_EQ(both->date, (Date{2024, 5, 1}));
    EXPECT_EQ(both->appearances.size(), 2u);
}

TEST_F(IndexingRun, TheOrderOfTheFilesDoesNotMatter) {
    write("1.md", digest("2024-05-28", {a, b}, "New", 12));
    write("2.md", digest("2024-05-01", {a}, "Old", 30));
    index();
    EXPECT_EQ(paper(a)->title, "New");
    EXPECT_EQ(paper(a)->date, (Date{2024, 5, 1}));
    EXPECT_EQ(paper(a)->votes, 30);
}

TEST_F(IndexingRun, APaperThatMovedToAnotherDayKeepsBothAppearances) {
    write("1.md", digest("2024-05-01", {a, b}));
    write("2.md", digest("2024-05-02", {c}));
    index();
    write("1.md", digest("2024-05-01", {b}));
    write("2.md", digest("2024-05-02", {a, c}));
    index(&IndexingOptions::prune);
    EXPECT_EQ(ids(), (Strings{a, b, c}));
    EXPECT_EQ(paper(a)->appearances.size(), 2u);
    EXPECT_EQ(paper(a)->date, (Date{2024, 5, 1}));
}

TEST_F(IndexingRun, ARenamedFileKeepsItsPapers) {
    write("1.md", digest("2024-05-01", {a, b}));
    index();
    fs::rename(digests + "/1.md", digests + "/renamed.md");
    const IndexingSummary summary = index(&IndexingOptions::prune);
    EXPECT_EQ(summary.changes.removed, 0u);
    EXPECT_EQ(summary.changes.updated, 0u);
    EXPECT_EQ(ids(), (Strings{a, b}));
    EXPECT_EQ(paper(a)->appearances.size(), 1u);
    EXPECT_EQ(index(&IndexingOptions::prune).unchanged, 1u);
}

// Lines of several chunks.
std::string many_lines(const std::string& title) {
    std::string lines;
    for (int i = 0; i < 1500; ++i) {
        lines += R"({"id":"p)" + std::to_string(i) + R"(","title":")" + title + R"(","text":")" +
                 std::string(100, 'x') + "\"}\n";
    }
    return lines;
}

TEST_F(IndexingRun, AFileThatChangesOrDisappearsDuringAnUpdateIsAnError) {
    const std::string file = "2.jsonl";
    write("1.md", digest("2024-05-01", {a}, "Old"));
    write(file, many_lines("Old"));
    index();
    const auto expect_refused = [&](const IndexingOptions& with, const std::string& says) {
        write("1.md", digest("2024-05-01", {a}, "New"));
        write(file, many_lines("New"));
        const Error error = failure_of([&] { run_indexing(with); });
        EXPECT_EQ(error.kind, ErrorKind::input);
        EXPECT_NE(error.line().find(says), std::string::npos) << error.line();
        EXPECT_EQ(ids().size(), 1501u);
        for (const std::string& id : {a, std::string("p0"), std::string("p1499")})
            EXPECT_EQ(paper(id)->title, "Old") << "a run is in the index as a whole or not at all";
    };
    for (const std::string& other : {many_lines("Now"), many_lines("Later"), std::string()}) {
        IndexingOptions with = options();
        with.on_read = [&](std::size_t papers, std::size_t) {
            if (papers > 1) write(file, other);  // when its first chunk was read
        };
        expect_refused(with, file + " changed while it was read");
    }
    IndexingOptions with = options();
    with.on_file = [&](std::size_t done, std::size_t) {
        if (done == 1) fs::remove(digests + "/" + file);
    };
    expect_refused(with, "cannot read " + digests + "/" + file);
    write(file, many_lines("New"));
    EXPECT_EQ(index().changes.updated, 1501u) << "the next run reads it";
}

TEST_F(IndexingRun, OnlyPruneRemoves) {
    write("1.md", digest("2024-05-01", {a, b}));
    write("2.md", digest("2024-05-02", {c}));
    index();
    write("1.md", digest("2024-05-01", {b}));
    fs::remove(digests + "/2.md");
    index();
    EXPECT_EQ(ids(), (Strings{a, b, c}));
    const IndexingSummary summary = index(&IndexingOptions::prune);
    EXPECT_EQ(summary.changes.removed, 2u);
    EXPECT_TRUE(summary.wrote);
    EXPECT_EQ(ids(), Strings{b});
    EXPECT_FALSE(index(&IndexingOptions::prune).wrote);
}

TEST_F(IndexingRun, PruneKeepsPapersOutsideOfItsPaths) {
    write("x/1.md", digest("2024-05-01", {a}));
    write("y/2.md", digest("2024-05-02", {b}));
    index();
    fs::remove(digests + "/x/1.md");
    fs::remove(digests + "/y/2.md");
    IndexingOptions with = options();
    with.paths = {digests + "/x"};
    with.prune = true;
    with.allow_empty = true;
    EXPECT_EQ(run_indexing(with).changes.removed, 1u);
    EXPECT_EQ(ids(), Strings{b});
}

TEST_F(IndexingRun, PruneKeepsAPaperThatAnotherFileHolds) {
    write("1.md", digest("2024-05-01", {a}));
    write("2.md", digest("2024-05-02", {a}));
    index();
    fs::remove(digests + "/1.md");
    EXPECT_EQ(index(&IndexingOptions::prune).changes.removed, 0u);
    EXPECT_EQ(paper(a)->appearances.size(), 2u);
}

TEST_F(IndexingRun, APaperThatReappearsIsNotPruned) {
    write("1.md", digest("2024-05-01", {a, b}));
    index();
    write("1.md", digest("2024-05-01", {b}));
    index();
    write("1.md", digest("2024-05-01", {a, b}));
    EXPECT_EQ(index(&IndexingOptions::prune).changes.removed, 0u);
    EXPECT_EQ(ids(), (Strings{a, b}));
}

TEST_F(IndexingRun, AFileThatReappearsIsReadAgain) {
    const std::string text = digest("2024-05-01", {a});
    write("1.md", text);
    write("2.md", digest("2024-05-02", {b}));
    index();
    fs::remove(digests + "/1.md");
    index(&IndexingOptions::prune);
    EXPECT_EQ(ids(), Strings{b});
    write("1.md", text);
    index();
    EXPECT_EQ(ids(), (Strings{a, b}));
}

TEST_F(IndexingRun, DiagnosticsAreCountedAndTheRestIsIndexed) {
    write("1.md", digest("2024-05-01", {a}) + "### [Lost]()\n- lost\n");
    Strings flaws;
    IndexingOptions with = options();
    with.on_diagnostic = [&](Diagnostic&& flaw) { flaws.push_back(to_string(flaw)); };
    const IndexingSummary summary = run_indexing(with);
    EXPECT_EQ(summary.diagnostics, 1u);
    EXPECT_EQ(flaws, Strings{digests + "/1.md:9: entry without an arXiv id, left out: Lost"});
    EXPECT_EQ(ids(), Strings{a});
}

TEST_F(IndexingRun, ReportsItsProgress) {
    for (const char* name : {"1.md", "2.md", "3.md"}) write(name, digest("2024-05-01", {a}));
    std::vector<std::pair<std::size_t, std::size_t>> steps;
    IndexingOptions with = options();
    with.on_file = [&](std::size_t done, std::size_t all) { steps.emplace_back(done, all); };
    run_indexing(with);
    EXPECT_EQ(steps, (std::vector<std::pair<std::size_t, std::size_t>>{{1, 3}, {2, 3}, {3, 3}}));
}

TEST_F(IndexingRun, TheLexiconIsLearnedOnceAndKept) {
    write("1.jsonl", R"({"id":"x","text":"이미지를 이미지는 이미지의 이미지"})");
    index();
    const auto lexicon = [&] { return Xapian::Database(database).get_metadata(lexicon_key); };
    const std::string first = lexicon();
    EXPECT_TRUE(Lexicon(first).is_noun("이미지"));
    write("2.jsonl", R"({"id":"y","text":"도메인을 도메인은 도메인의"})");
    index();
    EXPECT_EQ(lexicon(), first);
    index(&IndexingOptions::rebuild);
    EXPECT_TRUE(Lexicon(lexicon()).is_noun("도메인"));
}

TEST_F(IndexingRun, AnEmptyIndexLearnsFromTheFirstPapers) {
    fs::create_directories(digests);
    index();
    write("1.jsonl", R"({"id":"x","text":"이미지를 이미지는 이미지의 이미지"})");
    index();
    const auto words = [](const std::string& path) {
        return Xapian::Database(path).get_metadata(lexicon_key);
    };
    IndexingOptions whole = options();
    whole.database = folder / "whole";
    run_indexing(whole);
    EXPECT_EQ(words(database), words(whole.database));
}

TEST_F(IndexingRun, ARebuildCountsRemovedPapers) {
    write("1.md", digest("2024-05-01", {"2405.00001", "2405.00002"}));
    index();
    write("1.md", digest("2024-05-01", {"2405.00002", "2405.00003"}));
    const IndexingSummary rebuilt = index(&IndexingOptions::rebuild);
    EXPECT_EQ(rebuilt.changes.removed, 1u);
    EXPECT_EQ(rebuilt.papers, 2u);
}

TEST_F(IndexingRun, ACorrectedDayCorrectsItsPapers) {
    write("1.md", digest("2042-05-01", {"2405.00001"}, "Wrong day"));
    index();
    for (const char* title : {"Right day", "Right day, other title"}) {
        write("1.md", digest("2024-05-01", {"2405.00001"}, title));
        index();
        EXPECT_EQ(paper("2405.00001")->title, title);
    }
}

TEST_F(IndexingRun, TheSameInputGivesTheSameTerms) {
    fs::create_directory(digests);
    const auto terms = [](const std::string& path) {
        Strings terms;
        const Xapian::Database from(path);
        for (auto term = from.allterms_begin(); term != from.allterms_end(); ++term)
            terms.push_back(*term);
        return terms;
    };
    IndexingOptions one = options();
    one.paths = tests::clean_data();
    run_indexing(one);
    IndexingOptions other = one;
    other.database = folder / "other";
    run_indexing(other);
    EXPECT_EQ(terms(one.database), terms(other.database));
    EXPECT_EQ(ids(Xapian::Database(one.database)).size(), 71u);
}

TEST_F(IndexingRun, TheReadablePartOfDamagedSamplesIsIndexed) {
    IndexingOptions with = options();
    with.paths = {tests::data_folder() + "/damaged"};
    const IndexingSummary summary = run_indexing(with);
    EXPECT_EQ(summary.files, 6u);
    EXPECT_EQ(summary.diagnostics, 6u);
    EXPECT_EQ(summary.papers, 8u);
}

}  // namespace
}  // namespace nonmun
