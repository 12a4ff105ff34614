// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <filesystem>

#include <nlohmann/json.hpp>

#include "tests/support/cli.hpp"

// Saved searches, digests of them, and nonmun open.
namespace nonmun::tests {
namespace {

namespace fs = std::filesystem;

std::string line(const std::string& id, const std::string& title, const std::string& day) {
    return R"({"id":")" + id + R"(","title":")" + title + R"(","date":")" + day +
           R"(","url":"https://example.org/)" + id + R"(","authors":["Wei Lin"],"votes":7})" + "\n";
}

// A user with an index and saved searches.
class Person {
  public:
    Outcome index(const std::string& lines) {
        return index_into(folder_ / "db", {"-"}, {lines, {}});
    }
    Outcome operator()(const Strings& arguments) {
        return run("nonmun", Strings{"--db", folder_ / "db"} + arguments, {"", variables_});
    }
    std::string file(const std::string& name) {
        return folder_ / ("config/nonmun/searches/" + name);
    }

  private:
    TemporaryFolder folder_;
    std::map<std::string, std::string> variables_ = {{"XDG_CONFIG_HOME", folder_ / "config"},
                                                     {"XDG_STATE_HOME", folder_ / "state"}};
};

TEST(Digest, ReportsNewPapersOnce) {
    Person nonmun;
    ASSERT_EQ(nonmun
                  .index(line("old", "A robot", "2024-05-01") +
                         line("first", "A second robot", "2024-05-20") +
                         line("other", "A cat", "2024-05-26"))
                  .status,
              0);
    const Outcome saved = nonmun({"search", "robot", "--min-votes", "5", "--save", "robots"});
    EXPECT_EQ(saved.status, 0) << saved.err;
    EXPECT_EQ(saved.out, nonmun({"search", "robot", "--min-votes", "5"}).out);

    const Outcome first = nonmun({"digest", "robots"});
    EXPECT_EQ(first.status, 0) << first.err;
    EXPECT_EQ(first.err, "");
    EXPECT_TRUE(
        first.out.starts_with("## robots: robot --min-votes 5\n\n1 paper since 2024-05-20\n\n"
                              "1. [A second robot](https://example.org/first)  \n"))
        << first.out;
    const Outcome again = nonmun({"digest", "robots"});
    EXPECT_EQ(again.status, 1);
    EXPECT_EQ(again.out + again.err, "") << "cron sends nothing";

    ASSERT_EQ(nonmun.index(line("new", "A robot again", "2024-05-27")).status, 0);
    const Outcome second = nonmun({"digest"});
    EXPECT_EQ(second.status, 0) << "all searches without a name";
    EXPECT_NE(second.out.find("1 paper since 2024-05-27"), std::string::npos) << second.out;
    EXPECT_EQ(nonmun({"digest", "robots"}).status, 1);
}

TEST(Digest, APaperThatIsListedAgainIsNewAgainOnce) {
    Person nonmun;
    ASSERT_EQ(nonmun.index(line("a", "A robot", "2024-05-01")).status, 0);
    ASSERT_EQ(nonmun({"search", "robot", "--save", "로봇-1_x"}).status, 0);
    EXPECT_EQ(nonmun({"digest", "로봇-1_x"}).status, 0);
    ASSERT_EQ(nonmun.index(line("a", "A robot", "2024-05-09")).status, 0);
    EXPECT_EQ(nonmun({"digest", "로봇-1_x"}).status, 0) << "first listed earlier, listed again";
    EXPECT_EQ(nonmun({"digest", "로봇-1_x"}).status, 1);
}

TEST(Digest, SinceDoesNotChangeTheReportedDay) {
    Person nonmun;
    ASSERT_EQ(nonmun
                  .index(line("a", "A robot", "2024-05-01") + line("b", "A robot", "2024-06-01") +
                         line("c", "A robot", "2024-06-02"))
                  .status,
              0);
    ASSERT_EQ(nonmun({"search", "robot", "--limit", "1", "--sort", "date", "--save", "x"}).status,
              0);
    const Outcome all = nonmun({"digest", "x", "--since", "2024-05"});
    EXPECT_NE(all.out.find("3 papers since 2024-05-01, the first 1\n"), std::string::npos)
        << all.out;
    EXPECT_NE(all.out.find("/c)"), std::string::npos) << all.out;
    EXPECT_EQ(all.out.find("/b)"), std::string::npos) << all.out;
    EXPECT_EQ(nonmun({"digest", "x", "--since", "2024-06-03"}).status, 1);
    EXPECT_EQ(nonmun({"digest", "x"}).status, 0)
        << "a digest with --since does not record the papers it shows";
    EXPECT_EQ(nonmun({"digest", "x"}).status, 1);
    EXPECT_EQ(nonmun({"digest", "x", "--since", "2024-06"}).status, 0);
}

