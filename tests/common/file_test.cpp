// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/file.hpp"

#include <gtest/gtest.h>

#include "common/error.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun {
namespace {

std::string complaint(const std::string& path) {
    try {
        read_file(path, "mend it");
        return "";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind, ErrorKind::usage);
        return error.line();
    }
}

TEST(ReadFile, ReturnsEveryByte) {
    const tests::TemporaryFolder folder;
    const std::string bytes("a\r\n\0b", 5);
    EXPECT_EQ(read_file(folder.write("bytes", bytes)), bytes);
    EXPECT_EQ(read_file(folder.write("empty", "")), "");
}

TEST(ReadFile, ReportsWhyItFails) {
    const tests::TemporaryFolder folder;
    EXPECT_EQ(complaint(folder / "none"),
              "cannot read " + (folder / "none") + ": No such file or directory; mend it");
    EXPECT_EQ(complaint(folder.path()),
              "cannot read " + folder.path() + ": Is a directory; mend it");
}

}  // namespace
}  // namespace nonmun
