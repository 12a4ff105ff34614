// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "common/error.hpp"
#include "query/http/answer.hpp"
#include "query/http/listen.hpp"
#include "query/http/metrics.hpp"
#include "query/http/routes.hpp"

namespace nonmun {
namespace {

TEST(Listen, TakesHostsAndPorts) {
    const auto read = [](const std::string& text) {
        const ListenAddress address = parse_listen(text);
        return address.host + " " + std::to_string(address.port);
    };
    EXPECT_EQ(read("127.0.0.1:9000"), "127.0.0.1 9000");
    EXPECT_EQ(read("0.0.0.0"), "0.0.0.0 8080");
    EXPECT_EQ(read("9000"), "127.0.0.1 9000");
    EXPECT_EQ(read("localhost:0"), "localhost 0");
    EXPECT_EQ(read("[::1]:81"), "::1 81");
    EXPECT_EQ(read("[::1]"), "::1 8080");
    EXPECT_EQ(read("::1"), "::1 8080");
    EXPECT_EQ(read("::"), ":: 8080");
    for (const char* bad : {"", ":80", "a b", "host:", "host:x", "host:-1", "host:65536", "[::1",
                            "[::1]9090", "[::1]x", "[]:80", "h\n"})
        EXPECT_THROW(parse_listen(bad), Error) << bad;
    EXPECT_EQ(url_of({"::1", 81}), "http://[::1]:81/");
    EXPECT_EQ(url_of({"127.0.0.1", 8080}), "http://127.0.0.1:8080/");
}

TEST(Listen, KnowsLoopbackAddresses) {
    for (const char* address : {"127.0.0.1", "127.0.1.1", "::1", "::ffff:127.0.0.1"})
        EXPECT_TRUE(is_loopback_address(address)) << address;
    for (const char* address :
         {"0.0.0.0", "10.0.0.1", "::", "::ffff:10.0.0.1", "127", "7f00:1", "localhost", ""})
        EXPECT_FALSE(is_loopback_address(address)) << address;
}

TEST(Listen, KnowsNamesOfLoopback) {
    for (const char* authority :
         {"localhost", "LocalHost:80", "localhost.", "127.0.0.1", "127.1.2.3:8080", "[::1]:8080",
          "[0:0:0:0:0:0:0:1]:8080", "[::ffff:127.0.0.1]"})
        EXPECT_TRUE(names_server(authority, "localhost", true)) << authority;
    for (const char* authority :
         {"0.0.0.0", "[::]", "10.0.0.1", "127.evil.example", "localhost.evil", "", ":80", "[::1",
          "[::1]80", "evil.example:8080", "my-machine:8080", "."})
        EXPECT_FALSE(names_server(authority, "localhost", true)) << authority;
    EXPECT_TRUE(names_server("My-Machine:8080", "my-machine", true));
    EXPECT_TRUE(names_server("localhost", "my-machine", true));
    EXPECT_FALSE(names_server("evil.example", "my-machine", true));
}

TEST(Listen, KnowsNamesOfAServerOnANetwork) {
    for (const char* authority : {"10.0.0.1:8080", "[fe80::1]", "localhost", "My-Machine:8080"})
        EXPECT_TRUE(names_server(authority, "my-machine", false)) << authority;
    for (const char* authority : {"evil.example", "10.0.0.1.evil.example", "", "10.0.0", "1"})
        EXPECT_FALSE(names_server(authority, "my-machine", false)) << authority;
}

TEST(Answer, ComparesTagsWeakly) {
    EXPECT_TRUE(names_tag("W/\"1\"", "W/\"1\""));
    EXPECT_FALSE(names_tag("\"11\"", "W/\"1\""));
    EXPECT_TRUE(names_tag("\"0\", \"1\"", "W/\"1\""));
    EXPECT_TRUE(names_tag("*", "W/\"1\""));
    EXPECT_FALSE(names_tag("\"2\"", "W/\"1\""));
    EXPECT_FALSE(names_tag("", "W/\"1\""));
    EXPECT_FALSE(names_tag("*", "")) << "what has no tag is always sent";
}

TEST(Answer, ComparesSecrets) {
    EXPECT_TRUE(same_secret("abc", "abc"));
    for (const char* given : {"", "ab", "abd", "abcd", "abcabc", "xbc"})
        EXPECT_FALSE(same_secret(given, "abc")) << given;
    EXPECT_FALSE(same_secret("a", ""));
}

TEST(Answer, ProblemsSayWhatAndWhatToDo) {
    const auto problem_from = [](const auto& error) {
        return problem_of(std::make_exception_ptr(error));
    };
    const HttpAnswer missing =
        problem_from(Error(ErrorKind::missing, "no \x1b[31m paper\n", "look"));
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.type, "application/problem+json");
    const Json json = Json::parse(missing.body);
    EXPECT_EQ(json.at("status"), 404);
    EXPECT_EQ(json.at("hint"), "look");
    EXPECT_EQ(json.at("detail").get<std::string>().find('\x1b'), std::string::npos);
    EXPECT_EQ(problem_from(Error(ErrorKind::usage, "bad")).status, 400);
    EXPECT_EQ(problem_from(Error(ErrorKind::io, "disk")).status, 500);
    EXPECT_EQ(problem_from(std::bad_alloc()).status, 503);
    EXPECT_EQ(problem(503, "busy").headers.at("Retry-After"), "1");
}

TEST(Routes, AreFoundByPath) {
    const auto found = [](std::string_view path) {
        const auto match = match_route(path);
        std::string text = match ? match->route->path : "none";
        if (match) {
            for (const auto& [name, value] : match->parameters)
                text.append(" ").append(name).append("=").append(value);
        }
        return text;
    };
    EXPECT_EQ(found("/v1/search"), "/v1/search");
    EXPECT_EQ(found("/v1/papers/cs%2F0112017"), "/v1/papers/{id} id=cs/0112017");
    EXPECT_EQ(found("/v1/papers/2404.19756/related"), "/v1/papers/{id}/related id=2404.19756");
    EXPECT_EQ(found("/v1/authors/Marin%20Solja%C4%8Di%C4%87"),
              "/v1/authors/{name} name=Marin Soljačić");
    for (const char* path :
         {"", "/", "/v1", "/v1/search/", "/v1//search", "/v1/papers/", "/v1/papers/%",
          "/v1/papers/%4", "/v1/papers/a/b", "/v1/papers/cs/0112017", "search"})
        EXPECT_EQ(found(path), "none") << path;
}

TEST(Routes, ReadQueries) {
    const ParameterValues wanted = {
        {"q", "확산 +"}, {"author", "a"}, {"author", "b"}, {"flag", ""}, {"x", "1=2"}};
    EXPECT_EQ(read_query("q=%ED%99%95%EC%82%B0+%2B&author=a&author=b&&flag&x=1=2"), wanted);
    EXPECT_THROW(read_query("q=%"), Error);
    EXPECT_THROW(read_query("q=%g0"), Error);
    EXPECT_TRUE(read_query("").empty());
}

TEST(Metrics, AreWhatPrometheusReads) {
    Metrics metrics({"/a", "/b"});
    metrics.count(0, 200, 0.002);
    metrics.count(0, 200, 7);
    metrics.count(1, 404, 0.001);
    const std::string text = metrics.text({{"nonmun_papers", "gauge", "Papers", 100'000}});
    for (const char* line :
         {"nonmun_http_requests_total{route=\"/a\",status=\"200\"} 2\n",
          "nonmun_http_requests_total{route=\"/b\",status=\"404\"} 1\n",
          "nonmun_http_request_seconds_bucket{route=\"/a\",le=\"0.001\"} 0\n",
          "nonmun_http_request_seconds_bucket{route=\"/a\",le=\"0.0025\"} 1\n",
          "nonmun_http_request_seconds_bucket{route=\"/a\",le=\"5\"} 1\n",
          "nonmun_http_request_seconds_bucket{route=\"/a\",le=\"+Inf\"} 2\n",
          "nonmun_http_request_seconds_bucket{route=\"/b\",le=\"0.001\"} 1\n",
          "nonmun_http_request_seconds_sum{route=\"/a\"} 7.002\n",
          "nonmun_http_request_seconds_count{route=\"/a\"} 2\n",
          "# HELP nonmun_papers Papers\n# TYPE nonmun_papers gauge\nnonmun_papers 100000\n"}) {
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
    }
}

TEST(Metrics, SumsLoseNothing) {
    Metrics metrics({"/a"});
    metrics.count(0, 200, 12'345'678);
    metrics.count(0, 200, 0.25);
    const std::string text = metrics.text({});
    EXPECT_NE(text.find("_sum{route=\"/a\"} 12345678.25\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace nonmun
