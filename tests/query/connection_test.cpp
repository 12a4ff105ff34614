// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/connection.hpp"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace nonmun::tests {
namespace {

// Both ends of a connection, whose limits of time are a second.
struct Pair {
    Pair() : stop(::eventfd(0, EFD_CLOEXEC)) {
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
        limits.head_time = std::chrono::seconds(1);
    }
    ~Pair() {
        for (const int end : {ends[0], ends[1], stop}) ::close(end);
    }

    void send(std::string_view text) const {
        EXPECT_EQ(::send(ends[1], text.data(), text.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(text.size()));
    }

    std::array<int, 2> ends = {-1, -1};
    int stop;
    ServerLimits limits;
};

struct Head {
    HeadState state;
    std::string text;  // as httplib would read it
};

Head head_of(const std::string& sent) {
    const Pair pair;
    Connection connection(pair.ends[0], pair.stop, pair.limits);
    pair.send(sent);
    Head head{connection.read_head(std::chrono::seconds(1)), {}};
    std::array<char, 1024> bytes;
    while (connection.is_readable()) {
        const ssize_t count = connection.read(bytes.data(), bytes.size());
        head.text.append(bytes.data(), static_cast<std::size_t>(count));
    }
    return head;
}

TEST(Connection, ReadsOneHead) {
    const Head head = head_of("\r\n\r\nGET /a HTTP/1.1\r\nHost: b\r\nRange: bytes=0-1\r\n\r\nGET");
    EXPECT_EQ(head.state, HeadState::complete);
    EXPECT_EQ(head.text, "GET /a HTTP/1.1\r\nHost: b\r\n\r\n");
}

TEST(Connection, KeepsPercentSignsOfHeadersFromBeingDecoded) {
    const Head head = head_of("GET /%41 HTTP/1.1\r\nAuthorization: Bearer a%41%\r\n\r\n");
    EXPECT_EQ(head.text, "GET /%41 HTTP/1.1\r\nAuthorization: Bearer a%2541%25\r\n\r\n");
}

TEST(Connection, PassesUnknownMethodsOnAsOneThatIsNotServed) {
    EXPECT_EQ(head_of("BREW / HTTP/1.1\r\n\r\n").text, "PATCH / HTTP/1.1\r\n\r\n");
    EXPECT_EQ(head_of("HEAD / HTTP/1.1\r\n\r\n").text, "HEAD / HTTP/1.1\r\n\r\n");
}

TEST(Connection, TellsWhatIsTooLong) {
    const ServerLimits limits;
    const auto with_target = [](std::size_t size) {
        return head_of("GET /" + std::string(size - 1, 'a') + " HTTP/1.1\r\n\r\n").state;
    };
    EXPECT_EQ(with_target(limits.target_bytes), HeadState::complete);
    EXPECT_EQ(with_target(limits.target_bytes + 1), HeadState::target_too_long);
    const auto with_header = [](const std::string& value) {
        return head_of("GET / HTTP/1.1\r\nX: " + value + "\r\n\r\n").state;
    };
    EXPECT_EQ(with_header(std::string(limits.header_bytes - 3, 'a')), HeadState::complete);
    EXPECT_EQ(with_header(std::string(limits.header_bytes - 2, 'a')), HeadState::too_large);
    EXPECT_EQ(with_header(std::string(limits.header_bytes / 2, '%')), HeadState::too_large);
    const auto with_headers = [](std::size_t count) {
        std::string headers;
        for (std::size_t i = 0; i < count; ++i) headers += "X: y\r\n";
        return head_of("GET / HTTP/1.1\r\n" + headers + "\r\n").state;
    };
    EXPECT_EQ(with_headers(limits.headers), HeadState::complete);
    EXPECT_EQ(with_headers(limits.headers + 1), HeadState::too_large);
}

// Sends `piece` again and again until the head is given up.
HeadState dripped(std::string_view piece) {
    const Pair pair;
    std::atomic<bool> over = false;
    std::thread sender([&] {
        // As long as nothing but the deadline ends it.
        for (int i = 0; i < 3000 && !over; ++i) {
            pair.send(piece.substr(static_cast<std::size_t>(i) % piece.size(), 1));
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        ::shutdown(pair.ends[1], SHUT_WR);
    });
    Connection connection(pair.ends[0], pair.stop, pair.limits);
    const HeadState state = connection.read_head(std::chrono::seconds(1));
    EXPECT_FALSE(over.exchange(true));
    std::array<char, 1> byte;
    EXPECT_NE(::recv(pair.ends[0], byte.data(), 1, MSG_DONTWAIT), 0) << "it ended by itself";
    sender.join();
    return state;
}

TEST(Connection, EmptyLinesDoNotKeepItOpen) {
    EXPECT_NE(dripped("\r\n"), HeadState::complete);
    EXPECT_EQ(dripped("a"), HeadState::too_slow);
}

}  // namespace
}  // namespace nonmun::tests
