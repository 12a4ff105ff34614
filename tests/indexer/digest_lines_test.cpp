// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/digest_lines.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nonmun {
namespace {

using Names = std::vector<std::string>;

TEST(DigestLines, Day) {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"## Daily Papers (2024-05-01)", "2024-05-01"},
        {"# Daily Papers (2024-05-01)", "2024-05-01"},
        {"##Daily Papers 2024-05-01", "2024-05-01"},
        {"## daily papers ( 2024-05-01 )", "2024-05-01"},
        {"## Daily Papers", ""},
        {"## Daily Papers (soon)", "soon"},
    };
    for (const auto& [line, day] : rows) EXPECT_EQ(read_day(line), day) << line;
    for (const char* line : {"", "Daily Papers (2024-05-01)", "### Daily Papers (2024-05-01)",
                             "## Weekly Papers (2024-05-01)", "##", "## Dail"}) {
        EXPECT_FALSE(read_day(line)) << line;
    }
}

TEST(DigestLines, Entry) {
    struct Row {
        std::string line;
        std::string title;
        std::string url;
    };
    const std::vector<Row> rows = {
        {"### [Title](https://arxiv.org/abs/2404.19296)", "Title",
         "https://arxiv.org/abs/2404.19296"},
        {"###[Title](u)", "Title", "u"},
        {"### [I Don't Know: an [IDK] Token](u)", "I Don't Know: an [IDK] Token", "u"},
        {"### [[A] and [B]](u)", "[A] and [B]", "u"},
        {"### [f(x) of M$^{2}$ (SL$^{2}$A)](u)", "f(x) of M$^{2}$ (SL$^{2}$A)", "u"},
        {"### [ Title ]( u )", "Title", "u"},
        {"### [Title](u", "Title", "u"},
        {"### [Title]()", "Title", ""},
        {"### Title", "Title", ""},
        {"###", "", ""},
        {"### [Title]", "[Title]", ""},
    };
    for (const auto& [line, title, url] : rows) {
        const auto heading = read_entry(line);
        ASSERT_TRUE(heading) << line;
        EXPECT_EQ(heading->title, title) << line;
        EXPECT_EQ(heading->url, url) << line;
    }
    for (const char* line : {"", "## [T](u)", "#### [T](u)", "[T](u)"}) {
        EXPECT_FALSE(read_entry(line)) << line;
    }
}

TEST(DigestLines, MediaOfEveryKind) {
    const std::vector<std::pair<std::string, Media>> rows = {
        {"![](https://x.org/a.png)", {"image", "https://x.org/a.png"}},
        {"![A picture](a.png)", {"image", "a.png"}},
        {"[Watch Video](https://x.org/a.mp4)", {"video", "https://x.org/a.mp4"}},
        {"[Watch Video]https://x.org/a.mp4", {"video", "https://x.org/a.mp4"}},
        {"[watch video]( a.mp4 )", {"video", "a.mp4"}},
        {R"(<div><video controls src="a.mp4" muted="false"></video></div>)", {"video", "a.mp4"}},
        {"<video src='a.mp4'></video>", {"video", "a.mp4"}},
        {R"(<img src="a.png">)", {"image", "a.png"}},
    };
    for (const auto& [line, media] : rows) EXPECT_EQ(read_media(line), media) << line;
    for (const char* line : {"", "text", "![]()", "![", "[Watch Video]", "[Watch Video",
                             "<div></div>", "<video src=\"a.mp4", "[Title](u)", "[Watc"}) {
        EXPECT_FALSE(read_media(line)) << line;
    }
}

TEST(DigestLines, Votes) {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"Vote: 44", "44"},   {"Vote: -", "-"}, {"vote:44", "44"},
        {"Votes : 44", "44"}, {"Vote:", ""},
    };
    for (const auto& [line, value] : rows) EXPECT_EQ(read_votes(line), value) << line;
    for (const char* line : {"", "Vote", "Voted: 4", "Voting: 4", "- Vote: 4"}) {
        EXPECT_FALSE(read_votes(line)) << line;
    }
}

