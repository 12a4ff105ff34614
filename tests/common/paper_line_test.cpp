// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/paper_line.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "common/paper_json.hpp"

// The writer and reader without a tree must agree with those that build one.
namespace nonmun {
namespace {

std::string random_text(std::mt19937& random) {
    static const std::vector<std::string> pieces = {"a",
                                                    "모델",
                                                    " ",
                                                    "\"",
                                                    "\\",
                                                    "\n",
                                                    "\t",
                                                    std::string(1, '\0'),
                                                    "\x1B[m",
                                                    "\x7F",
                                                    "\u0080",
                                                    "\u009B",
                                                    "\u00A0",
                                                    "é",
                                                    "…",
                                                    "“",
                                                    "\u2029",
                                                    "\u202A",
                                                    "\u202E",
                                                    "\u202F",
                                                    "\u2065",
                                                    "\u2066",
                                                    "\u2069",
                                                    "\u206A",
                                                    "😀",
                                                    "\xC2",
                                                    "\xE2",
                                                    "\xE2\x80",
                                                    "\xED\xA0\x80",
                                                    "\xFF",
                                                    "/",
                                                    "\\u0041"};
    std::string text;
    for (auto count = random() % 8; count > 0; --count) text += pieces[random() % pieces.size()];
    return text;
}

Paper random_paper(std::mt19937& random) {
    const auto text = [&] {
        return random() % 20 == 0 ? random_text(random) : std::string("확산 “a\\b” \"…\"");
    };
    const auto often = [&] { return random() % 3 != 0; };
    const auto day = [&] { return date_of_day(static_cast<int>(random() % 30'000)); };
    const auto votes = [&] { return static_cast<std::int64_t>(random() % (max_votes + 1)); };
    Paper paper;
    paper.id = text();
    paper.title = text();
    paper.url = text();
    if (often()) paper.date = day();
    if (often()) paper.votes = votes();
    for (auto count = random() % 4; count > 0; --count) paper.authors.push_back(text());
    if (often()) paper.media = Media{text(), text()};
    for (auto count = random() % 4; count > 0; --count) {
        SummaryItem& item = paper.summary.emplace_back(SummaryItem{std::nullopt, text()});
        if (often()) item.section = text();
    }
    for (auto count = random() % 3; count > 0; --count) {
        Appearance& appearance = paper.appearances.emplace_back(Appearance{{}, {}, text()});
        if (often()) appearance.date = day();
        if (often()) appearance.votes = votes();
    }
    return paper;
}

TEST(PaperLine, EqualsTheLineOfATreeOfValues) {
    std::mt19937 random(1);
    std::size_t read = 0;
    for (int round = 0; round < 20'000; ++round) {
        const std::string text = random_text(random);
        std::string line;
        append_json(line, text);
        ASSERT_EQ(line, to_line(Json(text))) << testing::PrintToString(text);
        const Paper paper = random_paper(random);
        const std::string whole = to_line(to_json(paper));
        ASSERT_EQ(to_line(paper), whole);
        const auto back = paper_from_own_line(whole);
        if (!back) continue;
        ++read;
        ASSERT_EQ(to_line(*back), whole);
        if (whole.find("\\u") == std::string::npos && whole.find("\uFFFD") == std::string::npos) {
            ASSERT_EQ(*back, paper) << whole;
        }
    }
    EXPECT_GT(read, 1000u);
}

TEST(PaperLine, ADamagedLineIsNotRead) {
    Paper paper;
    paper.id = "1";
    paper.authors = {"A", "B"};
    paper.media = Media{"image", "x.png"};
    paper.summary = {{"S", "t"}, {std::nullopt, "u"}};
    paper.appearances = {{Date{2024, 5, 1}, 3, "T"}};
    const std::string line = to_line(paper);
    ASSERT_EQ(paper_from_own_line(line), paper);
    for (std::size_t at = 0; at < line.size(); ++at) {
        EXPECT_FALSE(paper_from_own_line(line.substr(0, at))) << at;
        std::string more = line;
        more.insert(at, 1, '\\');
        const auto read = paper_from_own_line(more);
        EXPECT_TRUE(!read || to_line(*read) == more) << more;
    }
    EXPECT_FALSE(paper_from_own_line(line + " "));
}

}  // namespace
}  // namespace nonmun
