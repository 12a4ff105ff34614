// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>
#include <utility>

#include "tests/support/cli.hpp"

// Completion in shells, and the manual pages: everything in --help, and values from the index.
namespace nonmun::tests {
namespace {

using StringSet = std::set<std::string>;

// The candidates for the last word.
StringSet offered(const Strings& words, const std::string& program = "nonmun",
                  const std::map<std::string, std::string>& environment = {}) {
    const Outcome outcome = run(program, Strings{"--complete"} + words, {"", environment});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    StringSet texts;
    for (const std::string& line : lines_of(outcome.out))
        texts.insert(line.substr(0, line.find('\t')));
    return texts;
}

// The options that a help or a section of a manual page lists.
StringSet options_in(const std::string& text, const std::string& before) {
    StringSet options;
    for (const std::string& line : lines_of(text)) {
        if (!line.starts_with(before)) continue;
        std::string name = line.substr(before.size());
        name = name.substr(0, name.find_first_of(" [\\", 2));
        options.insert("--" + name);
    }
    return options;
}

// The page with plain hyphens.
std::string manual_of(const std::string& program) {
    std::string page = run(program, {"--man"}).out;
    for (std::size_t at = 0; (at = page.find("\\-", at)) != std::string::npos;)
        page.replace(at, 2, "-");
    return page;
}

std::string section_of(const std::string& page, const std::string& heading) {
    const std::size_t begin = page.find(heading + "\n");
    EXPECT_NE(begin, std::string::npos) << heading;
    return page.substr(begin, page.find("\n.S", begin) - begin);
}

Strings commands() {
    Strings names;
    const std::string help = run("nonmun", {"--help"}).out;
    std::istringstream lines(section_of(help, "Commands:"));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line) && line.starts_with("  ")) {
        const bool goes_on = line[2] == ' ';  // continues the line before
        if (!goes_on) names.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
    return names;
}

TEST(Completion, HelpManualAndCompletionHaveTheSameOptions) {
    for (const std::string program : {"nonmun", "nonmun-index"}) {
        const StringSet helped = options_in(run(program, {"--help"}).out, "  --");
        EXPECT_TRUE(helped.contains("--man") && helped.contains("--db")) << program;
        EXPECT_EQ(options_in(section_of(manual_of(program), ".SH OPTIONS"), "\\fB--"), helped);
        EXPECT_EQ(offered({"--"}, program), helped);
    }
    const std::string page = manual_of("nonmun");
    const Strings names = commands();
    EXPECT_GE(names.size(), 11u);
    EXPECT_EQ(offered({""}), StringSet(names.begin(), names.end()));
    for (const std::string& command : names) {
        const StringSet helped = options_in(run("nonmun", {command, "--help"}).out, "  --");
        EXPECT_TRUE(helped.contains("--help")) << command;
        EXPECT_EQ(options_in(section_of(page, ".SS " + command), "\\fB--"), helped) << command;
        EXPECT_EQ(offered({command, "--"}), helped) << command;
    }
}

TEST(Completion, ManualPagesAreValid) {
    for (const std::string program : {"nonmun", "nonmun-index"}) {
        const std::string page = run(program, {"--man"}).out;
        const Outcome lint = run("/usr/bin/mandoc", {"-Tlint"}, {page, {}});
        EXPECT_EQ(lint.status, 0) << program;
        EXPECT_EQ(lint.out + lint.err, "") << program;
        const Outcome shown = run("/usr/bin/mandoc", {"-Tutf8"}, {page, {}});
        EXPECT_NE(shown.out.find("--db"), std::string::npos) << "a hyphen that can be copied";
    }
}

// The command accepts what completion offers for a value, and refuses other values with the same
// list.
TEST(Completion, ChoicesAreThoseThatTheCommandAccepts) {
    std::size_t lists = 0;
    for (const std::string& command : commands()) {
        if (!offered({command, "--"}).contains("--format")) continue;
        const StringSet formats = offered({command, "--format", ""});
        ++lists;
        const Outcome refused = run("nonmun", {command, "--format", "none", "x"});
        const std::size_t colon = refused.err.rfind(": ");
        ASSERT_NE(colon, std::string::npos) << refused.err;
        StringSet known;
        std::istringstream words(refused.err.substr(colon + 2));
        for (std::string word; words >> word;) {
            if (word.ends_with(',')) word.pop_back();
            known.insert(word);
        }
        EXPECT_EQ(formats, known) << command;
    }
    EXPECT_GE(lists, 7u);
    for (const std::string& order : offered({"search", "--sort", ""}))
        EXPECT_EQ(nonmun({"search", "모델", "--sort", order}).status, 0) << order;
    EXPECT_EQ(offered({"search", "--sort", ""}).size(), 3u);
    for (const std::string& facet : offered({"search", "--facets", "month,"}))
        EXPECT_EQ(nonmun({"search", "모델", "--facets", facet}).status, 0) << facet;
    EXPECT_EQ(offered({"search", "--facets=month,a"}), (StringSet{"--facets=month,author"}));
}

TEST(Completion, DependsOnTheWordsBefore) {
    EXPECT_EQ(offered({"se"}), (StringSet{"search", "serve"}));
    EXPECT_EQ(offered({"--db", "x", "exp"}), (StringSet{"export"}));
    EXPECT_EQ(offered({"search", "--sort", "d"}), (StringSet{"date"}));
    EXPECT_EQ(offered({"search", "--sort=d"}), (StringSet{"--sort=date"}));
    EXPECT_EQ(offered({"search", "--", "--"}), StringSet{});
    EXPECT_EQ(offered({"nothing", ""}), StringSet{});
    EXPECT_EQ(offered({"nothing", "more", ""}), StringSet{});
    EXPECT_EQ(offered({}), offered({""}));
    EXPECT_EQ(run("nonmun", {"--complete", "search", "--db", ""}).out, "\tfolders\n");
    EXPECT_EQ(run("nonmun", {"--complete", "search", "--db=x"}).out, "\tfolders\n");
    EXPECT_EQ(run("nonmun", {"--complete", "report", "--output", ""}).out, "\tfiles\n");
    EXPECT_EQ(run("nonmun-index", {"--complete", "--prune", ""}).out, "\tfiles\n");
}

TEST(Completion, CompletesIdsOfTheIndex) {
    const std::map<std::string, std::string> here = {{"NONMUN_DB", samples()}};
    EXPECT_EQ(offered({"show", "2404.19756"}, "nonmun", here), (StringSet{"2404.19756"}));
    EXPECT_EQ(offered({"show", "2404.19756", "2404.19756"}, "nonmun", here),
              (StringSet{"2404.19756"}));
    EXPECT_EQ(offered({"related", "--not=2404.19756"}, "nonmun", here),
              (StringSet{"--not=2404.19756"}));
    EXPECT_EQ(offered({"--db", samples(), "show", "2404.19756"}), (StringSet{"2404.19756"}));
    EXPECT_EQ(offered({"show", "none"}, "nonmun", here), StringSet{});
    for (const std::string& id : offered({"show", "2404."}, "nonmun", here)) {
        EXPECT_TRUE(id.starts_with("2404.")) << id;
        EXPECT_EQ(nonmun({"show", id}).status, 0) << id;
    }
}

TEST(Completion, ManyIdsAreCompletedStepByStep) {
    const TemporaryFolder folder;
    std::string papers;
    for (int number = 100; number < 350; ++number) {
        papers += R"({"id":"24)" + std::to_string(10 + number % 2) + "." + std::to_string(number) +
                  R"(","title":"A title"})" + "\n";
    }
    const std::string database = folder / "db";
    ASSERT_EQ(index_into(database, {"-"}, {papers, {}}).status, 0);
    const std::map<std::string, std::string> here = {{"NONMUN_DB", database}};
    EXPECT_EQ(offered({"show", ""}, "nonmun", here), (StringSet{"2410.", "2411."}));
    EXPECT_EQ(offered({"show", "2410."}, "nonmun", here).size(), 125u);
    EXPECT_EQ(offered({"show", "2410.11"}, "nonmun", here).size(), 5u);
}

