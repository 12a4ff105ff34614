// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "tests/support/cli.hpp"

// The configuration file, the environment, and the command line, which overrides both.
namespace nonmun::tests {
namespace {

using Variables = std::map<std::string, std::string>;

// A home folder with a configuration file.
class Home {
  public:
    explicit Home(const std::string& settings) { file_ = folder_.write("nonmun/config", settings); }

    const std::string& file() const { return file_; }

    Outcome run(const std::string& program, const Strings& arguments, Variables variables = {}) {
        variables["XDG_CONFIG_HOME"] = folder_.path();
        return tests::run(program, arguments, {"", variables});
    }
    Outcome nonmun(const Strings& arguments, Variables variables = {}) {
        variables["NONMUN_DB"] = samples();
        return run("nonmun", arguments, variables);
    }

    // The number of papers that a search lists.
    std::size_t found(const Strings& options, const Variables& variables = {}) {
        return trec_ids(
                   nonmun(Strings{"search", "모델", "--format", "trec"} + options, variables).out)
            .size();
    }

  private:
    TemporaryFolder folder_;
    std::string file_;
};

TEST(Configuration, TheCommandLineOverridesTheEnvironmentTheFileAndTheDefault) {
    Home none("");
    EXPECT_EQ(none.found({}), 10u) << "the default";
    Home home("limit = 3\n[search]\nlimit = 4\n");
    EXPECT_EQ(home.found({}), 4u) << "the command's section overrides the top of the file";
    EXPECT_EQ(home.found({}, {{"NONMUN_LIMIT", "5"}}), 5u);
    EXPECT_EQ(home.found({}, {{"NONMUN_LIMIT", ""}}), 4u) << "an empty variable counts as unset";
    EXPECT_EQ(home.found({"--limit", "6"}, {{"NONMUN_LIMIT", "5"}}), 6u);
    EXPECT_EQ(home.found({"--limit", "6"}), 6u);
    const Outcome related = home.nonmun({"related", "2404.19756", "--format", "trec"});
    EXPECT_EQ(trec_ids(related.out).size(), 3u) << "other commands use the top";
}

TEST(Configuration, WithoutXdgTheFileIsBelowHome) {
    const TemporaryFolder home;
    home.write(".config/nonmun/config", "limit = 2\n");
    const Variables variables = {
        {"XDG_CONFIG_HOME", ""}, {"HOME", home.path()}, {"NONMUN_DB", samples()}};
    const Strings search = {"search", "모델", "--format", "trec"};
    EXPECT_EQ(trec_ids(run("nonmun", search, {"", variables}).out).size(), 2u);
}

TEST(Configuration, ListsAreReplacedNotJoined) {
    Home home("[search]\nauthor = Ziming Liu\nauthor = Max Tegmark\n");
    const Strings search = {"search", "--format", "trec", "--limit", "100"};
    const auto ids = [&](const Strings& more) { return trec_ids(home.nonmun(search + more).out); };
    EXPECT_EQ(ids({}), found(samples(), "author:\"Ziming Liu\" author:\"Max Tegmark\""));
    EXPECT_EQ(ids({"--author", "Jan Kautz"}), found(samples(), "author:\"Jan Kautz\""));
}

TEST(Configuration, TheCommandLineTurnsOffAFlagOfTheFile) {
    Home home("[search]\nexplain = yes\n");
    const auto explains = [&](const Strings& options, const Variables& variables = {}) {
        const Outcome outcome = home.nonmun(Strings{"search", "mamba"} + options, variables);
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        return outcome.out.find("score ") != std::string::npos;
    };
    EXPECT_TRUE(explains({}));
    EXPECT_FALSE(explains({"--explain=no"}));
    EXPECT_FALSE(explains({}, {{"NONMUN_EXPLAIN", "no"}}));
    EXPECT_TRUE(explains({"--explain"}, {{"NONMUN_EXPLAIN", "no"}}));
}

TEST(Configuration, BothProgramsReadIt) {
    const TemporaryFolder folder;
    Home home("db = " + (folder / "db") + "\n[index]\nquiet = yes\n[search]\nlimit = 1\n");
    const Outcome indexed = home.run("nonmun-index", clean_data());
    EXPECT_EQ(indexed.status, 0) << indexed.err;
    EXPECT_EQ(indexed.err, "") << "quiet";
    EXPECT_TRUE(std::filesystem::exists(folder / "db"));
    EXPECT_EQ(home.run("nonmun-index", Strings{"--quiet=no"} + clean_data()).err.empty(), false);
    const Outcome search = home.run("nonmun", {"search", "모델", "--format", "trec"});
    EXPECT_EQ(trec_ids(search.out).size(), 1u) << search.err;
}

TEST(Configuration, ErrorsNameFileAndLine) {
    struct Row {
        std::string settings;
        Strings command;
        Strings says;
    };
    for (const Row& row : {
             Row{"# x\nlimt = 3\n", {"stats"}, {":2: ", "limt"}},
             Row{"[stats]\nlimit = 3\n", {"search", "x"}, {":2: ", "limit", "[stats]"}},
             Row{"[serach]\n", {"search", "x"}, {":1: ", "serach"}},
             Row{"limit\n", {"search", "x"}, {":1: ", "name = value"}},
             Row{"\n[search]\nlimit = many\n", {"search", "x"}, {":3: limit many", "whole number"}},
             Row{"format = xml\n", {"search", "x"}, {":1: format xml", "json"}},
             Row{"[search]\nsort = size\n", {"search", "x"}, {":2: sort size", "relevance"}},
             Row{"[search]\nfrom = soon\n", {"search", "x"}, {":2: from soon", "2024-05-01"}},
             Row{"[search]\nexplain = maybe\n",
                 {"search", "x"},
                 {":2: explain maybe", "yes or no"}},
             Row{"\x1b[31m = x\n", {"stats"}, {":1: "}},
         }) {
        Home home(row.settings);
        const Outcome outcome = home.nonmun(row.command);
        expect_error(outcome, row.says);
        EXPECT_NE(outcome.err.find(home.file()), std::string::npos) << outcome.err;
    }
    Home index("[index]\nquite = yes\n");
    expect_error(index.run("nonmun-index", {"x"}), {index.file() + ":2: ", "quite"});
    Home fine("");
    expect_error(fine.nonmun({"search", "x"}, {{"NONMUN_LIMIT", "many"}}), {"NONMUN_LIMIT many"});
    expect_error(fine.nonmun({"search", "x"}, {{"NONMUN_EXPLAIN", "1"}}), {"NONMUN_EXPLAIN 1"});
}

TEST(Configuration, AFileThatCannotBeReadIsAnError) {
    const TemporaryFolder home;
    std::filesystem::create_directories(home / "nonmun/config");
    expect_error(run("nonmun", {"stats"}, {"", {{"XDG_CONFIG_HOME", home.path()}}}),
                 {home / "nonmun/config", "cannot read"});
}

TEST(Configuration, HelpIgnoresErrorsInTheFile) {
    Home home("nonsense\n");
    EXPECT_EQ(home.nonmun({"search", "--help"}).status, 0);
    EXPECT_EQ(home.run("nonmun-index", {"--help"}).status, 0);
}

TEST(Configuration, ConfigShowsEffectiveValuesAndTheirSources) {
    Home home("limit = 3\n[search]\nexplain = yes\n[index]\nwait = 60\n");
    const Outcome all = home.nonmun({"config"}, {{"NONMUN_SORT", "date"}});
    EXPECT_EQ(all.status, 0) << all.err;
    for (const std::string& part :
         {"[search]\ndb = " + samples() + "    # NONMUN_DB\n",
          "limit = 3    # " + home.file() + ":1: limit\n",
          std::string("sort = date    # NONMUN_SORT\n"),
          "explain = yes    # " + home.file() + ":3: explain\n",
          std::string("# facet-limit = 10\n"), std::string("\n[export]\n")}) {
        EXPECT_NE(all.out.find(part), std::string::npos) << part << " in " << all.out;
    }
    const Outcome one = home.nonmun({"config", "stats"});
    EXPECT_TRUE(one.out.starts_with("[stats]\n")) << one.out;
    EXPECT_EQ(one.out.find("[search]"), std::string::npos);
    expect_error(home.nonmun({"config", "serach"}), {"serach"});
    const Outcome index = home.run("nonmun-index", {"--show-config"});
    EXPECT_NE(index.out.find("wait = 60    # " + home.file() + ":5: wait\n"), std::string::npos)
        << index.out;
    Home again(all.out);
    EXPECT_EQ(again.found({}), 3u) << "the output is a valid configuration file";
}

// An option as --help shows it.
struct ShownOption {
    std::string name;
    std::string value;  // what its value is called; "" for a switch
    std::string text;
};

std::vector<ShownOption> options_of(const std::string& help) {
    static const std::regex line("  --([a-z-]+)(?: |\\[=)?([A-Z:]*)(?:[.]{3})?\\]? +(.*)");
    std::vector<ShownOption> options;
    std::smatch match;
    for (const std::string& text : lines_of(help)) {
        if (std::regex_match(text, match, line)) options.push_back({match[1], match[2], match[3]});
    }
    return options;
}

// A valid value of the option other than its default; the second one of a few choices.
std::string valid_value(const ShownOption& option) {
    static const std::map<std::string, std::string> values = {
        {"", "yes"},
        {"DATE", "2024-05-01"},
        {"DIR", "/some/where"},
        {"FILE", "/some/where.tsv"},
        {"HOST:PORT", "127.0.0.1:8081"},
        {"ID", "2404.19756"},
        {"K", "3"},
        {"N", "3"},
        {"NAME", "Max Tegmark"},
        {"ORIGIN", "https://example.org"},
        {"QUERY", "date:2024-05"},
        {"S", "0.5"},
        {"SEARCH", "mine"},
        {"SECONDS", "60"},
        {"MS", "500"},
        {"WORDS", "확산 모델"},
        {"X", "0.5"},
    };
    static const std::regex choices("[a-z]+(?:, | or )([a-z]+).*");
    const auto found = values.find(option.value);
    if (found != values.end()) return found->second;
    std::smatch match;
    EXPECT_TRUE(std::regex_match(option.text, match, choices))
        << "this test has no value for " << option.name << " " << option.value;
    return match[1];
}

const Strings not_in_a_file = {"help", "version", "man", "completion", "complete", "show-config"};

bool may_stand_in_a_file(const ShownOption& option) {
    return std::find(not_in_a_file.begin(), not_in_a_file.end(), option.name) ==
           not_in_a_file.end();
}

// Checks that each option in the help can be set in the section and at the top. Returns their
// number.
std::size_t expect_all_hold(const std::string& program, const std::string& section,
                            const Strings& ask_help, const Strings& ask_settings) {
    const Outcome help = run(program, ask_help, {"", {{"COLUMNS", "200"}}});
    EXPECT_EQ(help.status, 0) << help.err;
    std::size_t number = 0;
    std::string lines;
    Strings wanted;
    for (const ShownOption& option : options_of(help.out)) {
        if (!may_stand_in_a_file(option)) continue;
        const std::string line = option.name + " = " + valid_value(option);
        lines += line + "\n";
        wanted.push_back(line + "    # FILE:" + std::to_string(++number + 1) + ": " + option.name);
    }
    for (const std::string& beginning : {"[" + section + "]\n", std::string("# at the top\n")}) {
        Home home(beginning + lines);
        const Outcome settings = home.run(program, ask_settings);
        EXPECT_EQ(settings.status, 0) << settings.err;
        const std::string shown = std::regex_replace(settings.out, std::regex(home.file()), "FILE");
        EXPECT_EQ(lines_of(shown), Strings{"[" + section + "]"} + wanted) << beginning;
    }
    return number;
}

TEST(Configuration, TheFileCanSetEveryOptionThatHelpShows) {
    std::size_t commands = 0;
    static const std::regex section("\\[([a-z]+)\\]");
    std::smatch match;
    for (const std::string& line : lines_of(Home("").nonmun({"config"}).out)) {
        if (!std::regex_match(line, match, section)) continue;
        const std::string name = match[1];
        EXPECT_GT(expect_all_hold("nonmun", name, {name, "--help"}, {"config", name}), 0u) << name;
        ++commands;
    }
    EXPECT_EQ(commands, 14u);
    EXPECT_GT(expect_all_hold("nonmun-index", "index", {"--help"}, {"--show-config"}), 8u);
    for (const std::string& name : not_in_a_file) {
        Home home("[index]\n" + name + " = yes\n");
        expect_error(home.run("nonmun-index", {"x"}), {":2: ", name});
    }
}

}  // namespace
}  // namespace nonmun::tests
