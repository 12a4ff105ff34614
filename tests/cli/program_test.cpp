// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/cli.hpp"

// Help, options, environment and streams of the two programs.
namespace nonmun::tests {
namespace {

const Strings commands = {"search", "related", "author", "report", "trends", "show", "stats",
                          "export", "doctor",  "open",   "digest", "serve",  "mcp"};

TEST(Program, HelpShowsEveryCommandAndOption) {
    const Outcome help = run("nonmun", {"--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_EQ(help.err, "");
    for (const std::string& command : commands) {
        EXPECT_NE(help.out.find("\n  " + command + " "), std::string::npos) << command;
        const Outcome own = run("nonmun", {command, "--help"});
        EXPECT_EQ(own.status, 0) << command;
        EXPECT_EQ(own.err, "");
        EXPECT_TRUE(own.out.starts_with("Usage: nonmun " + command)) << own.out;
        EXPECT_NE(own.out.find("--db DIR"), std::string::npos) << own.out;
        EXPECT_EQ(run("nonmun", {"--help", command}).out, own.out);
    }
    const Outcome index = run("nonmun-index", {"--help"});
    EXPECT_EQ(index.status, 0);
    for (const char* option : {"--db DIR", "--strict", "--dry-run", "--prune", "--rebuild",
                               "--shards N", "--wait[=SECONDS]"}) {
        EXPECT_NE(index.out.find(option), std::string::npos) << option;
    }
}

TEST(Program, HelpNeedsNoDatabaseAndFitsTheTerminal) {
    std::vector<std::pair<std::string, Strings>> asked = {{"nonmun", {}}, {"nonmun-index", {}}};
    for (const std::string& command : commands) asked.push_back({"nonmun", {command}});
    for (const auto& [program, words] : asked) {
        const Outcome help = run(program, words + Strings{"--help"},
                                 {"", {{"COLUMNS", "60"}, {"NONMUN_DB", "/nowhere"}}});
        EXPECT_EQ(help.status, 0);
        for (const std::string& line : lines_of(help.out)) {
            // The usage line is not wrapped, so that it can be copied.
            if (!line.starts_with("Usage:")) {
                EXPECT_LE(line.size(), 60u) << line;
            }
        }
    }
}

TEST(Program, PrintsItsVersion) {
    EXPECT_TRUE(run("nonmun", {"--version"}).out.starts_with("nonmun "));
    EXPECT_TRUE(run("nonmun-index", {"--version"}).out.starts_with("nonmun-index "));
}

TEST(Program, TheExitStatusSaysWhetherAnythingWasFound) {
    EXPECT_EQ(nonmun({"search", "모델"}).status, 0);
    EXPECT_EQ(nonmun({"search", "unheardof"}).status, 1);
    EXPECT_EQ(nonmun({"search", "모델", "--offset", "5000"}).status, 1);
    EXPECT_EQ(nonmun({"author", "Nobody Atall"}).status, 1);
    EXPECT_EQ(nonmun({"report", "--scope", "unheardof"}).status, 1);
    EXPECT_EQ(nonmun({"show", "2404.19756"}).status, 0);
    EXPECT_EQ(nonmun({"show", "0000.00000"}).status, 2);
}

TEST(Program, HelpIsACommandToo) {
    const Outcome all = run("nonmun", {"help"});
    EXPECT_EQ(all.status, 0) << all.err;
    EXPECT_NE(all.out.find("Commands:"), std::string::npos) << all.out;
    EXPECT_EQ(all.out, run("nonmun", {"--help"}).out);
    EXPECT_EQ(nonmun({"help"}).out, all.out) << "after --db";
    EXPECT_EQ(run("nonmun", {"help", "help"}).out, all.out);
    const Outcome one = run("nonmun", {"help", "related"});
    EXPECT_EQ(one.status, 0) << one.err;
    EXPECT_NE(one.out.find("--same-author-limit"), std::string::npos) << one.out;
    EXPECT_EQ(one.out, run("nonmun", {"related", "--help"}).out);
    expect_error(run("nonmun", {"help", "serach"}), {"serach", "--help"});
    EXPECT_NE(nonmun({"search", "help"}).out, all.out) << "here it is a word of the query";
}

TEST(Program, ReportsNothingFoundOnStandardError) {
    const Outcome nothing = nonmun({"search", "unheardof"});
    EXPECT_EQ(nothing.out, "");
    EXPECT_EQ(lines_of(nothing.err).size(), 1u);
}

TEST(Program, DbMayStandAnywhere) {
    const Outcome before = run("nonmun", {"--db", samples(), "search", "mamba"});
    EXPECT_EQ(before.status, 0) << before.err;
    EXPECT_EQ(run("nonmun", {"search", "mamba", "--db", samples()}).out, before.out);
    EXPECT_EQ(run("nonmun", {"search", "--db=" + samples(), "mamba"}).out, before.out);
    EXPECT_EQ(run("nonmun", {"--db=" + samples(), "search", "mamba"}).out, before.out);
    EXPECT_EQ(run("nonmun", {"search", "mamba"}, {"", {{"NONMUN_DB", samples()}}}).out, before.out);
    EXPECT_EQ(
        run("nonmun", {"--db", samples(), "search", "mamba"}, {"", {{"NONMUN_DB", "/nowhere"}}})
            .out,
        before.out);
}

TEST(Program, TheDefaultDatabaseIsInXdgDataHome) {
    const TemporaryFolder home;
    const std::map<std::string, std::string> xdg = {
        {"NONMUN_DB", ""}, {"XDG_DATA_HOME", home / "data"}, {"HOME", "/nowhere"}};
    EXPECT_EQ(run("nonmun-index", clean_data(), {"", xdg}).status, 0);
    EXPECT_TRUE(std::filesystem::exists(home / "data/nonmun/db"));
    EXPECT_EQ(run("nonmun", {"search", "mamba"}, {"", xdg}).status, 0);

    const std::map<std::string, std::string> plain = {
        {"NONMUN_DB", ""}, {"XDG_DATA_HOME", ""}, {"HOME", home.path()}};
    EXPECT_EQ(run("nonmun-index", clean_data(), {"", plain}).status, 0);
    EXPECT_TRUE(std::filesystem::exists(home / ".local/share/nonmun/db"));
    EXPECT_EQ(run("nonmun", {"stats"}, {"", plain}).status, 0);

    expect_error(
        run("nonmun", {"stats"}, {"", {{"NONMUN_DB", ""}, {"XDG_DATA_HOME", ""}, {"HOME", ""}}}),
        {"--db", "NONMUN_DB"});
}

TEST(Program, SeveralDatabasesAreSearchedAsOne) {
    const TemporaryFolder folder;
    const std::string more = folder / "more";
    ASSERT_EQ(index_into(more, {"-"}, {R"({"id":"extra","title":"Mamba again"})", {}}).status, 0);
    const Outcome both = run(
        "nonmun", {"--db", samples(), "--db", more, "search", "title:mamba", "--format", "trec"});
    const Strings ids = trec_ids(both.out);
    EXPECT_TRUE(std::find(ids.begin(), ids.end(), "extra") != ids.end()) << both.out << both.err;
    EXPECT_EQ(ids.size(), found(samples(), "title:mamba").size() + 1);
}

TEST(Program, AWordWithADashIsPartOfTheQuery) {
    const Strings all = found(samples(), "mamba");
    const Outcome without = nonmun({"search", "mamba", "-vision", "--format", "trec"});
    EXPECT_EQ(without.status, 0) << without.err;
    const Strings kept = trec_ids(without.out);
    EXPECT_LT(kept.size(), all.size());
    EXPECT_EQ(kept, found(samples(), "mamba -vision"));
    EXPECT_EQ(nonmun({"search", "--format", "trec", "--", "-vision", "mamba"}).out,
              nonmun({"search", "--format", "trec", "-vision", "mamba"}).out);
}

Outcome shell(const std::string& command, std::map<std::string, std::string> environment = {}) {
    environment["N"] = NONMUN_BINARY_DIR "/bin/nonmun";
    environment["NONMUN_DB"] = samples();
    return run("/bin/sh", {"-c", command}, {"", environment});
}

TEST(Program, AClosedPipeEndsItWithoutAMessage) {
    const Outcome head =
        shell("for i in 1 2 3 4 5 6; do \"$N\" export; done | head -1; \"$N\" report | head -1");
    EXPECT_EQ(head.status, 0);
    EXPECT_EQ(head.err, "");
    EXPECT_EQ(lines_of(head.out).size(), 2u);
    const Outcome gone = shell("\"$N\" report --top 70 | true");
    EXPECT_EQ(gone.err, "");
}

TEST(Program, AFullDiskIsAnError) {
    const Outcome full = shell("\"$N\" export > /dev/full");
    expect_error(full, {"standard output"});
    expect_error(shell("\"$N\" stats >&-"), {"standard output"});
}

}  // namespace
}  // namespace nonmun::tests
