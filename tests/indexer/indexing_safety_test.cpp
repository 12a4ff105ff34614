// SPDX-License-Identifier: GPL-2.0-or-later
// All of a run is in the index, or nothing: failures, rebuilds, other writers, strange places.
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

    // Three digests, indexed; then all of them changed.
    void index_and_change() {
        for (int i = 1; i <= 3; ++i) write_day(i, "Old");
        index();
        for (int i = 1; i <= 3; ++i) write_day(i, "New");
    }

    void write_day(int i, const std::string& say) {
        const std::string n = std::to_string(i);
        write(n + ".md", digest("2024-05-0" + n, {"2405.0000" + n}, say));
    }

    std::vector<std::string> titles() const {
        std::vector<std::string> titles;
        for (const std::string& id : ids()) titles.push_back(paper(id)->title);
        return titles;
    }
};

const std::vector<std::string> all_old(3, "Old");
const std::vector<std::string> all_new(3, "New");

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

TEST_F(IndexingSafety, TheIndexMayHaveATrailingSlashOrAnEmptyFolder) {
    write_day(1, "Old");
    IndexingOptions with = options();
    with.database = database + "//";
    EXPECT_EQ(run_indexing(with).papers, 1u);
    EXPECT_EQ(run_indexing(with).unchanged, 1u);
    with.database = folder / "empty";
    fs::create_directory(with.database);
    EXPECT_EQ(run_indexing(with).papers, 1u);
    EXPECT_EQ(ids(Xapian::Database(with.database)).size(), 1u);
}

TEST_F(IndexingSafety, TheIndexMayBeALink) {
    index_and_change();
    fs::create_directory_symlink(database, folder / "link");
    IndexingOptions with = options();
    with.database = folder / "link";
    with.rebuild = true;
    run_indexing(with);
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(titles(), all_new) << "what the link points at was rebuilt";
}

TEST_F(IndexingSafety, ForeignFilesAreNeverTouched) {
    write_day(1, "Old");
    folder.write("home/letter.txt", "mine");
    folder.write("file", "mine");
    for (const auto& [place, say] : std::vector<std::pair<std::string, std::string>>{
             {folder / "home", "holds files, but no index"},
             {folder / "file", "is not a directory"},
             {folder / "file/db", folder / "file"}}) {
        for (const bool rebuild : {false, true}) {
            IndexingOptions with = options();
            with.database = place;
            with.rebuild = rebuild;
            const Error error = failure_of([&] { run_indexing(with); });
            EXPECT_EQ(error.kind, ErrorKind::io) << place;
            EXPECT_NE(error.line().find(say), std::string::npos) << error.line();
        }
    }
    EXPECT_EQ(files_of(folder / "home").size(), 1u);
    EXPECT_EQ(tests::read_file(folder / "home/letter.txt"), "mine");
    EXPECT_EQ(tests::read_file(folder / "file"), "mine");
}

TEST_F(IndexingSafety, FilesOfAnotherProgramAreNeverReplaced) {
    write_day(1, "New");
    const std::string foreign = folder / "foreign";
    {
        Xapian::WritableDatabase theirs(foreign, Xapian::DB_CREATE);
        theirs.set_metadata("version", "1");
        theirs.commit();
    }
    index();
    folder.write("index/db/letter.txt", "mine");
    for (const std::string& place : {foreign, database}) {
        const Files before = files_of(place);
        IndexingOptions with = options();
        with.database = place;
        with.rebuild = true;
        const Error error = failure_of([&] { run_indexing(with); });
        EXPECT_NE(error.line().find(place), std::string::npos) << error.line();
        EXPECT_NE(error.line().find("--db"), std::string::npos) << error.line();
        EXPECT_EQ(files_of(place), before);
    }
    fs::remove(database + "/letter.txt");
    for (const char* name : {"changes.md", "notes.glass"}) {
        folder.write(std::string("index/db/") + name, "mine");
        IndexingOptions with = options();
        with.rebuild = true;
        const Error error = failure_of([&] { run_indexing(with); });
        EXPECT_NE(error.line().find(name), std::string::npos) << error.line();
        fs::remove(database + "/" + name);
    }
    folder.write("index/db/changes2024/letter.txt", "mine");
    IndexingOptions with = options();
    with.rebuild = true;
    EXPECT_NE(failure_of([&] { run_indexing(with); }).line().find("changes2024"),
              std::string::npos);
    EXPECT_TRUE(fs::exists(database + "/changes2024/letter.txt"));
}

