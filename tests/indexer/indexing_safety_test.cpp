// SPDX-License-Identifier: GPL-2.0-or-later
// All of a run is in the index, or nothing: failures, rebuilds, other writers.
#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "indexer/index_database.hpp"
#include "indexer/indexing_run.hpp"
#include "tests/indexer/indexing_fixture.hpp"
#include "tests/support/variable.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

using tests::all_new;
using tests::all_old;

class IndexingSafety : public tests::IndexingTest {
  protected:
    // Options of a run that fails when it has read two files.
    IndexingOptions failing() const {
        IndexingOptions with = options();
        with.on_file = [](std::size_t done, std::size_t) {
            if (done == 2) throw std::runtime_error("in the middle");
        };
        return with;
    }
};

TEST_F(IndexingSafety, AFailureInTheMiddleLeavesTheOldState) {
    index_and_change();
    EXPECT_THROW(run_indexing(failing()), std::runtime_error);
    EXPECT_EQ(titles(), all_old);
    EXPECT_EQ(index().changes.updated, 3u) << "and the next run does all of it";
    EXPECT_EQ(titles(), all_new);
}

TEST_F(IndexingSafety, AFailureWhilePapersAreWrittenLeavesTheOldState) {
    index_and_change();
    const Files before = files_of(folder / "index");
    IndexingOptions with = options();
    with.on_written = [](std::size_t, std::size_t) { throw std::runtime_error("in the middle"); };
    for (const bool rebuild : {false, true}) {
        with.rebuild = rebuild;
        EXPECT_THROW(run_indexing(with), std::runtime_error);
        EXPECT_EQ(titles(), all_old);
        EXPECT_EQ(files_of(folder / "index").size(), before.size());
    }
}

TEST_F(IndexingSafety, AFirstBuildThatFailsLeavesNothing) {
    for (int i = 1; i <= 3; ++i) write_day(i, "Old");
    EXPECT_THROW(run_indexing(failing()), std::runtime_error);
    EXPECT_FALSE(fs::exists(database));
    EXPECT_FALSE(fs::exists(folder / "index")) << "nor the folder above it";
}

TEST_F(IndexingSafety, AMissingPathIsReportedBeforeAnythingIsWritten) {
    index_and_change();
    const Files before = files_of(folder / "index");
    IndexingOptions with = options();
    with.paths.push_back(folder / "nowhere");
    EXPECT_EQ(failure_of([&] { run_indexing(with); }).kind, ErrorKind::input);
    EXPECT_EQ(files_of(folder / "index"), before);
}

TEST_F(IndexingSafety, StrictStopsBeforeAnythingIsWritten) {
    write("1.md", digest("2024-05-01", {"2405.00001"}) + "### [Lost]()\n");
    const Error first = failure_of([&] { index(&IndexingOptions::strict); });
    EXPECT_EQ(first.kind, ErrorKind::input);
    EXPECT_NE(first.line().find("1 flaw"), std::string::npos) << first.line();
    EXPECT_FALSE(fs::exists(folder / "index"));
    index();
    const Files before = files_of(folder / "index");
    write("2.md", digest("2024-05-02", {"2405.00002"}) + "### [Lost]()\n");
    EXPECT_EQ(failure_of([&] { index(&IndexingOptions::strict); }).kind, ErrorKind::input);
    EXPECT_EQ(files_of(folder / "index"), before);
}

TEST_F(IndexingSafety, StrictSucceedsWithoutDiagnostics) {
    write_day(1, "Old");
    EXPECT_TRUE(index(&IndexingOptions::strict).wrote);
}

TEST_F(IndexingSafety, ADryRunReportsChangesAndWritesNothing) {
    fs::create_directory(folder / "tmp");
    const tests::Variable temporary("TMPDIR", folder / "tmp");
    for (int i = 1; i <= 3; ++i) write_day(i, "Old");
    const IndexingSummary first = index(&IndexingOptions::dry_run);
    EXPECT_EQ(first.changes.added, 3u);
    EXPECT_EQ(first.papers, 3u);
    EXPECT_FALSE(first.wrote);
    EXPECT_FALSE(fs::exists(folder / "index"));
    index();
    const Files before = files_of(folder / "index");
    for (int i = 1; i <= 3; ++i) write_day(i, "New");
    for (const auto flag :
         {&IndexingOptions::prune, &IndexingOptions::rebuild, &IndexingOptions::strict}) {
        IndexingOptions with = options();
        with.dry_run = true;
        with.*flag = true;
        const IndexingSummary summary = run_indexing(with);
        EXPECT_EQ(summary.changes.updated + summary.changes.added, 3u);
        EXPECT_FALSE(summary.wrote);
        EXPECT_EQ(files_of(folder / "index"), before);
    }
    EXPECT_TRUE(files_of(folder / "tmp").empty()) << "nothing is left of it";
}

// Their writer works in a copy, which a run that commits nothing does without.
TEST_F(IndexingSafety, ADryRunOverShardsMakesNoCopy) {
    IndexingOptions with = options();
    with.database = folder / "place/shards";
    with.shards = 3;
    for (int i = 1; i <= 3; ++i) write_day(i, "Old");
    run_indexing(with);
    const Files before = files_of(with.database);
    for (int i = 1; i <= 3; ++i) write_day(i, "New");
    with.dry_run = true;
    const auto made_there = [&] { return fs::last_write_time(folder / "place"); };
    const auto unchanged = made_there();
    EXPECT_EQ(run_indexing(with).changes.updated, 3u);
    EXPECT_EQ(made_there(), unchanged);
    EXPECT_EQ(files_of(with.database), before);
}

