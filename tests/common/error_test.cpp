// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/error.hpp"

#include <gtest/gtest.h>

namespace nonmun {
namespace {

TEST(Error, IsOneLineWithItsHint) {
    EXPECT_EQ(Error(ErrorKind::io, "it failed", "do this").line(), "it failed; do this");
    EXPECT_EQ(Error(ErrorKind::io, "it failed").line(), "it failed");
}

TEST(Diagnostic, HasTheFormatOfCompilers) {
    EXPECT_EQ(to_string(Diagnostic{"a/b.md", 7, "wrong"}), "a/b.md:7: wrong");
    EXPECT_EQ(to_string(Diagnostic{"a/b.md", 0, "wrong"}), "a/b.md: wrong");
}

}  // namespace
}  // namespace nonmun