TEST_F(IndexingSafety, ADatabaseThatCannotBeReadIsReplacedOnlyIfItIsOurs) {
    write_day(1, "New");
    const std::string foreign = folder / "foreign";
    {
        Xapian::WritableDatabase theirs(foreign, Xapian::DB_CREATE);
        theirs.set_metadata("version", "1");
        theirs.commit();
    }
    for (const auto& file : fs::directory_iterator(foreign))
        if (file.path().extension() == ".glass") std::ofstream(file.path()) << "broken";
    std::ofstream(foreign + "/iamglass") << "broken";
    const Files before = files_of(foreign);
    IndexingOptions with = options();
    with.database = foreign;
    with.rebuild = true;
    const Error error = failure_of([&] { run_indexing(with); });
    EXPECT_NE(error.line().find("may be another program's"), std::string::npos) << error.line();
    EXPECT_EQ(files_of(foreign), before);
}

// As an update of an index that an earlier version made.
TEST_F(IndexingSafety, AnUpdateMarksTheIndex) {
    index_and_change();
    fs::remove(database + "/" + marker_file);
    index();
    EXPECT_EQ(mark_of(database), "db");
}

TEST_F(IndexingSafety, FilesThatArriveDuringARebuildStay) {
    for (const std::size_t shards : {1, 2}) {
        IndexingOptions with = options();
        with.database = folder / ("arrivals" + std::to_string(shards));
        with.shards = shards;
        write_day(1, "Old");
        run_indexing(with);
        write_day(1, "New");
        for (const bool rebuild : {false, true}) {
            const std::string letter = with.database + "/" + (rebuild ? "letter.txt" : "note.txt");
            with.rebuild = rebuild;
            with.on_written = [&](std::size_t, std::size_t) { std::ofstream(letter) << "mine"; };
            run_indexing(with);
            EXPECT_EQ(tests::read_file(letter), "mine");
            fs::remove(letter);
            write_day(1, "Newer");
        }
    }
}

TEST_F(IndexingSafety, ALockThatCannotBeMadeIsNotAnotherWriter) {
    index_and_change();
    fs::remove(database + "/flintlock");
    fs::create_directory(database + "/flintlock");
    IndexingOptions with = options();
    with.wait = std::chrono::hours(1);
    for (const bool rebuild : {false, true}) {
        with.rebuild = rebuild;
        const Error error = failure_of([&] { run_indexing(with); });
        EXPECT_EQ(error.kind, ErrorKind::io);
        EXPECT_NE(error.line().find("cannot lock " + database), std::string::npos) << error.line();
        EXPECT_NE(error.line().find("Is a directory"), std::string::npos) << error.line();
    }
}

TEST_F(IndexingSafety, AWaitReportsTheWriterAndEnds) {
    index_and_change();
    const Xapian::WritableDatabase first = open_index(database);
    IndexingOptions with = options();
    with.wait = std::chrono::seconds(1);
    int waits = 0;
    with.on_wait = [&](const Error& error) { waits += error.kind == ErrorKind::locked; };
    EXPECT_EQ(failure_of([&] { run_indexing(with); }).kind, ErrorKind::locked);
    EXPECT_GT(waits, 1);
}