TEST(DigestLines, AuthorsOfEveryForm) {
    const std::vector<std::pair<std::string, Names>> rows = {
        {"Authors: Wei Chen, Zhiyuan Li", {"Wei Chen", "Zhiyuan Li"}},
        {"authors:Wei Chen,Zhiyuan Li,", {"Wei Chen", "Zhiyuan Li"}},
        {"Author: Wei Chen", {"Wei Chen"}},
        {"Authors: Wei Chen, +", {"Wei Chen", "+"}},
        {"Authors: Robert Downey, Jr., Wei Chen", {"Robert Downey, Jr.", "Wei Chen"}},
        {"Authors: ['Wei Chen', 'Zhiyuan Li']", {"Wei Chen", "Zhiyuan Li"}},
        {R"(Authors: ['Wei Chen', "Mike D'Arcy"])", {"Wei Chen", "Mike D'Arcy"}},
        {R"(Authors: ['Mike D\'Arcy'])", {"Mike D'Arcy"}},
        {"Authors: ['Downey, Robert']", {"Downey, Robert"}},
        {"Authors: ['Wei Chen', 'Zhi", {"Wei Chen", "Zhi"}},
        {"Authors: [Wei Chen, Zhiyuan Li]", {"Wei Chen", "Zhiyuan Li"}},
        {"Authors:", {}},
        {"Authors: []", {}},
        {"Authors: , ,", {}},
    };
    for (const auto& [line, names] : rows) EXPECT_EQ(read_authors(line), names) << line;
    for (const char* line : {"", "Authors", "Authority: A", "The authors: A"}) {
        EXPECT_FALSE(read_authors(line)) << line;
    }
}

TEST(DigestLines, ListItems) {
    struct Row {
        std::string line;
        std::string text;
        bool nested;
    };
    const std::vector<Row> rows = {
        {"- text", "text", false},
        {"* text", "text", false},
        {"+ text", "text", false},
        {"• text", "text", false},
        {"-\ttext", "text", false},
        {"  - text", "text", true},
        {"\t- text", "text", true},
        {"1. text", "text", true},
        {"12) text", "text", true},
        {"  3. text", "text", true},
        {"-", "", false},
        {"- - text", "- text", false},
        {"- **Label**: text", "**Label**: text", false},
    };
    for (const auto& [line, text, nested] : rows) {
        const auto item = read_list_item(line);
        ASSERT_TRUE(item) << line;
        EXPECT_EQ(item->text, text) << line;
        EXPECT_EQ(item->nested, nested) << line;
    }
    for (const char* line : {"", "text", "-5 points", "*emphasis* text", "3.5 times", "2024. text",
                             "1.text", "12", "**Label**: text", "--- "}) {
        EXPECT_FALSE(read_list_item(line)) << line;
    }
}

TEST(DigestLines, Labels) {
    struct Row {
        std::string text;
        std::optional<std::string> section;
        std::string rest;
    };
    const std::vector<Row> rows = {
        {"***What's New***: text", "What's New", "text"},
        {"**Technical Details**: text", "Technical Details", "text"},
        {"**Technical Details:** text", "Technical Details", "text"},
        {"**주요 결과**：글", "주요 결과", "글"},
        {"**Alone**", "Alone", ""},
        {"**What's New**:", "What's New", ""},
        {"text **bold**: more", std::nullopt, "text **bold**: more"},
        {"**Bold** begins a sentence", std::nullopt, "**Bold** begins a sentence"},
        {"*One star*: text", std::nullopt, "*One star*: text"},
        {"**never closed: text", std::nullopt, "**never closed: text"},
        {"****: text", std::nullopt, "****: text"},
        {"", std::nullopt, ""},
    };
    for (const auto& [text, section, rest] : rows) {
        EXPECT_EQ(read_label(text), (SummaryItem{section, rest})) << text;
    }
}

TEST(DigestLines, Rules) {
    for (const char* line : {"---", "***", "___", "-----", "* * *", "==="}) {
        EXPECT_TRUE(is_rule(line)) << line;
    }
    for (const char* line : {"", "-", "--", "- text", "--- text", "-*-"}) {
        EXPECT_FALSE(is_rule(line)) << line;
    }
}

}  // namespace
}  // namespace nonmun
