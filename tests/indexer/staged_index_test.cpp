// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/staged_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "common/error.hpp"
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
    std::ofstream(fs::path(staged.path()) / "file") << content;
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
    EXPECT_EQ(read_file(folder / "db/file"), "new");
}

TEST(StagedIndex, TakesARelativePlace) {
    const TemporaryFolder folder;
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    for (const char* place : {"db", "./other", "deep/down/db"}) {
        StagedIndex staged(place);
        put_file(staged, "new");
        staged.take_place(false);
        EXPECT_EQ(read_file(fs::path(place) / "file"), "new");
    }
    fs::current_path(before);
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"db", "deep", "other"}));
}

TEST(StagedIndex, ExchangesPlacesWithAnExistingIndex) {
    const TemporaryFolder folder;
    folder.write("db/file", "old");
    {
        StagedIndex staged(folder / "db");
        put_file(staged, "new");
        EXPECT_EQ(read_file(folder / "db/file"), "old");
        staged.take_place(true);
        EXPECT_EQ(read_file(folder / "db/file"), "new");
    }
    EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"db"});
}

TEST(StagedIndex, CopiesTheExistingIndex) {
    const TemporaryFolder folder;
    folder.write("db/deep/file", "old");
    {
        StagedIndex staged(folder / "db");
        staged.copy_index();
        EXPECT_EQ(read_file(fs::path(staged.path()) / "deep/file"), "old");
        std::ofstream(fs::path(staged.path()) / "deep/file") << "changed";
        EXPECT_EQ(read_file(folder / "db/deep/file"), "old");
        staged.take_place(true);
        EXPECT_EQ(read_file(folder / "db/deep/file"), "changed");
    }
    fs::create_symlink(folder / "elsewhere", folder / "db/link");
    StagedIndex staged(folder / "db");
    EXPECT_THROW(staged.copy_index(), Error);
    EXPECT_TRUE(fs::is_empty(staged.path()));
}

TEST(StagedIndex, DoesNotReplaceAnIndexThatAppearedMeanwhile) {
    const TemporaryFolder folder;
    {
        StagedIndex staged(folder / "db");
        put_file(staged, "mine");
        folder.write("db/file", "another program's");
        try {
            staged.take_place(false);
            ADD_FAILURE() << "took the place";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind, ErrorKind::locked) << error.line();
        }
    }
    EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"db"});
    EXPECT_EQ(read_file(folder / "db/file"), "another program's");
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
    folder.write("db.building-abc123/iamglass", "left");
    folder.write("db.building-abc124/0/postlist.glass", "left");
    folder.write("db.building-abc125/part-3.0/postlist.glass", "left");
    folder.write("db.building-backup/letter.txt", "somebody's");
    folder.write("db.building-holds2/changes2024/letter.txt", "somebody's");
    folder.write("db2.building-abc123/file", "another database's");
    folder.write("db.building-notes/file", "somebody's");
    folder.write("db.building-a_bc.1/file", "somebody's");
    { const StagedIndex staged(folder / "db"); }
    EXPECT_EQ(
        names_in(folder.path()),
        (std::vector<std::string>{"db.building-a_bc.1", "db.building-backup", "db.building-holds2",
                                  "db.building-notes", "db2.building-abc123"}));
}

TEST(StagedIndex, KeepsTheFolderOfARunningProcess) {
    const TemporaryFolder folder;
    const auto first = std::make_unique<StagedIndex>(folder / "db");
    put_file(*first, "at work, with no database in it yet");
    { const StagedIndex second(folder / "db"); }
    EXPECT_TRUE(fs::exists(fs::path(first->path()) / "file"));
}

TEST(StagedIndex, FollowsALinkToTheDatabase) {
    const TemporaryFolder folder;
    folder.write("real/db/file", "old");
    fs::create_directory_symlink(folder / "real/db", folder / "link");
    {
        StagedIndex staged(folder / "link");
        put_file(staged, "new");
        staged.take_place(true);
    }
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(read_file(folder / "real/db/file"), "new");
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