// A folder that cannot be read may hold the papers still.
TEST_F(IndexingSafety, PrunesNothingThatCannotBeRead) {
    index_and_change();
    fs::remove(digests + "/1.md");
    fs::create_symlink("/proc/uptime", digests + "/1.md");
    fs::rename(digests + "/2.md", digests + "/two.md");
    const IndexingSummary summary = index(&IndexingOptions::prune);
    EXPECT_EQ(summary.diagnostics, 1u);
    EXPECT_EQ(ids(), (Strings{"2405.00001", "2405.00002", "2405.00003"}))
        << summary.changes.removed;
}

// A folder whose disk is not mounted.
TEST_F(IndexingSafety, AnEmptyFolderEmptiesTheIndexOnlyIfThatIsAllowed) {
    index_and_change();
    folder.write("other/4.md", digest("2024-05-04", {"2405.00004"}));
    IndexingOptions with = options();
    with.paths.push_back(folder / "other");
    run_indexing(with);
    for (int i = 1; i <= 3; ++i) fs::remove(digests + "/" + std::to_string(i) + ".md");
    for (const auto flag : {&IndexingOptions::prune, &IndexingOptions::rebuild}) {
        with.prune = with.rebuild = false;
        with.*flag = true;
        const Error error = failure_of([&] { run_indexing(with); });
        EXPECT_NE(error.line().find(digests + " holds no digest, but the index has papers of 3"),
                  std::string::npos)
            << error.line();
        EXPECT_NE(error.line().find("--allow-empty"), std::string::npos) << error.line();
        EXPECT_EQ(ids().size(), 4u);
    }
    with.allow_empty = true;
    EXPECT_EQ(run_indexing(with).papers, 1u);
    EXPECT_EQ(ids(), Strings{"2405.00004"});
}

// A folder whose stub file starts a program, by itself or by the name of a shard.
TEST_F(IndexingSafety, AFolderRunsNoProgram) {
    write_day(1, "Old");
    const std::string ran = folder / "ran";
    const std::string stub = "remote :/usr/bin/touch " + ran + "\n";
    folder.write("stub/XAPIANDB", stub);
    folder.write("shard/XAPIANDB", "auto 0\n");
    folder.write("shard/0", stub);
    for (const char* name : {"stub", "shard"}) {
        for (const bool as_words : {false, true}) {
            IndexingOptions with = options();
            (as_words ? with.words_of : with.database) = folder / name;
            const Error error = failure_of([&] { run_indexing(with); });
            EXPECT_NE(error.line().find(folder / name), std::string::npos) << error.line();
        }
    }
    EXPECT_FALSE(fs::exists(ran));
}

TEST_F(IndexingSafety, ForeignFilesInAShardAreNotReplaced) {
    IndexingOptions with = options();
    with.database = folder / "shards";
    with.shards = 2;
    write_day(1, "Old");
    run_indexing(with);
    folder.write("shards/1/letter.txt", "mine");
    with.rebuild = true;
    const Error error = failure_of([&] { run_indexing(with); });
    EXPECT_NE(error.line().find("letter.txt"), std::string::npos) << error.line();
    EXPECT_EQ(tests::read_file(folder / "shards/1/letter.txt"), "mine");
}

TEST_F(IndexingSafety, ABrokenLinkIsReportedBeforeAnythingIsRead) {
    write_day(1, "New");
    fs::create_directory_symlink(folder / "nowhere", folder / "link");
    IndexingOptions with = options();
    with.database = folder / "link";
    with.wait = std::chrono::hours(1);
    EXPECT_NE(failure_of([&] { run_indexing(with); }).line().find("link to nowhere"),
              std::string::npos);
}

TEST_F(IndexingSafety, AnIndexKeepsItsMode) {
    write_day(1, "Old");
    index();
    fs::permissions(database, fs::perms(0700));
    index(&IndexingOptions::rebuild);
    EXPECT_EQ(fs::status(database).permissions(), fs::perms(0700));
}

}  // namespace
}  // namespace nonmun
