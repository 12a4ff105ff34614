// SPDX-License-Identifier: GPL-2.0-or-later
// One test at least for each kind of damage: the diagnostic, its line, and the neighbours that are
// kept.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/unicode.hpp"
#include "indexer/digest_parser.hpp"
#include "tests/support/places.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun {
namespace {

using namespace std::string_literals;
using Strings = std::vector<std::string>;

const std::string day = "## Daily Papers (2024-05-01)\n";
const std::string first = "### [A](https://arxiv.org/abs/2405.00001)\n- a\n";
const std::string last = "### [Z](https://arxiv.org/abs/2405.00009)\n- z\n";

Strings ids(const Digest& digest) {
    Strings ids;
    for (const Paper& paper : digest.entries) ids.push_back(paper.id);
    return ids;
}

Strings flaws(const Digest& digest) {
    Strings flaws;
    for (const Diagnostic& diagnostic : digest.diagnostics) flaws.push_back(to_string(diagnostic));
    return flaws;
}

// Between two good entries, which must be kept, with one flaw.
void expect_flaw(const std::string& middle, const std::string& flaw, Strings kept = {}) {
    const Digest digest = parse_digest(day + first + middle + last, "x.md");
    EXPECT_EQ(flaws(digest), Strings{flaw});
    kept.insert(kept.begin(), "2405.00001");
    kept.push_back("2405.00009");
    EXPECT_EQ(ids(digest), kept) << middle;
    const Digest clean = parse_digest(day + first + last, "x.md");
    EXPECT_EQ(digest.entries.front(), clean.entries.front());
    EXPECT_EQ(digest.entries.back(), clean.entries.back());
}

TEST(DigestDamage, InvalidUtf8) {
    expect_flaw("### [B](https://arxiv.org/abs/2405.00002)\n- b \xFF\xFE b\n",
                "x.md:5: not valid UTF-8; the bad bytes are read as U+FFFD", {"2405.00002"});
    const Digest digest =
        parse_digest(day + "### [B](https://arxiv.org/abs/2405.00002)\n- b \xEB\xAA", "x.md");
    EXPECT_EQ(digest.entries.front().summary.front().text, "b \uFFFD");
}

TEST(DigestDamage, AnotherEncoding) {
    const std::string korean = "\xC7\xD1\xB1\xDB";  // 한글 in CP949
    expect_flaw("### [B](https://arxiv.org/abs/2405.00002)\n- " + korean + "\n",
                "x.md:5: not valid UTF-8; the bad bytes are read as U+FFFD", {"2405.00002"});
}

TEST(DigestDamage, Nul) {
    expect_flaw("### [B](https://arxiv.org/abs/2405.00002)\n- b\0b\n"s,
                "x.md:5: a NUL character is left out", {"2405.00002"});
}

TEST(DigestDamage, AnEntryWithoutAnId) {
    for (const std::string heading : {"### [Lost]()", "### [Lost](https://x.org)",
                                      "### [Lost](https://arxiv.org/abs/24)", "### Lost"}) {
        expect_flaw(heading + "\nVote: 5\nAuthors: Nobody Known\n- lost\n",
                    "x.md:4: entry without an arXiv id, left out: Lost");
    }
}

TEST(DigestDamage, AnEntryWithoutTitleAndSummary) {
    expect_flaw("### [](https://arxiv.org/abs/2405.00002)\nAuthors: A One\n",
                "x.md:4: entry with neither title nor summary, left out");
    const Digest digest =
        parse_digest(day + "### [](https://arxiv.org/abs/2405.00002)\n- b\n", "x.md");
    EXPECT_EQ(ids(digest), Strings{"2405.00002"}) << "a summary is enough";
}

TEST(DigestDamage, AnInvalidDate) {
    for (const std::string date : {"2024-13-40", "2024-02-30", "soon", ""}) {
        const Digest digest = parse_digest("\n## Daily Papers (" + date + ")\n" + first, "x.md");
        EXPECT_EQ(flaws(digest), Strings{"x.md:2: not a date (YYYY-MM-DD): \"" + date +
                                         "\"; the day of the entries below is unknown"});
        ASSERT_EQ(ids(digest), Strings{"2405.00001"});
        EXPECT_EQ(digest.entries.front().date, std::nullopt);
    }
}

TEST(DigestDamage, ABadDateDoesNotKeepThePreviousDay) {
    const Digest digest =
        parse_digest(day + first + "## Daily Papers (2024-05-32)\n" + last, "x.md");
    ASSERT_EQ(digest.entries.size(), 2u);
    EXPECT_EQ(digest.entries[0].date, (Date{2024, 5, 1}));
    EXPECT_EQ(digest.entries[1].date, std::nullopt);
}

TEST(DigestDamage, NoDayHeading) {
    const Digest digest = parse_digest(first + last, "x.md");
    EXPECT_EQ(flaws(digest),
              Strings{"x.md:1: entry above any \"## Daily Papers (YYYY-MM-DD)\" heading; "
                      "its day is unknown"})
        << "said once";
    EXPECT_EQ(digest.entries.size(), 2u);
}

TEST(DigestDamage, AFileCutShort) {
    const Digest digest =
        parse_digest(day + first + "### [B](https://arxiv.org/abs/2405.00002)\nVote: 3\n", "x.md");
    EXPECT_EQ(flaws(digest), Strings{"x.md:4: entry without a summary; is the file cut short?"});
    ASSERT_EQ(ids(digest), (Strings{"2405.00001", "2405.00002"}));
    EXPECT_EQ(digest.entries.back().votes, 3);
}

TEST(DigestDamage, TextOutsideOfEntries) {
    const Digest digest =
        parse_digest("Good morning\nand welcome\n" + day + "- lost\n" + first, "x.md");
    EXPECT_EQ(flaws(digest), (Strings{"x.md:1: text outside of any entry, left out: Good morning",
                                      "x.md:4: text outside of any entry, left out: - lost"}))
        << "once a stretch";
    EXPECT_EQ(ids(digest), Strings{"2405.00001"});
}

TEST(DigestDamage, InvalidVotes) {
    for (const std::string votes :
         {"many", "-5", "4.5", "1000000001", "99999999999999999999", "4 4", "0x10"}) {
        expect_flaw("### [B](https://arxiv.org/abs/2405.00002)\nVote: " + votes + "\n- b\n",
                    "x.md:5: not a number of votes: \"" + votes + "\"; read as unknown",
                    {"2405.00002"});
    }
}

TEST(DigestDamage, EmptyAndBinaryFiles) {
    for (const char* text : {"", "\n\n", " \t\r\n", "\xEF\xBB\xBF"}) {
        const Digest digest = parse_digest(text, "x.md");
        EXPECT_EQ(flaws(digest), Strings{"x.md: the file is empty"})
            << testing::PrintToString(text);
        EXPECT_TRUE(digest.entries.empty());
    }
    const Digest binary = parse_digest(
        "\x7F"
        "ELF\0\0\x01\n## \0"s,
        "x.md");
    EXPECT_EQ(flaws(binary), Strings{"x.md: not a text file"});
    EXPECT_TRUE(binary.entries.empty());
}

TEST(DigestDamage, DiagnosticsDoNotSteerATerminal) {
    const std::string text = "\x1b[31m text\n## Daily Papers (\x1b[2J)\n### \x1b]0;title\x07\n" +
                             day +
                             "### [B](https://arxiv.org/abs/2405.00002)\nVote: \x1b[1m\n- b\n";
    const Digest digest = parse_digest(text, "x.md");
    EXPECT_EQ(digest.diagnostics.size(), 4u);
    for (const std::string& flaw : flaws(digest)) EXPECT_EQ(printable(flaw), flaw);
}

TEST(DigestDamage, DiagnosticsStayShort) {
    const std::string text = std::string(100'000, 'x') + "\n## Daily Papers (" +
                             std::string(100'000, 'y') + ")\n### " + std::string(100'000, 'z') +
                             "\n";
    const auto of_text = flaws(parse_digest(text, "x.md"));
    EXPECT_EQ(of_text.size(), 3u);
    for (const std::string& flaw : of_text) EXPECT_LT(flaw.size(), 250u);
    std::string marks;
    for (int i = 0; i < 100'000; ++i) marks += "\u0301";
    const auto of_marks = flaws(parse_digest(marks, "x.md"));
    EXPECT_EQ(of_marks.size(), 1u);
    for (const std::string& flaw : of_marks) EXPECT_LT(flaw.size(), 300u);
}

TEST(DigestDamage, TheSamplesGiveTheDocumentedDiagnostics) {
    const std::vector<std::pair<std::string, Strings>> rows = {
        {"bad-date.md",
         {"bad-date.md:1: not a date (YYYY-MM-DD): \"2024-13-40\"; the day of the entries below is "
          "unknown"}},
        {"binary.md", {"binary.md: not a text file"}},
        {"empty.md", {"empty.md: the file is empty"}},
        {"invalid-utf8.md",
         {"invalid-utf8.md:14: not valid UTF-8; the bad bytes are read as U+FFFD"}},
        {"no-id.md",
         {"no-id.md:15: entry without an arXiv id, left out: A paper whose link was lost"}},
        {"truncated.md", {"truncated.md:24: not valid UTF-8; the bad bytes are read as U+FFFD"}},
    };
    const std::vector<std::size_t> kept = {2, 0, 0, 2, 2, 2};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& [name, expected] = rows[i];
        const std::string text = tests::read_file(tests::data_folder() + "/damaged/" + name);
        const Digest digest = parse_digest(text, name);
        EXPECT_EQ(flaws(digest), expected);
        EXPECT_EQ(digest.entries.size(), kept[i]) << name;
    }
}

}  // namespace
}  // namespace nonmun
