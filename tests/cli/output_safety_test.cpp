// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include <nlohmann/json.hpp>

#include "common/unicode.hpp"
#include "tests/support/cli.hpp"
#include "tests/support/csv.hpp"

// Text of a digest cannot control a terminal, run in a spreadsheet, act as markup, or overwrite a
// file.
namespace nonmun::tests {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// C0 and C1 controls, DEL, overrides and isolates; a formula; HTML, Markdown.
const std::string evil =
    "\x1b[2J\x07\x7f\u009b31m\u0085\u202e\u2066 <script>alert(1)</script> **[x](http://evil)** | "
    "`a`";

const std::string& hostile_index() {
    static const TemporaryFolder folder;
    static const std::string path = [] {
        std::string lines;
        for (const std::string beginning : {"=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1"}) {
            const std::string text = beginning + evil;
            lines += Json{{"id", "p" + std::to_string(lines.size())},
                          {"title", text + " robot"},
                          {"url", "javascript:alert(1)" + evil},
                          {"date", "2024-05-01"},
                          {"votes", 3},
                          {"authors", {text, "Max Tegmark"}},
                          {"media", {{"kind", "image"}, {"url", text}}},
                          {"summary", {{{"section", text}, {"text", text + " robot 로봇"}}}}}
                         .dump() +
                     "\n";
        }
        EXPECT_EQ(index_into(folder / "db", {"-"}, {lines, {}}).status, 0);
        return folder / "db";
    }();
    return path;
}

// Every code point that controls a terminal. Lines of CSV end in CR and LF.
std::string commands_in(std::string_view text, bool csv = false) {
    std::string found;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const std::string_view one = text.substr(c.begin, c.end - c.begin);
        const bool ends_line = csv && text.substr(c.begin, 2) == "\r\n";
        if (c.value != 0xFFFD && !ends_line && printable(one) != one)
            found += std::to_string(static_cast<unsigned>(c.value)) + " ";
        at = c.end;
    }
    return found;
}

const std::vector<Strings>& every_command() {
    static const std::vector<Strings> list = [] {
        std::vector<Strings> rows = {
            {"export"}, {"stats"}, {"stats", "--format", "json"}, {"doctor"}};
        for (const char* format : {"text", "json", "jsonl", "csv", "markdown", "trec"}) {
            rows.push_back({"search", "robot", "--format", format});
            rows.push_back({"related", "p0", "--format", format});
        }
        for (const char* format : {"text", "json", "markdown"}) {
            rows.push_back({"show", "p0", "--format", format});
            rows.push_back({"author", "Max Tegmark", "--format", format});
            rows.push_back(
                {"search", "robot", "--facets", "author,section", "--explain", "--format", format});
        }
        for (const char* format : {"jsonl", "csv", "markdown", "html", "graphml"})
            rows.push_back({"report", "--format", format});
        for (const char* format : {"text", "json", "csv", "markdown"})
            rows.push_back({"trends", "--term", "=robot", "--format", format});
        return rows;
    }();
    return list;
}

TEST(OutputSafety, NoFormatControlsATerminal) {
    for (const Strings& command : every_command()) {
        const Outcome outcome = run("nonmun", Strings{"--db", hostile_index()} + command);
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        const bool csv = command.back() == "csv";
        EXPECT_EQ(commands_in(outcome.out, csv), "") << testing::PrintToString(command);
        EXPECT_EQ(commands_in(outcome.err), "") << testing::PrintToString(command);
    }
}

// Output for mails and for shell completion.
TEST(OutputSafety, DigestsAndCompletionsDoNotControlATerminal) {
    const TemporaryFolder folder;
    const ProgramInput own = {
        "", {{"XDG_CONFIG_HOME", folder / "config"}, {"XDG_STATE_HOME", folder / "state"}}};
    const Strings database = {"--db", hostile_index()};
    const Outcome saved = run("nonmun", database + Strings{"search", "robot", "--save", "x"}, own);
    ASSERT_EQ(saved.status, 0) << saved.err;
    for (const Strings& command : {database + Strings{"digest", "x"},
                                   Strings{"--complete"} + database + Strings{"author", "Max"},
                                   Strings{"--complete"} + database + Strings{"author", "="},
                                   Strings{"--complete"} + database + Strings{"show", "p"}}) {
        const Outcome outcome = run("nonmun", command, own);
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        EXPECT_NE(outcome.out, "") << testing::PrintToString(command);
        EXPECT_EQ(commands_in(outcome.out + outcome.err), "") << testing::PrintToString(command);
    }
}

