// SPDX-License-Identifier: GPL-2.0-or-later
// Where an index may be, and what of others is there: links, foreign files and databases, locks,
// folders whose disk is not mounted.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "indexer/index_database.hpp"
#include "indexer/indexing_run.hpp"
#include "tests/indexer/indexing_fixture.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;
using tests::all_new;

class IndexingPlace : public tests::IndexingTest {
  protected:
    // Makes a database of another program. Returns its path.
    std::string make_foreign_database() const {
        const std::string path = folder / "foreign";
        Xapian::WritableDatabase theirs(path, Xapian::DB_CREATE);
        theirs.set_metadata("version", "1");
        theirs.commit();
        return path;
    }
};

TEST_F(IndexingPlace, TheIndexMayHaveATrailingSlashOrAnEmptyFolder) {
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

TEST_F(IndexingPlace, TheIndexMayBeALink) {
    index_and_change();
    fs::create_directory_symlink(database, folder / "link");
    IndexingOptions with = options();
    with.database = folder / "link";
    with.rebuild = true;
    run_indexing(with);
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(titles(), all_new) << "what the link points at was rebuilt";
}

TEST_F(IndexingPlace, ForeignFilesAreNeverTouched) {
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

TEST_F(IndexingPlace, FilesOfAnotherProgramAreNeverReplaced) {
    write_day(1, "New");
    const std::string foreign = make_foreign_database();
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

TEST_F(IndexingPlace, ADatabaseThatCannotBeReadIsReplacedOnlyIfItIsOurs) {
    write_day(1, "New");
    const std::string foreign = make_foreign_database();
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
TEST_F(IndexingPlace, AnUpdateMarksTheIndex) {
    index_and_change();
    fs::remove(database + "/" + marker_file);
    index();
    EXPECT_EQ(mark_of(database), "db");
}

TEST_F(IndexingPlace, FilesThatArriveDuringARebuildStay) {
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

TEST_F(IndexingPlace, ALockThatCannotBeMadeIsNotAnotherWriter) {
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

TEST_F(IndexingPlace, AWaitReportsTheWriterAndEnds) {
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
TEST_F(IndexingPlace, PrunesNothingThatCannotBeRead) {
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
TEST_F(IndexingPlace, AnEmptyFolderEmptiesTheIndexOnlyIfThatIsAllowed) {
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
TEST_F(IndexingPlace, AFolderRunsNoProgram) {
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

TEST_F(IndexingPlace, ForeignFilesInAShardAreNotReplaced) {
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

TEST_F(IndexingPlace, ABrokenLinkIsReportedBeforeAnythingIsRead) {
    write_day(1, "New");
    fs::create_directory_symlink(folder / "nowhere", folder / "link");
    IndexingOptions with = options();
    with.database = folder / "link";
    with.wait = std::chrono::hours(1);
    EXPECT_NE(failure_of([&] { run_indexing(with); }).line().find("link to nowhere"),
              std::string::npos);
}

TEST_F(IndexingPlace, AnIndexKeepsItsMode) {
    write_day(1, "Old");
    index();
    fs::permissions(database, fs::perms(0700));
    index(&IndexingOptions::rebuild);
    EXPECT_EQ(fs::status(database).permissions(), fs::perms(0700));
}

}  // namespace
}  // namespace nonmun