TEST(Digest, ADayFarAheadDoesNotHideLaterDays) {
    Person nonmun;
    ASSERT_EQ(nonmun.index(line("a", "A robot", "2024-05-01") + line("b", "A robot", "9998-01-01"))
                  .status,
              0);
    ASSERT_EQ(nonmun({"search", "robot", "--save", "x"}).status, 0);
    EXPECT_EQ(nonmun({"digest", "x"}).status, 0);
    ASSERT_EQ(nonmun.index(line("c", "A robot", "9997-01-01")).status, 0);
    const Outcome outcome = nonmun({"digest", "x"});
    EXPECT_NE(outcome.out.find("/c)"), std::string::npos) << outcome.out;
}

TEST(Digest, EscapesMarkup) {
    Person nonmun;
    ASSERT_EQ(nonmun.index(line("a", "robot <b>x</b> [y](http://evil) `z`", "2024-05-01")).status,
              0);
    ASSERT_EQ(nonmun({"search", "robot <b>", "--save", "x"}).status, 0);
    const std::string out = nonmun({"digest", "x"}).out;
    EXPECT_NE(out.find("robot"), std::string::npos);
    EXPECT_EQ(out.find("<b>"), std::string::npos) << out;
    EXPECT_EQ(out.find("[y](http"), std::string::npos) << out;
}

TEST(SavedSearches, AreListedReplacedWithForceAndRemoved) {
    Person nonmun;
    ASSERT_EQ(nonmun.index(line("a", "A robot", "2024-05-01")).status, 0);
    EXPECT_EQ(nonmun({"digest", "--list"}).status, 1);
    expect_error(nonmun({"digest"}), {"--save"});
    ASSERT_EQ(nonmun({"search", "robot C#", "--author", "Wei Lin", "--save", "a"}).status, 0);
    ASSERT_EQ(nonmun({"search", "cat", "--save", "b"}).status, 1) << "nothing found, and saved";
    EXPECT_EQ(nonmun({"digest", "a"}).status, 0);
    EXPECT_EQ(nonmun({"digest", "--list"}).out,
              "a\t2024-05-01\trobot C# --author Wei Lin\nb\t-\tcat\n");
    expect_error(nonmun({"search", "dog", "--save", "a"}), {"a", "--force"});
    EXPECT_NE(nonmun({"digest", "--list"}).out.find("robot C#"), std::string::npos);
    EXPECT_EQ(nonmun({"search", "robot", "--save", "a", "--force"}).status, 0);
    EXPECT_EQ(nonmun({"digest", "--list"}).out, "a\t2024-05-01\trobot\nb\t-\tcat\n");
    EXPECT_EQ(std::distance(fs::directory_iterator(fs::path(nonmun.file("a")).parent_path()), {}),
              2)
        << "there are no other files";
    EXPECT_EQ(nonmun({"digest", "--remove", "a"}).status, 0);
    EXPECT_EQ(nonmun({"digest", "--list"}).out, "b\t-\tcat\n");
    expect_error(nonmun({"digest", "a"}), {"a", "there are: b"});
    expect_error(nonmun({"digest", "--remove", "a"}), {"a"});
    ASSERT_EQ(nonmun({"search", "robot", "--save", "a"}).status, 0);
    EXPECT_EQ(nonmun({"digest", "a"}).status, 0)
        << "the seen papers of the replaced search are forgotten";
}

TEST(SavedSearches, ANameIsNotAPath) {
    Person nonmun;
    ASSERT_EQ(nonmun.index(line("a", "A robot", "2024-05-01")).status, 0);
    for (const std::string name : {"../x", "/tmp/x", "a/b", ".", "..", ".x", "", "a b", "a\nb",
                                   "-x", "x.json", "a\x1b[31m", "\xff"}) {
        expect_error(nonmun({"search", "robot", "--save=" + name}), {});
        if (name != "-x") expect_error(nonmun({"digest", "--remove", "--", name}), {"name"});
    }
    expect_error(nonmun({"search", "robot", "--save", std::string(101, 'x')}), {"name"});
    EXPECT_FALSE(fs::exists(nonmun.file("")));
    EXPECT_EQ(nonmun({"search", "robot", "--save", "\u1105\u1169\u1107\u1169\u11BA"}).status, 0);
    EXPECT_TRUE(fs::exists(nonmun.file("로봇.json"))) << "the name is in NFC, however it was typed";
}

