// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/commit_mark.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "common/error.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun {
namespace {

TEST(CommitMark, IsHeldWhileDatabasesAreCommitted) {
    const tests::TemporaryFolder folder;
    const std::string path = folder.path();
    EXPECT_FALSE(has_commit_mark(path));
    EXPECT_FALSE(is_being_committed(path));
    {
        CommitMark mark(path);
        EXPECT_TRUE(has_commit_mark(path));
        EXPECT_TRUE(is_being_committed(path));
    }
    EXPECT_TRUE(has_commit_mark(path)) << "an interrupted run leaves it";
    EXPECT_FALSE(is_being_committed(path)) << "but nobody holds it";
    {
        CommitMark mark(path);
        mark.finish();
    }
    EXPECT_FALSE(has_commit_mark(path));
}

TEST(CommitMark, AFolderThatIsNotThereIsAnError) {
    const tests::TemporaryFolder folder;
    EXPECT_THROW(CommitMark(folder / "nowhere"), Error);
    EXPECT_FALSE(is_being_committed(folder / "nowhere"));
}

}  // namespace
}  // namespace nonmun
