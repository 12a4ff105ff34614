// SPDX-License-Identifier: GPL-2.0-or-later
// One test at least for each row of the table of what a digest may hold: well-formed input.
#include "indexer/digest_parser.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nonmun {
namespace {

const std::string day_line = "## Daily Papers (2024-05-01)\n\n";
const std::string head = "### [Title](https://arxiv.org/abs/2404.19296)\n\n";

// The one entry of a digest without a flaw.
Paper only_entry(const std::string& text) {
    const Digest digest = parse_digest(text, "x.md");
    EXPECT_TRUE(digest.diagnostics.empty()) << to_string(digest.diagnostics.front());
    EXPECT_EQ(digest.entries.size(), 1u) << text;
    return digest.entries.empty() ? Paper{} : digest.entries.front();
}

Paper entry_with(const std::string& lines) {
    return only_entry(day_line + head + lines);
}

TEST(DigestParser, ReadsAPlainEntry) {
    const Paper paper = only_entry(
        "## Daily Papers (2024-05-01)\n"
        "\n"
        "### [Octopus v4](https://arxiv.org/abs/2404.19296)\n"
        "\n"
        "![](https://x.org/2404.19296.png)\n"
        "\n"
        "Vote: 44\n"
        "\n"
        "Authors: Wei Chen, Zhiyuan Li\n"
        "\n"
        "- 첫째 문장\n"
        "- 둘째 문장\n");
    Paper expected;
    expected.id = "2404.19296";
    expected.title = "Octopus v4";
    expected.url = "https://arxiv.org/abs/2404.19296";
    expected.date = Date{2024, 5, 1};
    expected.votes = 44;
    expected.authors = {"Wei Chen", "Zhiyuan Li"};
    expected.media = Media{"image", "https://x.org/2404.19296.png"};
    expected.summary = {{std::nullopt, "첫째 문장"}, {std::nullopt, "둘째 문장"}};
    expected.appearances = {{Date{2024, 5, 1}, 44, "Octopus v4"}};
    EXPECT_EQ(paper, expected);
}

TEST(DigestParser, TheDayHeadingAppliesToTheEntriesBelowIt) {
    const Digest digest = parse_digest(
        "## Daily Papers (2024-05-01)\n### [A](https://arxiv.org/abs/2405.00001)\n- a\n"
        "### [B](https://arxiv.org/abs/2405.00002)\n- b\n"
        "## Daily Papers (2024-05-02)\n### [C](https://arxiv.org/abs/2405.00003)\n- c\n"
        "## Daily Papers (2024-05-02)\n### [D](https://arxiv.org/abs/2405.00004)\n- d\n",
        "x.md");
    ASSERT_EQ(digest.entries.size(), 4u);
    const std::vector<int> days = {1, 1, 2, 2};
    for (std::size_t i = 0; i < days.size(); ++i) {
        EXPECT_EQ(digest.entries[i].date, (Date{2024, 5, days[i]})) << i;
        EXPECT_EQ(digest.entries[i].appearances.front().date, digest.entries[i].date) << i;
    }
    EXPECT_TRUE(digest.diagnostics.empty());
}

TEST(DigestParser, TitlesStayAsWritten) {
    for (const std::string title : {"M$^{2}$UGen", "in $\\sim$20 Seconds",
                                    "$\\textit{Trans-LoRA}$: x", "An [IDK] Token", "[A] (b)"}) {
        const Paper paper =
            only_entry(day_line + "### [" + title + "](https://arxiv.org/abs/2404.19296)\n- a\n");
        EXPECT_EQ(paper.title, title);
        EXPECT_EQ(paper.id, "2404.19296");
    }
}

TEST(DigestParser, Media) {
    const std::vector<std::pair<std::string, std::optional<Media>>> rows = {
        {"![](a.png)\n", Media{"image", "a.png"}},
        {"[Watch Video](a.mp4)\n", Media{"video", "a.mp4"}},
        {"[Watch Video]https://x.org/a.mp4\n", Media{"video", "https://x.org/a.mp4"}},
        {"<div><video controls src=\"a.mp4\"></video></div>\n", Media{"video", "a.mp4"}},
        {"<video src='a.mp4'></video>\n", Media{"video", "a.mp4"}},
        {"[Watch Video](a.mp4)\n<div><video src=\"a.mp4\"></video></div>\n",
         Media{"video", "a.mp4"}},
        {"", std::nullopt},
    };
    for (const auto& [lines, media] : rows) {
        const Paper paper = entry_with(lines + "- a\n");
        EXPECT_EQ(paper.media, media) << lines;
        EXPECT_EQ(paper.summary.size(), 1u) << lines;
    }
}

TEST(DigestParser, ASecondMediaUrlBecomesText) {
    const Paper paper = entry_with("![](a.png)\n[Watch Video](b.mp4)\n- a\n");
    EXPECT_EQ(paper.media, (Media{"image", "a.png"}));
    EXPECT_EQ(paper.summary,
              (std::vector<SummaryItem>{{std::nullopt, "b.mp4"}, {std::nullopt, "a"}}));
}

TEST(DigestParser, UnknownVotesAreNotZero) {
    EXPECT_EQ(entry_with("Vote: 44\n- a\n").votes, 44);
    EXPECT_EQ(entry_with("Vote: 0\n- a\n").votes, 0);
    for (const char* line : {"Vote: -\n", "Vote:\n", ""}) {
        const Paper paper = entry_with(std::string(line) + "- a\n");
        EXPECT_EQ(paper.votes, std::nullopt) << line;
        EXPECT_EQ(paper.appearances.front().votes, std::nullopt) << line;
    }
}

TEST(DigestParser, AuthorsAreOrderedAndDistinct) {
    using Names = std::vector<std::string>;
    const std::vector<std::pair<std::string, Names>> rows = {
        {"Authors: A One, B Two\n", {"A One", "B Two"}},
        {"Authors: ['A One', \"B T'wo\"]\n", {"A One", "B T'wo"}},
        {"Authors: A One, +, B Two\n", {"A One", "B Two"}},
        {"Authors: A One, B Two, +\n", {"A One", "B Two"}},
        {"Authors: Jiawei Ren, Jiawei Ren, Liang Pan\n", {"Jiawei Ren", "Liang Pan"}},
        {"Authors: A One\nAuthors: B Two, A One\n", {"A One", "B Two"}},
        {"Authors:\n", {}},
        {"", {}},
    };
    for (const auto& [line, names] : rows)
        EXPECT_EQ(entry_with(line + "- a\n").authors, names) << line;
}

TEST(DigestParser, SummaryItemsKeepTheirOrderAndLabel) {
    const Paper paper = entry_with(
        "- plain\n"
        "- ***What's New***: new\n"
        "  - under new\n"
        "    - deeper\n"
        "1. numbered\n"
        "- **Technical Details**: technical\n"
        "\t- by a tab\n"
        "- plain again\n"
        "  - under plain\n"
        "- **Alone**\n"
        "  - under alone\n");
    const std::vector<SummaryItem> expected = {
        {std::nullopt, "plain"},           {"What's New", "new"},
        {"What's New", "under new"},       {"What's New", "deeper"},
        {"What's New", "numbered"},        {"Technical Details", "technical"},
        {"Technical Details", "by a tab"}, {std::nullopt, "plain again"},
        {std::nullopt, "under plain"},     {"Alone", ""},
        {"Alone", "under alone"},
    };
    EXPECT_EQ(paper.summary, expected);
}

TEST(DigestParser, ABareLineContinuesTheItemAboveIt) {
    const Paper paper = entry_with("- one\ngoes on\n\n  and on\n- two\n#### Sub\n");
    EXPECT_EQ(paper.summary, (std::vector<SummaryItem>{{std::nullopt, "one goes on and on"},
                                                       {std::nullopt, "two #### Sub"}}));
    EXPECT_EQ(entry_with("bare\ngoes on\n").summary,
              (std::vector<SummaryItem>{{std::nullopt, "bare goes on"}}));
    EXPECT_EQ(entry_with("**Abstract**: bare\n  - below\n").summary,
              (std::vector<SummaryItem>{{"Abstract", "bare"}, {"Abstract", "below"}}));
}

TEST(DigestParser, UncleanTextIsCleaned) {
    const std::string clean = day_line + head + "Vote: 3\n\nAuthors: A One\n\n- 모델을\n  - é\n";
    const Paper expected = only_entry(clean);
    std::string windows;
    std::string blanks;
    for (const char c : clean) {
        if (c == '\n') {
            windows += "\r\n";
            blanks += " \t\u00A0\n";
        } else {
            windows += c;
            blanks += c;
        }
    }
    const std::string decomposed =
        day_line + head +
        "Vote: 3\n\nAuthors: A One\n\n- \u1106\u1169\u1103\u1166\u11AF\u110B\u1173\u11AF\n  - "
        "e\u0301\n";
    for (const std::string& text : {"\xEF\xBB\xBF" + clean, windows, blanks, decomposed,
                                    clean.substr(0, clean.size() - 1), clean + "\n\n---\n"}) {
        EXPECT_EQ(only_entry(text), expected) << testing::PrintToString(text);
    }
}

TEST(DigestParser, OneIdTwiceInADigestIsTwoEntries) {
    const Digest digest = parse_digest(day_line + head + "- a\n" + head + "- b\n", "x.md");
    ASSERT_EQ(digest.entries.size(), 2u);
    EXPECT_EQ(digest.entries[0].id, digest.entries[1].id);
}

TEST(DigestParser, AnInvalidIdIsRejected) {
    const std::string entry =
        "### [T](https://arxiv.org/abs/" + std::string(300, 'a') + "/0112017)\n";
    const Digest digest = parse_digest(day_line + entry + "- a\n", "x.md");
    EXPECT_TRUE(digest.entries.empty());
    EXPECT_FALSE(digest.diagnostics.empty());
}

TEST(ArxivId, IsFoundInLinks) {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"https://arxiv.org/abs/2404.19296", "2404.19296"},
        {"https://arxiv.org/abs/2404.19296v2", "2404.19296"},
        {"http://www.arxiv.org/pdf/2404.19296v12.pdf", "2404.19296"},
        {"https://arxiv.org/pdf/2404.19296", "2404.19296"},
        {"https://arxiv.org/html/2404.19296v1#S2", "2404.19296"},
        {"https://huggingface.co/papers/2404.19296?x=1", "2404.19296"},
        {"https://arxiv.org/abs/2404.19296/", "2404.19296"},
        {"https://arxiv.org/abs/cs/0112017/?x=1", "cs/0112017"},
        {"https://arxiv.org/abs/0704.0001", "0704.0001"},
        {"https://arxiv.org/abs/cs/0112017", "cs/0112017"},
        {"https://arxiv.org/abs/cs/0112017v3", "cs/0112017"},
        {"https://arxiv.org/abs/math.GT/0309136", "math.GT/0309136"},
        {"https://arxiv.org/abs/cond-mat/9901001", "cond-mat/9901001"},
    };
    for (const auto& [url, id] : rows) EXPECT_EQ(arxiv_id(url), id) << url;
    for (const char* url :
         {"", "https://arxiv.org", "https://arxiv.org/abs/", "https://arxiv.org/abs/24.19296",
          "https://arxiv.org/abs/2404.192", "https://arxiv.org/abs/2404.192961",
          "https://arxiv.org/abs/2404.19296x", "https://arxiv.org/abs/2404.19296v",
          "https://arxiv.org/abs/2404.19296v1x", "https://arxiv.org/abs/cs/01120",
          "https://x.org/2404.19296", "https://arxiv.org/abs//0112017",
          "https://arxiv.org/abs/C$/0112017", "https://arxiv.org/abs/cs.\x1b[31m/0112017",
          "https://arxiv.org/abs/.GT/0309136", "2404.19296"}) {
        EXPECT_EQ(arxiv_id(url), "") << url;
    }
}

}  // namespace
}  // namespace nonmun