TEST(SavedSearches, DamagedOnesAreErrors) {
    Person nonmun;
    ASSERT_EQ(nonmun.index(line("a", "A robot", "2024-05-01")).status, 0);
    ASSERT_EQ(nonmun({"search", "robot", "--save", "a"}).status, 0);
    const std::string file = nonmun.file("a.json");
    for (const char* text :
         {"", "{", "[]", R"({"query":1,"options":{}})", R"({"query":"x","options":{"db":["/x"]}})",
          R"({"query":"x","options":{"limit":["many"]}})", R"({"query":"","options":{}})",
          R"({"query":"x","options":{"limit":[]}})"}) {
        std::ofstream(file) << text;
        const Outcome outcome = nonmun({"digest", "a"});
        expect_error(outcome, {});
    }
    expect_error(nonmun({"search", "robot", "--queries", "-", "--save", "z"}), {"--save"});
}

TEST(Open, PrintsOrOpensThePage) {
    const TemporaryFolder folder;
    const std::string page = "https://arxiv.org/abs/2404.19756";
    const Outcome printed = nonmun({"open", "2404.19756", "--print"});
    EXPECT_EQ(printed.status, 0) << printed.err;
    EXPECT_EQ(printed.out, page + "\n");
    const std::string browser = folder.write(
        "browser", "#!/bin/sh\nprintf '<%s>' \"$@\" > \"" + (folder / "said") + "\"\n");
    fs::permissions(browser, fs::perms::owner_all);
    for (const auto& [variable, said] : {std::pair(browser, "<" + page + ">"),
                                         {browser + " -n %s -x", "<-n><" + page + "><-x>"},
                                         {"/no/such/browser:" + browser, "<" + page + ">"}}) {
        const Outcome outcome = nonmun({"open", "2404.19756"}, {"", {{"BROWSER", variable}}});
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        EXPECT_EQ(outcome.out, "");
        EXPECT_EQ(read_file(folder / "said"), said);
    }
    folder.write("xdg-open", read_file(browser));
    fs::permissions(folder / "xdg-open", fs::perms::owner_all);
    fs::remove(folder / "said");
    EXPECT_EQ(nonmun({"open", "2404.19756"}, {"", {{"PATH", folder.path() + ":/bin"}}}).status, 0);
    EXPECT_EQ(read_file(folder / "said"), "<" + page + ">");
}

TEST(Open, ReportsErrors) {
    expect_error(nonmun({"open"}), {"no id"});
    expect_error(nonmun({"open", "9999.99999"}), {"9999.99999", "nonmun search"});
    expect_error(nonmun({"open", "2404.19756"}, {"", {{"BROWSER", "/no/such/browser"}}}),
                 {"BROWSER", "https://arxiv.org/abs/2404.19756"});
    expect_error(nonmun({"open", "2404.19756"}, {"", {{"BROWSER", "false"}}}),
                 {"false", "status 1", "https://arxiv.org/abs/2404.19756"});
}

TEST(Open, StartsNoProgramWithoutAWebAddress) {
    const TemporaryFolder folder;
    const std::string database = folder / "db";
    std::string lines;
    for (const auto& [id, url] : {std::pair<std::string, std::string>("a", "file:///etc/passwd"),
                                  {"b", "https://x.org/$(touch y);\"'`z`\n --new"},
                                  {"c", ""},
                                  {"2404.00001", "javascript:alert(1)"}}) {
        lines += nlohmann::json{{"id", id}, {"title", "x"}, {"url", url}}.dump() + "\n";
    }
    ASSERT_EQ(index_into(database, {"-"}, {lines, {}}).status, 0);
    const auto open = [&](const std::string& id) {
        return run("nonmun", {"--db", database, "open", "--print", id});
    };
    expect_error(open("a"), {"no page", "a"});
    expect_error(open("c"), {"no page", "c"});
    EXPECT_EQ(open("b").out, "https://x.org/$(touch%20y);%22%27%60z%60%0A%20--new\n");
    EXPECT_EQ(open("2404.00001").out, "https://arxiv.org/abs/2404.00001\n");
}

}  // namespace
}  // namespace nonmun::tests