TEST(Completion, CompletesAuthorsByGivenOrFamilyName) {
    const std::map<std::string, std::string> here = {{"NONMUN_DB", samples()}};
    EXPECT_EQ(offered({"author", "marin sol"}, "nonmun", here), (StringSet{"Marin Soljačić"}));
    EXPECT_EQ(offered({"author", "solj"}, "nonmun", here), (StringSet{"Soljačić, Marin"}));
    EXPECT_EQ(offered({"author", "Soljačić, M"}, "nonmun", here), (StringSet{"Soljačić, Marin"}));
    EXPECT_EQ(offered({"author", "Marin", "Sol"}, "nonmun", here), (StringSet{"Soljačić"}));
    EXPECT_EQ(offered({"search", "--author=solj"}, "nonmun", here),
              (StringSet{"--author=Soljačić, Marin"}));
    EXPECT_FALSE(offered({"author", ""}, "nonmun", here).empty());
    const std::string as_typed = nonmun({"author", "Soljačić, Marin", "--format", "json"}).out;
    EXPECT_EQ(as_typed, nonmun({"author", "Marin Soljačić", "--format", "json"}).out);
}

TEST(Completion, PrintsNothingWithoutAnIndex) {
    for (const char* command : {"show", "author"}) {
        const Outcome outcome = run("nonmun", {"--complete", "--db", "/nowhere", command, ""});
        EXPECT_EQ(outcome.out, "");
        EXPECT_EQ(outcome.status, 2);
    }
}

