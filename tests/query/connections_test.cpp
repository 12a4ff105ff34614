// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/connections.hpp"

#include <gtest/gtest.h>

#include "tests/support/no_threads.hpp"

namespace nonmun::tests {
namespace {

TEST(Connections, AreRefusedWhereTheSystemGivesNoThread) {
    std::atomic<std::size_t> open = 0;
    Connections connections(8, open);
    bool refused = false;
    {
        const NoThreads no_threads;
        connections.enqueue([&] { refused = Connections::is_refused(); });
    }
    EXPECT_TRUE(refused);
    bool run = false, refused_too = false;
    connections.enqueue([&] {
        run = true;
        refused_too = Connections::is_refused();
    });
    connections.shutdown();
    EXPECT_TRUE(run) << "later ones are answered";
    EXPECT_FALSE(refused_too);
    EXPECT_EQ(open, 0U);
}

}  // namespace
}  // namespace nonmun::tests
