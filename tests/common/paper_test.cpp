// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/paper.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nonmun {
namespace {

const Date may{2024, 5, 1};
const Date june{2024, 6, 1};
const Date july{2024, 7, 1};

// A paper as one digest lists it.
Paper seen(std::optional<Date> date, std::optional<std::int64_t> votes, const std::string& title) {
    Paper paper;
    paper.id = "2404.19756";
    paper.title = title;
    paper.date = date;
    paper.votes = votes;
    paper.appearances = {{date, votes, title}};
    return paper;
}

Paper merged(Paper paper, const Paper& other) {
    merge_into(paper, other);
    return paper;
}

TEST(Paper, TheNewestTitleUrlAuthorsMediaAndSummaryWin) {
    Paper old = seen(may, 1, "Old");
    old.url = "https://arxiv.org/abs/2404.19756";
    old.authors = {"A B"};
    old.media = Media{"image", "old.png"};
    old.summary = {{std::nullopt, "old"}};
    Paper young = seen(june, 2, "Young");
    young.url = "https://arxiv.org/abs/2404.19756v2";
    young.authors = {"C D", "A B"};
    young.media = Media{"video", "young.mp4"};
    young.summary = {{"What's New", "young"}};
    for (const Paper& both : {merged(old, young), merged(young, old)}) {
        EXPECT_EQ(both.title, "Young");
        EXPECT_EQ(both.url, young.url);
        EXPECT_EQ(both.authors, young.authors);
        EXPECT_EQ(both.media, young.media);
        EXPECT_EQ(both.summary, young.summary);
    }
}

TEST(Paper, ACorrectionWinsOnAnyDay) {
    Paper paper = seen(Date{2042, 5, 1}, 3, "Wrong day");
    merge_into(paper, seen(may, 2, "Right day"), true);
    EXPECT_EQ(paper.title, "Right day");
    EXPECT_EQ(paper.appearances.size(), 2u);
}

TEST(Paper, UnknownValuesKeepThoseOfTheSameDay) {
    const Paper both = merged(seen(may, 3, "A Robot"), seen(may, std::nullopt, ""));
    EXPECT_EQ(both.appearances, (std::vector<Appearance>{{may, 3, "A Robot"}}));
    const Paper corrected = merged(seen(may, 3, "A Robot"), seen(may, 1, "A Robot (v2)"));
    EXPECT_EQ(corrected.appearances, (std::vector<Appearance>{{may, 1, "A Robot (v2)"}}));
}

TEST(Paper, AbsentNeverReplacesPresent) {
    Paper old = seen(may, 3, "Old");
    old.url = "u";
    old.authors = {"A B"};
    old.media = Media{"image", "old.png"};
    old.summary = {{std::nullopt, "old"}};
    const Paper both = merged(old, seen(june, std::nullopt, ""));
    EXPECT_EQ(both.title, "Old");
    EXPECT_EQ(both.url, "u");
    EXPECT_EQ(both.authors, old.authors);
    EXPECT_EQ(both.media, old.media);
    EXPECT_EQ(both.summary, old.summary);
    EXPECT_EQ(both.votes, 3);
}

TEST(Paper, ValuesThatTheNewestLacksComeFromTheOlder) {
    Paper old = seen(may, 3, "Old");
    old.authors = {"A B"};
    EXPECT_EQ(merged(seen(june, 1, "Young"), old).authors, old.authors);
}

TEST(Paper, TheHighestVotesAndTheFirstDateCount) {
    for (const bool turned : {false, true}) {
        const Paper a = seen(may, 30, "A");
        const Paper b = seen(june, 12, "B");
        const Paper both = turned ? merged(b, a) : merged(a, b);
        EXPECT_EQ(both.votes, 30);
        EXPECT_EQ(both.date, may);
    }
}

TEST(Paper, UnknownVotesAreLessThanZero) {
    EXPECT_EQ(merged(seen(may, std::nullopt, "A"), seen(june, 0, "A")).votes, 0);
    EXPECT_EQ(merged(seen(may, std::nullopt, "A"), seen(june, std::nullopt, "A")).votes,
              std::nullopt);
}

TEST(Paper, EveryAppearanceIsKeptInOrderOfDaysWithUnknownFirst) {
    Paper paper = seen(june, 2, "June");
    merge_into(paper, seen(july, 3, "July"));
    merge_into(paper, seen(std::nullopt, 9, "Unknown"));
    merge_into(paper, seen(may, 1, "May"));
    EXPECT_EQ(
        paper.appearances,
        (std::vector<Appearance>{
            {std::nullopt, 9, "Unknown"}, {may, 1, "May"}, {june, 2, "June"}, {july, 3, "July"}}));
    EXPECT_EQ(paper.title, "July");
    EXPECT_EQ(paper.date, may);
    EXPECT_EQ(paper.votes, 9);
}

TEST(Paper, ACorrectedDigestCorrectsItsOwnDayOnly) {
    Paper paper = merged(seen(may, 30, "May"), seen(june, 12, "June"));
    merge_into(paper, seen(may, 5, "May, corrected"));
    EXPECT_EQ(paper.appearances,
              (std::vector<Appearance>{{may, 5, "May, corrected"}, {june, 12, "June"}}));
    EXPECT_EQ(paper.votes, 12) << "the 30 votes are withdrawn";
    EXPECT_EQ(paper.title, "June");
    merge_into(paper, seen(june, 12, "June, corrected"));
    EXPECT_EQ(paper.title, "June, corrected");
}

TEST(Paper, MergingTheSameAgainChangesNothing) {
    const Paper both = merged(seen(may, 30, "May"), seen(june, 12, "June"));
    EXPECT_EQ(merged(both, both), both);
    EXPECT_EQ(merged(both, seen(june, 12, "June")), both);
    EXPECT_EQ(merged(both, seen(may, 30, "May")), both);
}

TEST(Paper, AnUnknownDayIsOlderThanAnyDay) {
    EXPECT_EQ(merged(seen(may, 1, "May"), seen(std::nullopt, 2, "Unknown")).title, "May");
    EXPECT_EQ(merged(seen(std::nullopt, 2, "Unknown"), seen(may, 1, "May")).title, "May");
}

TEST(Paper, Ids) {
    for (const std::string& id : std::vector<std::string>{"2404.19756", "cs/0112017", "논문-1", "a",
                                                          std::string(200, 'x')}) {
        EXPECT_TRUE(is_paper_id(id)) << id;
    }
    for (const std::string& id : std::vector<std::string>{
             "", " ", "a b", "a\tb", "a\n", "a\u00A0b", "a\u3000", "\x1b[1m", "\x7F", "\u0085",
             "a\u202E", "\xFF", "\uFFFD", std::string(201, 'x')}) {
        EXPECT_FALSE(is_paper_id(id)) << testing::PrintToString(id);
    }
    EXPECT_FALSE(is_paper_id(std::string_view("a\0b", 3)));
}

}  // namespace
}  // namespace nonmun
