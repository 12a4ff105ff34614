// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/support/terminal.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>

#include <nlohmann/json.hpp>

#include "common/unicode.hpp"
#include "tests/support/cli.hpp"

// Output on a terminal: colours, links, the width, and the pager.
namespace nonmun::tests {
namespace {

using Variables = std::map<std::string, std::string>;

Outcome in_terminal(const Strings& arguments, Variables variables = {},
                    unsigned short columns = 80) {
    variables["NONMUN_DB"] = samples();
    return run_in_terminal("nonmun", arguments, {columns, variables});
}

const Variables no_pager = {{"NONMUN_PAGER", ""}};

bool has_colour(const std::string& text) {
    return text.find("\x1b[1m") != std::string::npos;
}

bool has_link(const std::string& text) {
    return text.find("\x1b]8;;https://") != std::string::npos;
}

TEST(Terminal, ColoursAndLinksDependOnTheTerminal) {
    struct Row {
        Strings options;
        Variables variables;
        bool coloured;
    };
    for (const Row& row : {
             Row{{}, {}, true},
             Row{{}, {{"NO_COLOR", "1"}}, false},
             Row{{}, {{"TERM", "dumb"}}, false},
             Row{{"--color=never"}, {}, false},
             Row{{"--color=auto"}, {{"NO_COLOR", "1"}}, false},
             Row{{"--color=always"}, {{"NO_COLOR", "1"}}, true},
             Row{{}, {{"NONMUN_COLOR", "never"}}, false},
         }) {
        for (const Strings& command :
             {Strings{"search", "mamba"}, Strings{"related", "2404.19756"},
              Strings{"show", "2404.19756"}, Strings{"author", "Max Tegmark"}}) {
            Variables variables = row.variables;
            variables["NONMUN_PAGER"] = "";
            const Outcome outcome = in_terminal(command + row.options, variables);
            EXPECT_EQ(outcome.status, 0) << outcome.out;
            EXPECT_EQ(has_colour(outcome.out), row.coloured) << outcome.out;
            EXPECT_EQ(has_link(outcome.out), row.coloured) << outcome.out;
        }
    }
    const std::string plain = nonmun({"search", "mamba"}).out;
    EXPECT_EQ(plain.find('\x1b'), std::string::npos);
    const std::string always = nonmun({"search", "mamba", "--color", "always"}).out;
    EXPECT_TRUE(has_colour(always) && has_link(always)) << always;
    EXPECT_EQ(without_codes(always), plain);
    expect_error(nonmun({"search", "mamba", "--color", "often"}),
                 {"--color often", "auto, always, never"});
}

TEST(Terminal, TitlesAndIdsAreLinksToThePaper) {
    const std::string out = nonmun({"search", "id:2404.19756", "--color=always"}).out;
    const std::string open = "\x1b]8;;https://arxiv.org/abs/2404.19756\x1b\\";
    const std::string close = "\x1b]8;;\x1b\\";
    EXPECT_NE(out.find(open + "KAN: Kolmogorov–Arnold Networks" + close), std::string::npos) << out;
    EXPECT_NE(out.find(open + "2404.19756" + close), std::string::npos) << out;
}

// Text of a digest is escaped in a link's target too.
TEST(Terminal, LinksCannotControlIt) {
    const TemporaryFolder folder;
    const std::string evil = "\x1b\\\x1b]0;x\x07\u009c\u202e \"<end>";
    std::string lines;
    for (const std::string scheme : {"https://example.org/", "javascript:", "file:///", "https://"})
        lines += nlohmann::json{{"id", "p" + std::to_string(lines.size())},
                                {"title", "robot " + evil},
                                {"url", scheme + evil}}
                     .dump() +
                 "\n";
    const std::string database = folder / "db";
    ASSERT_EQ(index_into(database, {"-"}, {lines, {}}).status, 0);
    for (const Strings& command : {Strings{"search", "robot"}, Strings{"show", "p0"}}) {
        const Outcome outcome =
            run("nonmun", Strings{"--db", database} + command + Strings{"--color=always"});
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        const std::string text = without_codes(outcome.out);
        EXPECT_EQ(printable(text), text) << outcome.out;
        EXPECT_TRUE(has_link(outcome.out));
        EXPECT_EQ(outcome.out.find("]8;;javascript"), std::string::npos);
        EXPECT_EQ(outcome.out.find("]8;;file"), std::string::npos);
        EXPECT_NE(outcome.out.find("]8;;https://example.org/%1B%5C%1B]0;x%07%C2%9C"),
                  std::string::npos)
            << outcome.out;
    }
}

TEST(Terminal, LinesFitItsWidth) {
    const Strings long_query = {"search", "--explain",
                                "the 강화학습 large language model gaussian splatting diffusion "
                                "transformer for video generation"};
    const Variables pager = {{"NONMUN_PAGER", "sed ''"}};
    for (const unsigned short columns : {60, 200}) {
        int widest = 0;
        for (const auto& [command, variables] : std::vector<std::pair<Strings, Variables>>{
                 {{"search", "모델", "--explain", "--facets", "author"}, no_pager},
                 {long_query, no_pager},
                 {long_query, pager},
                 {{"show", "2404.19756"}, no_pager},
                 {{"related", "2404.19756"}, no_pager},
                 {{"author", "Max Tegmark"}, no_pager},
                 {{"stats"}, no_pager},
                 {{"trends"}, no_pager}}) {
            const Outcome outcome = in_terminal(command, variables, columns);
            EXPECT_EQ(outcome.status, 0) << outcome.out;
            for (const std::string& line : lines_of(without_codes(outcome.out))) {
                EXPECT_LE(display_width(line), columns) << line;
                widest = std::max(widest, display_width(line));
            }
        }
        EXPECT_GT(widest, columns - 6);
    }
    EXPECT_EQ(lines_of(nonmun(long_query).err).front(), "understood: " + long_query.back())
        << "programs may read this line";
}

std::string script(const TemporaryFolder& folder, const std::string& name,
                   const std::string& text) {
    const std::string path = folder.write(name, "#!/bin/sh\n" + text);
    ::chmod(path.c_str(), 0755);
    return path;
}

TEST(Pager, GetsTheOutputForATerminal) {
    const std::string own = "sed 's/^/OWN /'";
    const std::string shared = "sed 's/^/SHARED /'";
    const auto begins = [](const Outcome& outcome, const std::string& with) {
        EXPECT_EQ(outcome.status, 0) << outcome.out;
        const Strings lines = lines_of(outcome.out);
        EXPECT_GT(lines.size(), 5u);
        return std::all_of(lines.begin(), lines.end(),
                           [&](const std::string& line) { return line.starts_with(with); });
    };
    const Strings search = {"search", "mamba"};
    const Variables both = {{"NONMUN_PAGER", own}, {"PAGER", shared}};
    const Outcome paged = in_terminal(search, both);
    EXPECT_TRUE(begins(paged, "OWN ")) << paged.out;
    EXPECT_TRUE(has_colour(paged.out)) << "it ends on a terminal";
    EXPECT_NE(paged.out.find(" papers\n"), std::string::npos) << "both streams";
    EXPECT_TRUE(begins(in_terminal(search, {{"PAGER", shared}}), "SHARED "));
    for (const Strings& options : {Strings{"--no-pager"}, Strings{"--no-pager=yes"}}) {
        EXPECT_EQ(in_terminal(search + options, both).out.find("OWN"), std::string::npos);
    }
    const auto unpaged = [&](Variables variables) {
        variables.insert({"PAGER", shared});
        const std::string out = in_terminal(search, variables).out;
        return out.find("OWN") == std::string::npos && out.find("SHARED") == std::string::npos;
    };
    EXPECT_TRUE(unpaged({{"NONMUN_PAGER", ""}}));
    EXPECT_TRUE(unpaged({{"NONMUN_PAGER", "cat"}}));
    EXPECT_TRUE(unpaged({{"NONMUN_PAGER", own}, {"TERM", "dumb"}}));
    EXPECT_TRUE(unpaged({{"NONMUN_PAGER", own}, {"NONMUN_NO_PAGER", "yes"}}));
    const TemporaryFolder home;
    home.write("nonmun/config", "no-pager = yes\n");
    EXPECT_TRUE(unpaged({{"NONMUN_PAGER", own}, {"XDG_CONFIG_HOME", home.path()}}));
    EXPECT_TRUE(begins(in_terminal(search + Strings{"--no-pager=no"},
                                   {{"NONMUN_PAGER", own}, {"XDG_CONFIG_HOME", home.path()}}),
                       "OWN "));
    EXPECT_EQ(nonmun(search, {"", both}).out, nonmun(search).out) << "no terminal, no pager";
    EXPECT_TRUE(begins(in_terminal({"show", "2404.19756"}, both), "OWN "));
}

TEST(Pager, IsLessAndEndsAfterOnePage) {
    const TemporaryFolder folder;
    script(folder, "less", "echo \"less with $LESS\"; cat");
    const std::string path = folder.path() + ":/usr/bin:/bin";
    EXPECT_TRUE(in_terminal({"stats"}, {{"PATH", path}}).out.starts_with("less with FRX\n"));
    EXPECT_TRUE(
        in_terminal({"stats"}, {{"PATH", path}, {"LESS", "-i"}}).out.starts_with("less with -i\n"));
    const Outcome without = in_terminal({"stats"}, {{"PATH", "/nowhere"}});
    EXPECT_EQ(without.status, 0);
    EXPECT_NE(without.out.find("papers"), std::string::npos) << "less may not be installed";
}

TEST(Pager, ClosedEarlyEndsTheProgramWithoutAMessage) {
    Strings many = {"show"};
    for (int i = 0; i < 400; ++i) many.push_back("2404.19756");  // more than a pipe holds
    const Outcome first = in_terminal(many, {{"NONMUN_PAGER", "head -n 1"}});
    EXPECT_EQ(first.status, 0);
    EXPECT_EQ(lines_of(first.out).size(), 1u) << first.out;
    const Outcome none = in_terminal(many, {{"NONMUN_PAGER", "true"}});
    EXPECT_EQ(none.status, 0);
    EXPECT_EQ(none.out, "");
}

TEST(Pager, KeepsTheStatusAndTheErrors) {
    const Variables pager = {{"NONMUN_PAGER", "sed 's/^/OWN /'"}};
    const Outcome nothing = in_terminal({"search", "unheardof"}, pager);
    EXPECT_EQ(nothing.status, 1);
    EXPECT_NE(nothing.out.find("nothing found"), std::string::npos);
    const Outcome missing = in_terminal({"show", "9999.99999"}, pager);
    EXPECT_EQ(missing.status, 2);
    EXPECT_EQ(lines_of(missing.out).size(), 1u) << missing.out;
    EXPECT_TRUE(missing.out.starts_with("nonmun: ")) << "after the pager: " << missing.out;
    // A search for a word that no paper has writes to standard error alone, `stats` to both
    // streams.
    for (const Strings& command : {Strings{"stats"}, Strings{"search", "unheardof"}}) {
        const Outcome broken = in_terminal(command, {{"NONMUN_PAGER", "/no/such/pager"}});
        EXPECT_EQ(broken.status, 2);
        EXPECT_NE(
            broken.out.find("nonmun: the pager cannot be run: /no/such/pager; set NONMUN_PAGER"),
            std::string::npos)
            << broken.out;
        EXPECT_EQ(broken.out.find("nothing found"), std::string::npos) << broken.out;
    }
}

TEST(Pager, OwnsTheTerminalUntilItEnds) {
    const TemporaryFolder folder;
    const std::string pager =
        script(folder, "pager", "kill -INT $PPID\nsleep 0.2\ncat >/dev/null\necho still here\n");
    Strings many = {"show"};
    for (int i = 0; i < 400; ++i) many.push_back("2404.19756");
    const Outcome outcome = in_terminal(many, {{"NONMUN_PAGER", "exec " + pager}});
    EXPECT_EQ(outcome.status, 128 + SIGINT);
    EXPECT_EQ(outcome.out, "still here\n");
}

}  // namespace
}  // namespace nonmun::tests
