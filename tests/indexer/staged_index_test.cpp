// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/staged_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "common/error.hpp"
#include "indexer/index_database.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;
using tests::read_file;
using tests::TemporaryFolder;

std::vector<std::string> names_in(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

void put_file(const StagedIndex& staged, const std::string& content) {
    std::ofstream(fs::path(staged.path()) / "iamglass") << content;
}

TEST(StagedIndex, TakesAPlaceThatIsFree) {
    const TemporaryFolder folder;
    {
        StagedIndex staged(folder / "db");
        put_file(staged, "new");
        EXPECT_FALSE(fs::exists(folder / "db"));
        staged.take_place(false);
    }
    EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"db"});
    EXPECT_EQ(read_file(folder / "db/iamglass"), "new");
}

TEST(StagedIndex, TakesARelativePlace) {
    const TemporaryFolder folder;
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    for (const char* place : {"db", "./other", "deep/down/db"}) {
        StagedIndex staged(place);
        put_file(staged, "new");
        staged.take_place(false);
        EXPECT_EQ(read_file(fs::path(place) / "iamglass"), "new");
    }
    fs::current_path(before);
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"db", "deep", "other"}));
}

TEST(StagedIndex, ExchangesPlacesWithAnExistingIndex) {
    const TemporaryFolder folder;
    folder.write("db/iamglass", "old");
    {
        StagedIndex staged(folder / "db");
        put_file(staged, "new");
        EXPECT_EQ(read_file(folder / "db/iamglass"), "old");
        staged.take_place(true);
        EXPECT_EQ(read_file(folder / "db/iamglass"), "new");
    }
    EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"db"});
}

TEST(StagedIndex, CopiesTheExistingIndexWithoutForeignFiles) {
    const TemporaryFolder folder;
    folder.write("db/0/iamglass", "old");
    folder.write("db/0/letter.txt", "a user's");
    {
        StagedIndex staged(folder / "db");
        staged.copy_index();
        EXPECT_EQ(read_file(fs::path(staged.path()) / "0/iamglass"), "old");
        EXPECT_FALSE(fs::exists(fs::path(staged.path()) / "0/letter.txt"));
        std::ofstream(fs::path(staged.path()) / "0/iamglass") << "changed";
        EXPECT_EQ(read_file(folder / "db/0/iamglass"), "old");
        staged.take_place(true);
        EXPECT_EQ(read_file(folder / "db/0/iamglass"), "changed");
        EXPECT_EQ(read_file(folder / "db/0/letter.txt"), "a user's");
    }
    folder.write("elsewhere/iamglass", "a shard");
    fs::create_directory_symlink(folder / "elsewhere", folder / "db/1");
    StagedIndex staged(folder / "db");
    EXPECT_THROW(staged.copy_index(), Error);
}

// A user, or another program, puts files into the folder of an index while it is rebuilt.
TEST(StagedIndex, ForeignFilesInTheOldIndexMoveToTheNewOne) {
    const TemporaryFolder folder;
    folder.write("db/iamglass", "old");
    folder.write("db/0/iamglass", "old");
    folder.write("elsewhere/iamglass", "of a linked shard");
    fs::create_directory_symlink(folder / "elsewhere", folder / "db/1");
    {
        StagedIndex staged(folder / "db");
        put_file(staged, "new");
        folder.write("db/letter.txt", "a user's");
        folder.write("db/0/notes.md", "a user's");
        folder.write("db/2024/letter.txt", "a user's");
        fs::create_symlink(folder / "nowhere", folder / "db/link");
        staged.take_place(true);
    }
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"db", "elsewhere"}));
    EXPECT_EQ(
        names_in(folder / "db"),
        (std::vector<std::string>{"0", "2024", "iamglass", "letter.txt", "link", "nonmun-index"}));
    EXPECT_EQ(names_in(folder / "db/0"), std::vector<std::string>{"notes.md"});
    EXPECT_EQ(read_file(folder / "db/2024/letter.txt"), "a user's");
    EXPECT_EQ(read_file(folder / "elsewhere/iamglass"), "of a linked shard");
}

TEST(StagedIndex, DoesNotReplaceAnIndexThatAppearedMeanwhile) {
    const TemporaryFolder folder;
    {
        StagedIndex staged(folder / "db");
        put_file(staged, "mine");
        folder.write("db/iamglass", "another program's");
        try {
            staged.take_place(false);
            ADD_FAILURE() << "took the place";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind, ErrorKind::locked) << error.line();
        }
    }
    EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"db"});
    EXPECT_EQ(read_file(folder / "db/iamglass"), "another program's");
}

