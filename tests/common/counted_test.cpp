// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/counted.hpp"

#include <gtest/gtest.h>

namespace nonmun::tests {
namespace {

TEST(Counted, OneAloneIsSingular) {
    EXPECT_EQ(counted(0, "paper"), "0 papers");
    EXPECT_EQ(counted(1, "paper"), "1 paper");
    EXPECT_EQ(counted(2u, "Korean word"), "2 Korean words");
    EXPECT_EQ(counted(11, "file"), "11 files");
}

}  // namespace
}  // namespace nonmun::tests