TEST(Completion, AnUnknownShellIsAnError) {
    expect_error(run("nonmun", {"--completion", "csh"}), {"csh", "bash, zsh or fish"});
}

// In real shells.
class Shell : public testing::TestWithParam<const char*> {
  protected:
    // Types each line and Tab, and compares the resulting words.
    void expect_completed(const std::vector<std::pair<std::string, Strings>>& lines) {
        const std::string shell = GetParam();
        const std::string script =
            folder_.write("completion", run("nonmun", {"--completion", shell}).out);
        Strings arguments = {NONMUN_SOURCE_DIR "/tests/support/complete_in_shell.py", shell,
                             script};
        std::string expected;
        for (const auto& [line, words] : lines) {
            arguments.push_back(line);
            for (const std::string& word : words) expected += word + "\n";
            expected += "\n";
        }
        const std::string path = std::string(NONMUN_BINARY_DIR) + "/bin:" + std::getenv("PATH");
        const Outcome outcome =
            run("/usr/bin/python3", arguments, {"", {{"NONMUN_DB", samples()}, {"PATH", path}}});
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        EXPECT_EQ(outcome.out, expected);
    }
    TemporaryFolder folder_;
};

TEST_P(Shell, CompletesAtTab) {
    expect_completed({
        {"nonmun exp", {"nonmun", "export"}},
        {"nonmun search --facet-l", {"nonmun", "search", "--facet-limit"}},
        {"nonmun search --sort d", {"nonmun", "search", "--sort", "date"}},
        {"nonmun search --sort=d", {"nonmun", "search", "--sort=date"}},
        {"nonmun search x --facets month,se",
         {"nonmun", "search", "x", "--facets", "month,section"}},
        {"nonmun-index --reb", {"nonmun-index", "--rebuild"}},
        {"nonmun show 2404.1970", {"nonmun", "show", "2404.19702"}},
        {"nonmun author solj", {"nonmun", "author", "Soljačić, Marin"}},
        {"nonmun author 'Marin Sol", {"nonmun", "author", "Marin Soljačić"}},
        {"nonmun author Marin Sol", {"nonmun", "author", "Marin", "Soljačić"}},
        {"nonmun nothing ", {"nonmun", "nothing"}},
    });
}

TEST_P(Shell, CompletesFoldersAndFiles) {
    folder_.write("papers of ours/none", "");
    folder_.write("file", "");
    const std::string path = folder_.path();
    // zsh removes the slash after a folder at the end of a line.
    const std::string found =
        path + "/papers of ours" + (GetParam() == std::string("zsh") ? "" : "/");
    expect_completed({
        {"nonmun --db " + path + "/pap", {"nonmun", "--db", found}},
        {"nonmun --db=" + path + "/pap", {"nonmun", "--db=" + found}},
        {"nonmun --db " + path + "/fi", {"nonmun", "--db", path + "/fi"}},
        {"nonmun-index " + path + "/fi", {"nonmun-index", path + "/file"}},
    });
}

INSTANTIATE_TEST_SUITE_P(Shells, Shell, testing::Values("bash", "zsh", "fish"),
                         [](const auto& shell) { return std::string(shell.param); });

}  // namespace
}  // namespace nonmun::tests
