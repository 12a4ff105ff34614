// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/serve.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "query/service/options.hpp"
#include "tests/support/index.hpp"

namespace nonmun::tests {
namespace {

// Makes accept() fail on the one socket of this process that listens, as soon as there is one.
void shut_down_listening_socket() {
    for (int attempt = 0; attempt < 3000; ++attempt) {
        for (int socket = 3; socket < 256; ++socket) {
            int listens = 0;
            socklen_t size = sizeof listens;
            if (::getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 &&
                listens != 0) {
                ::shutdown(socket, SHUT_RDWR);
                return;
            }
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

TEST(Serve, EndsWhenItCannotAcceptConnections) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    SmallIndex index({paper("1", "Diffusion")});
    const std::vector<OptionRow> options = command_options("serve");
    const Arguments arguments({{"db", {index.path()}}, {"listen", {"127.0.0.1:0"}}}, {}, options);
    EXPECT_EXIT(
        {
            std::thread(shut_down_listening_socket).detach();
            std::_Exit(run_serve(arguments));
        },
        testing::ExitedWithCode(2),
        "nonmun: cannot accept connections: Invalid argument; restart the server");
}

}  // namespace
}  // namespace nonmun::tests
