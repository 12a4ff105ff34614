// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/configuration.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "common/error.hpp"
#include "tests/support/variable.hpp"

namespace nonmun {
namespace {

using Strings = std::vector<std::string>;

constexpr OptionRow find_rows[] = {
    {"limit", "N", "How many", Integer{1, 100, 10}},
    {"author", "NAME", "An author", Text{}},
    {"min-votes", "N", "Votes", Integer{0, 100}},
    {"as-of", "DATE", "The day", Period{}, "", "", "today"},
    {"explain", "", "Why", Flag{}},
    {"help", "", "This help", Flag{}},
};
constexpr OptionRow list_rows[] = {{"limit", "N", "How many", Integer{1, 100}},
                                   {"wait", "[=S]", "Wait", Integer{1, 100}}};

const ConfigurationForm form = {{{"find", find_rows}, {"list", list_rows}}, {"index"}, true};

std::vector<Setting> settings(const std::string& text, const ConfigurationSection& section,
                              const ConfigurationForm& of = form) {
    return settings_of(parse_configuration(text, "FILE", of), "FILE", section);
}

// "option=value,value@place" of each.
Strings shown(const std::vector<Setting>& settings) {
    Strings list;
    for (const Setting& setting : settings) {
        std::string text = setting.option;
        for (const std::string& value : setting.values)
            text += (&value == &setting.values.front() ? "=" : "|") + value;
        list.push_back(text + "@" + setting.source);
    }
    return list;
}

std::string complaint(const std::string& text, const ConfigurationForm& of = form) {
    try {
        parse_configuration(text, "FILE", of);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind, ErrorKind::usage);
        return error.line();
    }
    return "";
}

TEST(Configuration, ASectionOverridesTheTop) {
    const std::string text =
        "# mine\n"
        "limit = 5\n"
        "\n"
        "[find]   # a section\n"
        "  limit=7  # more\r\n"
        "author = 이 영희 \n"
        "author = Max Tegmark\n"
        "[list]\n"
        "wait = yes\n";
    EXPECT_EQ(shown(settings(text, {"find", find_rows})),
              (Strings{"limit=7@FILE:5: limit", "author=이 영희|Max Tegmark@FILE:6,7: author",
                       "limit=5@FILE:2: limit"}));
    EXPECT_EQ(shown(settings(text, {"list", list_rows})),
              (Strings{"wait=yes@FILE:9: wait", "limit=5@FILE:2: limit"}));
    Arguments arguments({}, find_rows, "find");
    arguments.add(settings(text, {"find", find_rows}));
    EXPECT_EQ(arguments.integer("limit"), 7);
    EXPECT_EQ(settings("", {"find", find_rows}).size(), 0u);
    EXPECT_EQ(shown(settings("\xEF\xBB\xBFlimit = 5", {"list", list_rows})),
              Strings{"limit=5@FILE:1: limit"});
}

TEST(Configuration, ErrorsNameTheLine) {
    EXPECT_EQ(complaint("limit = 1\n\nlimt = 2"),
              "FILE:3: there is no option limt; see docs/configuration.md");
    EXPECT_EQ(complaint("[list]\nauthor = x").find("FILE:2: there is no option author in [list]"),
              0u);
    EXPECT_EQ(complaint("[lsit]"), "FILE:1: there is no command lsit; see: nonmun --help");
    EXPECT_EQ(complaint("limit 5"),
              "FILE:1: not of the form name = value: limit 5; # begins a comment");
    EXPECT_NE(complaint("help = yes"), "");
    EXPECT_EQ(complaint("\x1b[31m = 2").find('\x1b'), std::string::npos);
    EXPECT_EQ(complaint("[index]\nanything = x\nnot even that"), "") << "another program's";
    EXPECT_NE(complaint("[index]\nanything = x\n[find]\nanything = x"), "");
}

TEST(Configuration, AProgramReadsItsOwnSectionsOnly) {
    const ConfigurationForm own = {{{"list", list_rows}}, {}, false};
    const std::string text = "author = x\nlimit = 3\n[find]\nauthor = x\n[list]\nwait = 1";
    EXPECT_EQ(shown(settings(text, {"list", list_rows}, own)),
              (Strings{"wait=1@FILE:6: wait", "limit=3@FILE:2: limit"}));
    EXPECT_EQ(complaint("[list]\nwiat = 1", own).find("FILE:2: "), 0u);
    static constexpr OptionRow asking[] = {{"limit", "N", "", Integer{1, 9}},
                                           {"show-config", "", "", Flag{}}};
    EXPECT_EQ(shown(settings("show-config = yes\nlimit = 3", {"list", asking}, own)),
              Strings{"limit=3@FILE:2: limit"})
        << "options that print something else cannot be set";
}

TEST(Configuration, EveryOptionHasAVariable) {
    const tests::Variable limit("NONMUN_LIMIT", "4");
    const tests::Variable votes("NONMUN_MIN_VOTES", "20");
    const tests::Variable help("NONMUN_HELP", "yes");
    EXPECT_EQ(shown(environment_settings(find_rows)),
              (Strings{"limit=4@NONMUN_LIMIT", "min-votes=20@NONMUN_MIN_VOTES"}));
}

TEST(Configuration, FoldersFollowTheXdgVariables) {
    const tests::Variable home("HOME", "/home/me");
    const tests::Variable config("XDG_CONFIG_HOME", "");
    const tests::Variable state("XDG_STATE_HOME", "/state");
    EXPECT_EQ(configuration_folder(), "/home/me/.config/nonmun");
    EXPECT_EQ(state_folder(), "/state/nonmun");
    const tests::Variable none("HOME", "");
    EXPECT_THROW(configuration_folder(), Error);
}

TEST(Configuration, IsPrintedInTheFormatOfTheFile) {
    Arguments arguments({"--explain=no", "--author", "A", "--author", "B"}, find_rows, "find");
    arguments.add({{"limit", {"7"}, "FILE:5: limit"}});
    std::ostringstream out;
    print_configuration(out, {"find", find_rows}, arguments);
    EXPECT_EQ(out.str(),
              "[find]\n"
              "limit = 7    # FILE:5: limit\n"
              "author = A    # --author\n"
              "author = B    # --author\n"
              "# min-votes = \n"
              "# as-of = today\n"
              "explain = no    # --explain\n");
    const auto lines = parse_configuration(out.str(), "FILE", form);
    EXPECT_EQ(lines.size(), 4u);
}

TEST(DefaultDatabase, ComesFromTheEnvironment) {
    struct Row {
        std::string xdg_data_home;
        std::string home;
        std::string database;
    };
    for (const Row& row : {Row{"/b", "/c", "/b/nonmun/db"},
                           Row{"", "/c", "/c/.local/share/nonmun/db"}, Row{"", "", ""}}) {
        const tests::Variable xdg_data_home("XDG_DATA_HOME", row.xdg_data_home);
        const tests::Variable home("HOME", row.home);
        if (row.database.empty()) {
            EXPECT_THROW(default_database(), Error);
        } else {
            EXPECT_EQ(default_database(), row.database);
        }
    }
}

TEST(Paths, ATildeIsHome) {
    const tests::Variable home("HOME", "/home/me");
    EXPECT_EQ(expand_tilde("~"), "/home/me");
    EXPECT_EQ(expand_tilde("~/db"), "/home/me/db");
    EXPECT_EQ(expand_tilde("~other/db"), "~other/db");
    EXPECT_EQ(expand_tilde("a/~/b"), "a/~/b");
    const OptionRow rows[] = {{"db", "DIR", "", Text{}}, {"name", "NAME", "", Text{}}};
    Arguments arguments({"--db=~/x", "--name", "~/x"}, rows, "test");
    EXPECT_EQ(arguments.text("db"), "/home/me/x");
    EXPECT_EQ(arguments.text("name"), "~/x");
    Arguments from_setting({}, rows, "test");
    from_setting.add({{"db", {"~/a", "~/b"}, "NONMUN_DB"}});
    EXPECT_EQ(from_setting.texts("db"), (Strings{"/home/me/a", "/home/me/b"}));
    const tests::Variable none("HOME", "");
    EXPECT_EQ(expand_tilde("~/db"), "~/db");
}

}  // namespace
}  // namespace nonmun