TEST_F(IndexingSafety, ARebuildReplacesTheIndexAndOpenReadersContinue) {
    index_and_change();
    write_day(3, "New");
    fs::remove(digests + "/1.md");
    const Xapian::Database reader(database);
    const IndexingSummary summary = index(&IndexingOptions::rebuild);
    EXPECT_TRUE(summary.wrote);
    EXPECT_EQ(summary.papers, 2u);
    EXPECT_EQ(titles(), std::vector<std::string>(2, "New"));
    EXPECT_EQ(ids(reader).size(), 3u);
    const Xapian::Document document = reader.get_document(1);
    EXPECT_EQ(paper_from_record(document.get_value(record_slot)).title, "Old");
    EXPECT_NE(document.termlist_begin(), document.termlist_end());
    EXPECT_EQ(reader.get_termfreq("Zold"), 3u);
    EXPECT_FALSE(document.get_value(date_slot).empty());
    EXPECT_EQ(files_of(folder / "index").size(), files_of(database).size() + 1) << "no other file";
}

TEST_F(IndexingSafety, ARebuildThatFailsKeepsTheOldIndex) {
    index_and_change();
    const Files before = files_of(folder / "index");
    IndexingOptions with = failing();
    with.rebuild = true;
    EXPECT_THROW(run_indexing(with), std::runtime_error);
    write("4.md", "### [Lost]()\n");
    with = options();
    with.rebuild = true;
    with.strict = true;
    EXPECT_EQ(failure_of([&] { run_indexing(with); }).kind, ErrorKind::input);
    EXPECT_EQ(files_of(folder / "index"), before);
    EXPECT_EQ(titles(), all_old);
}

TEST_F(IndexingSafety, ARebuildReplacesADamagedIndex) {
    index_and_change();
    for (const auto& file : fs::directory_iterator(database)) {
        if (file.path().extension() == ".glass") std::ofstream(file.path()) << "broken";
    }
    EXPECT_EQ(failure_of([&] { index(); }).kind, ErrorKind::io);
    index(&IndexingOptions::rebuild);
    EXPECT_EQ(titles(), all_new);
}

TEST_F(IndexingSafety, ARebuildWithoutAnIndexIsABuild) {
    write_day(1, "Old");
    EXPECT_EQ(index(&IndexingOptions::rebuild).papers, 1u);
}

TEST_F(IndexingSafety, AnotherVersionIsRefusedUntilItIsRebuilt) {
    index_and_change();
    {
        Xapian::WritableDatabase old(database, Xapian::DB_OPEN);
        old.set_metadata(analyzer_key, "0");
        old.commit();
    }
    const Error error = failure_of([&] { index(); });
    EXPECT_EQ(error.kind, ErrorKind::version);
    EXPECT_NE(error.line().find("--rebuild"), std::string::npos) << error.line();
    index(&IndexingOptions::rebuild);
    EXPECT_EQ(titles(), all_new);
}

TEST_F(IndexingSafety, ASecondWriterIsRefused) {
    index_and_change();
    {
        const Xapian::WritableDatabase first = open_index(database);
        EXPECT_EQ(failure_of([&] { index(); }).kind, ErrorKind::locked);
        EXPECT_EQ(failure_of([&] { index(&IndexingOptions::rebuild); }).kind, ErrorKind::locked);
    }
    EXPECT_EQ(titles(), all_old);
    EXPECT_TRUE(index().wrote);
}

TEST_F(IndexingSafety, TheNextRunRemovesWhatAKilledRunLeft) {
    index_and_change();
    fs::create_directory(database + ".building-killed");
    IndexingOptions dry = options();
    dry.dry_run = true;
    run_indexing(dry);
    EXPECT_TRUE(fs::exists(database + ".building-killed"));
    index();
    EXPECT_FALSE(fs::exists(database + ".building-killed"));
    EXPECT_EQ(titles(), all_new);
}

TEST_F(IndexingSafety, ARebuildLocksOutOtherWriters) {
    index_and_change();
    ErrorKind kind = ErrorKind::usage;
    IndexingOptions with = options();
    with.rebuild = true;
    with.on_file = [&](std::size_t done, std::size_t) {
        if (done == 1) kind = failure_of([&] { index(); }).kind;
    };
    run_indexing(with);
    EXPECT_EQ(kind, ErrorKind::locked);
    EXPECT_EQ(titles(), all_new);
}

TEST_F(IndexingSafety, OfTwoFirstBuildsTheLaterIsRefused) {
    for (int i = 1; i <= 3; ++i) write_day(i, "Old");
    IndexingOptions with = options();
    with.on_file = [&](std::size_t done, std::size_t) {
        if (done == 1) index();
    };
    EXPECT_EQ(failure_of([&] { run_indexing(with); }).kind, ErrorKind::locked);
    EXPECT_EQ(titles(), all_old) << "the first one's index is whole";
    EXPECT_EQ(files_of(folder / "index").size(), files_of(database).size() + 1) << "no other file";
}

TEST_F(IndexingSafety, WhatAKilledRunLeftBehindIsRemoved) {
    write_day(1, "Old");
    const std::string left = "index/db.building-Ab12Cd";
    const auto leave = [&] {
        folder.write(left + "/postlist.glass", "half an index");
        write_mark(folder / left, "db.building-Ab12Cd");
    };
    leave();
    index();
    EXPECT_FALSE(fs::exists(folder / left));
    leave();
    write_day(1, "New");
    IndexingOptions with = options();
    with.on_written = [&](std::size_t, std::size_t) {
        EXPECT_FALSE(fs::exists(folder / left)) << "before an update needs the room on the disk";
    };
    run_indexing(with);
    EXPECT_EQ(titles(), std::vector<std::string>{"New"});
}

}  // namespace
}  // namespace nonmun