TEST(StagedIndex, LeavesNothingWhenItDoesNotTakeThePlace) {
    const TemporaryFolder folder;
    { const StagedIndex staged(folder / "new/folders/db"); }
    EXPECT_TRUE(names_in(folder.path()).empty()) << "the parents are gone too";
    {
        StagedIndex staged(folder / "new/folders/db");
        staged.take_place(false);
    }
    EXPECT_TRUE(fs::is_directory(folder / "new/folders/db"));
}

TEST(StagedIndex, OnlyTheOwnerCanEnterItBeforeItTakesThePlace) {
    const TemporaryFolder folder;
    StagedIndex staged(folder / "db");
    EXPECT_EQ(fs::status(staged.path()).permissions(), fs::perms::owner_all);
    staged.take_place(false);
    fs::create_directory(folder / "any");
    EXPECT_EQ(fs::status(folder / "db").permissions(), fs::status(folder / "any").permissions());
}

TEST(StagedIndex, RemovesWhatAKilledRunLeft) {
    const TemporaryFolder folder;
    const auto leave = [&](const std::string& name, const std::string& file) {
        folder.write(name + "/" + file, "left");
        write_mark(folder / name, name);
    };
    leave("db.building-abc123", "iamglass");
    leave("db.building-abc124", "0/postlist.glass");
    leave("db.building-abc125", "part-3.0/postlist.glass");
    fs::create_directory(folder / "db.building-abc126");  // killed before it wrote the mark
    leave("db.building-holds2", "letter.txt");            // a user's
    leave("db2.building-abc123", "iamglass");             // another index's
    leave("db.building-notes", "iamglass");
    leave("db.building-a_bc.1", "iamglass");
    folder.write("db.building-unmark/iamglass", "another program's");
    // A copy of an index, or of a folder that a run left, has the mark of the original.
    folder.write("db.building-backup/iamglass", "a copy");
    write_mark(folder / "db.building-backup", "db.building-abc123");
    { const StagedIndex staged(folder / "db"); }
    EXPECT_EQ(names_in(folder.path()),
              (std::vector<std::string>{"db.building-a_bc.1", "db.building-backup",
                                        "db.building-holds2", "db.building-notes",
                                        "db.building-unmark", "db2.building-abc123"}));
    EXPECT_EQ(names_in(folder / "db.building-holds2"),
              (std::vector<std::string>{"letter.txt", "nonmun-index"}));
}

TEST(StagedIndex, TheOldIndexIsKnownWhenTheRunIsKilledAfterTheExchange) {
    const TemporaryFolder folder;
    folder.write("db/iamglass", "old");
    std::string name;
    {
        StagedIndex staged(folder / "db");
        name = fs::path(staged.path()).filename().string();
        staged.take_place(true);
    }
    EXPECT_EQ(mark_of(folder / "db"), name) << "that of the folder in which it was made";
    fs::rename(folder / "db", folder / name);
    { const StagedIndex staged(folder / "db"); }
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(StagedIndex, IsRemovedByTerminate) {
    const TemporaryFolder folder;
    EXPECT_DEATH(
        {
            StagedIndex staged(folder / "db");
            put_file(staged, "half");
            std::terminate();
        },
        "");
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(StagedIndex, KeepsTheFolderOfARunningProcess) {
    const TemporaryFolder folder;
    const auto first = std::make_unique<StagedIndex>(folder / "db");
    put_file(*first, "at work, with no database in it yet");
    { const StagedIndex second(folder / "db"); }
    EXPECT_TRUE(fs::exists(fs::path(first->path()) / "iamglass"));
}

TEST(StagedIndex, FollowsALinkToTheDatabase) {
    const TemporaryFolder folder;
    folder.write("real/db/iamglass", "old");
    fs::create_directory_symlink(folder / "real/db", folder / "link");
    {
        StagedIndex staged(folder / "link");
        put_file(staged, "new");
        staged.take_place(true);
    }
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(read_file(folder / "real/db/iamglass"), "new");
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"link", "real"}));
}

TEST(StagedIndex, ReportsAnImpossiblePlace) {
    const TemporaryFolder folder;
    folder.write("file", "");
    try {
        const StagedIndex staged(folder / "file/db");
        ADD_FAILURE() << "made a folder below a file";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind, ErrorKind::io);
        EXPECT_NE(error.line().find(folder / "file"), std::string::npos) << error.line();
    }
}

}  // namespace
}  // namespace nonmun
