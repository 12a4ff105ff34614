// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/request.hpp"

#include <gtest/gtest.h>

namespace nonmun::tests {
namespace {

constexpr ServerLimits limits;

int status_of(const std::string& head) {
    const auto parsed = parse_head(head + "\r\n\r\n", limits);
    const auto* problem = std::get_if<HttpAnswer>(&parsed);
    return problem == nullptr ? 200 : problem->status;
}

HttpRequest request_of(const std::string& head) {
    return std::get<HttpRequest>(parse_head(head + "\r\n\r\n", limits));
}

TEST(Request, HasItsParts) {
    const HttpRequest request = request_of(
        "HEAD /v1/%41?q=a%20b?c HTTP/1.1\r\nhOST:\tlocalhost \r\nAuthorization: Bearer a%41%\r\n"
        "If-None-Match: \"a\"\r\nAccept-Encoding: br\r\nIf-None-Match: \"b\"\r\nOrigin: http://o");
    EXPECT_EQ(request.method, "HEAD");
    EXPECT_EQ(request.path, "/v1/%41");
    EXPECT_EQ(request.query, "q=a%20b?c");
    EXPECT_EQ(request.host, "localhost");
    EXPECT_EQ(request.authorization, "Bearer a%41%");
    EXPECT_EQ(request.if_none_match, "\"a\", \"b\"");
    EXPECT_FALSE(request.accepts_gzip);
    EXPECT_EQ(request.origin, "http://o");
    EXPECT_TRUE(request.keep_alive);
    EXPECT_FALSE(request.has_body);
    EXPECT_EQ(request_of("BREW / HTTP/1.1\r\nHost: a").method, "BREW");
}

TEST(Request, TakesTheFormsOfATarget) {
    const auto parts = [](const std::string& target) {
        const HttpRequest request = request_of(target + " HTTP/1.1\r\nHost: ignored.example");
        return *request.host + " " + request.path + " " + request.query;
    };
    EXPECT_EQ(parts("GET /a?b"), "ignored.example /a b");
    EXPECT_EQ(parts("GET http://localhost:80/a?b"), "localhost:80 /a b");
    EXPECT_EQ(parts("GET HTTP://localhost"), "localhost / ");
    EXPECT_EQ(parts("GET http://localhost?b"), "localhost / b");
    EXPECT_EQ(parts("OPTIONS *"), "ignored.example * ");
    for (const char* target : {"GET *", "GET a", "GET http://", "GET http:///a", "GET https://a/",
                               "CONNECT localhost:80", "GET ", "GET /a b"})
        EXPECT_EQ(status_of(target + std::string(" HTTP/1.1\r\nHost: a")), 400) << target;
}

TEST(Request, IsMalformed) {
    for (const char* head :
         {"nonsense", "\x16\x03\x01\x02", "GET / HTTP/2.0\r\nHost: a", "GET / HTTP/1.1\r\n",
          "GET / HTTP/1.1\r\nX: y", "GET / HTTP/1.1\r\nHost: a\r\nHost: a",
          "GET / HTTP/1.0\r\nHost: a\r\nHost: b", "GET / HTTP/1.1\r\nHost : a",
          "GET / HTTP/1.1\r\nHost: a\r\n folded", "GET / HTTP/1.1\r\n folded\r\nHost: a",
          "GET / HTTP/1.1\r\nHost: a\r\nX: \x01", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1",
          "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 4",
          "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked"})
        EXPECT_EQ(status_of(head), 400) << head;
    EXPECT_EQ(status_of("GET / HTTP/1.0"), 200) << "HTTP/1.0 knows no Host";
}

TEST(Request, TellsWhetherTheConnectionStaysOpen) {
    const auto keep_alive = [](const std::string& version, const std::string& connection) {
        return request_of("GET / HTTP/" + version + "\r\nHost: a\r\nConnection: " + connection)
            .keep_alive;
    };
    EXPECT_TRUE(keep_alive("1.1", ""));
    EXPECT_TRUE(keep_alive("1.1", "keep-alive"));
    for (const char* close : {"close", "Close", "CLOSE", "TE, close", "keep-alive,Close ,x"})
        EXPECT_FALSE(keep_alive("1.1", close)) << close;
    EXPECT_FALSE(keep_alive("1.1", "x\r\nConnection: close"));
    EXPECT_FALSE(keep_alive("1.0", ""));
    EXPECT_FALSE(keep_alive("1.0", "close"));
    EXPECT_TRUE(keep_alive("1.0", "Keep-Alive"));
    EXPECT_TRUE(keep_alive("1.0", "x, keep-alive"));
}

TEST(Request, TellsWhetherThereIsABody) {
    const auto has_body = [](const std::string& header) {
        return request_of("POST / HTTP/1.1\r\nHost: a\r\n" + header).has_body;
    };
    EXPECT_FALSE(has_body("X: y"));
    EXPECT_FALSE(has_body("Content-Length: 0"));
    EXPECT_TRUE(has_body("Content-Length: 1"));
    EXPECT_TRUE(has_body("Transfer-Encoding: chunked"));
    EXPECT_TRUE(has_body("Transfer-Encoding: gzip"));
}

TEST(Request, TakesGzipAsAsked) {
    const auto accepts_gzip = [](const std::string& header) {
        return request_of("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: " + header).accepts_gzip;
    };
    for (const char* header : {"gzip", "GZIP", "br, gzip", "gzip;q=0.001", "x-gzip", "*", "*;q=0.1",
                               "br\r\nAccept-Encoding: gzip"})
        EXPECT_TRUE(accepts_gzip(header)) << header;
    for (const char* header :
         {"", "br", "gzip;q=0", "gzip; Q=0.000", "gzip;q=0, *", "identity", "*;q=0", ",;"})
        EXPECT_FALSE(accepts_gzip(header)) << header;
}

TEST(Request, HasLimits) {
    const auto with_target = [](std::size_t size) {
        return status_of("GET /" + std::string(size - 1, 'a') + " HTTP/1.1\r\nHost: a");
    };
    EXPECT_EQ(with_target(limits.target_bytes), 200);
    EXPECT_EQ(with_target(limits.target_bytes + 1), 414);
    const auto with_header = [](std::size_t size) {
        return status_of("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(size - 3, '%'));
    };
    EXPECT_EQ(with_header(limits.header_bytes), 200);
    EXPECT_EQ(with_header(limits.header_bytes + 1), 431);
    const auto with_headers = [](std::size_t count) {
        std::string head = "GET / HTTP/1.1\r\nHost: a";
        for (std::size_t i = 1; i < count; ++i) head += "\r\nX: y";
        return status_of(head);
    };
    EXPECT_EQ(with_headers(limits.headers), 200);
    EXPECT_EQ(with_headers(limits.headers + 1), 431);
}

}  // namespace
}  // namespace nonmun::tests