TEST(OutputSafety, JsonKeepsTheOriginalText) {
    const Outcome outcome =
        run("nonmun", {"--db", hostile_index(), "show", "p0", "--format", "json"});
    EXPECT_EQ(Json::parse(outcome.out)["authors"][0], "=1+1" + evil);
}

TEST(OutputSafety, NoCellIsAFormula) {
    for (const Strings& command : every_command()) {
        if (std::find(command.begin(), command.end(), "csv") == command.end()) continue;
        const auto rows = read_csv(run("nonmun", Strings{"--db", hostile_index()} + command).out);
        EXPECT_GT(rows.size(), 1u);
        for (const auto& row : rows) {
            for (const std::string& cell : row) {
                for (const char* beginning : {"=", "+", "@", "\t", "\r", "＝"})
                    EXPECT_FALSE(cell.starts_with(beginning)) << cell;
                const bool number = cell.size() > 1 && std::isdigit(cell[1]) && cell.size() < 12;
                EXPECT_TRUE(!cell.starts_with("-") || number) << cell;
            }
        }
    }
}

TEST(OutputSafety, MarkdownEscapesMarkupOfDigests) {
    for (const Strings& command : every_command()) {
        if (std::find(command.begin(), command.end(), "markdown") == command.end()) continue;
        const std::string out = run("nonmun", Strings{"--db", hostile_index()} + command).out;
        EXPECT_EQ(out.find("<script>"), std::string::npos);
        EXPECT_EQ(out.find("[x](http"), std::string::npos);
        EXPECT_EQ(out.find("](javascript"), std::string::npos);
    }
}

TEST(OutputSafety, ReportsReplaceNoFileWithoutForce) {
    const TemporaryFolder folder;
    const std::string file = folder.write("report.csv", "mine");
    const Strings report = {"--db", hostile_index(), "report", "--format", "csv", "--output", file};
    expect_error(run("nonmun", report), {file, "--force"});
    EXPECT_EQ(read_file(file), "mine");
    EXPECT_EQ(run("nonmun", report + Strings{"--force"}).status, 0);
    EXPECT_NE(read_file(file), "mine");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1)
        << "there is no other file";
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    const mode_t mask = ::umask(0);
    ::umask(mask);
    EXPECT_EQ(status.st_mode & 0777, 0666 & ~mask);
}

// A link in the folder cannot redirect a report to another place.
TEST(OutputSafety, ReportsFollowNoLinks) {
    const TemporaryFolder folder;
    const std::string other = folder.write("other", "mine");
    const std::string file = folder / "report.jsonl";
    fs::create_symlink(other, file + ".part");
    const Strings report = {"--db", hostile_index(), "report", "--output", file};
    EXPECT_EQ(run("nonmun", report).status, 2);
    EXPECT_EQ(run("nonmun", report + Strings{"--resume"}).status, 2);
    EXPECT_EQ(read_file(other), "mine");
    EXPECT_EQ(run("nonmun", report + Strings{"--force"}).status, 0);
    EXPECT_EQ(read_file(other), "mine");
    EXPECT_FALSE(fs::is_symlink(file));
}

TEST(OutputSafety, NoIndexIsWrittenOverOtherFiles) {
    const TemporaryFolder folder;
    folder.write("home/letter.txt", "mine");
    folder.write("stub/XAPIANDB", "auto ../home\n");
    for (const char* place : {"home", "home/letter.txt", "stub"}) {
        for (const Strings& options : {Strings{}, {"--rebuild"}, {"--rebuild", "--shards", "2"}}) {
            const Outcome outcome = index_into(folder / place, options + clean_data());
            EXPECT_EQ(outcome.status, 2) << place << outcome.err;
        }
    }
    EXPECT_EQ(read_file(folder / "home/letter.txt"), "mine");
    EXPECT_EQ(read_file(folder / "stub/XAPIANDB"), "auto ../home\n");
}

}  // namespace
}  // namespace nonmun::tests
