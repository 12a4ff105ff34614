// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/trends.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/support/csv.hpp"
#include "tests/support/hits.hpp"
#include "tests/support/index.hpp"

namespace nonmun::tests {
namespace {

// Three months of ten papers: all on images, from the second month also on mamba.
std::vector<Paper> three_months() {
    std::vector<Paper> papers;
    for (int month = 1; month <= 3; ++month) {
        for (int i = 0; i < 10; ++i) {
            const bool mamba = month >= 2 && i < 4 * (month - 1);
            const std::string id = std::to_string(month) + "." + std::to_string(i);
            papers.push_back(
                with_date(paper(id, std::string("Images ") + (mamba ? "mamba" : "attention")),
                          "2024-0" + std::to_string(month) + "-01"));
        }
    }
    papers.push_back(paper("undated", "Images without a day"));
    return papers;
}

Trends trends_of(OpenIndex& index, const TrendsRequest& request) {
    return find_trends(index.searcher(), request);
}

TEST(Trends, HaveNewTerms) {
    SmallIndex index(three_months());
    const Trends trends = trends_of(*index, {});
    ASSERT_EQ(trends.months.size(), 3u);
    EXPECT_EQ(trends.papers, 30u);
    EXPECT_EQ(trends.months[1].month, "2024-02");
    EXPECT_TRUE(trends.months[0].fresh.empty()) << "the first month has no earlier one";
    ASSERT_EQ(trends.months[1].fresh.size(), 1u);
    EXPECT_EQ(trends.months[1].fresh[0].term, "mamba");
    EXPECT_EQ(trends.months[1].fresh[0].papers, 4u);
    EXPECT_TRUE(trends.months[2].fresh.empty());
}

TEST(Trends, TopicsAreRisingTermsThenFrequentOnes) {
    std::vector<Paper> papers = three_months();
    for (int i = 0; i < 10; ++i) {
        papers.push_back(with_date(paper("g." + std::to_string(i), "Graphs", {"쓰는 방식"}),
                                   "2024-01-0" + std::to_string(1 + i % 3)));
    }
    SmallIndex index(papers);
    const Trends trends = trends_of(*index, {});
    std::vector<std::string> terms;
    for (const TopicTrend& topic : trends.topics) terms.push_back(topic.term);
    ASSERT_GE(terms.size(), 2u);
    EXPECT_EQ(terms.front(), "mamba");
    EXPECT_NE(std::find(terms.begin(), terms.end(), "graphs"), terms.end());
    EXPECT_EQ(std::find(terms.begin(), terms.end(), "images"), terms.end()) << "in most papers";
    EXPECT_EQ(std::find(terms.begin(), terms.end(), "방식"), terms.end()) << "in no title";
}

TEST(Trends, HaveTheRequestedTopics) {
    SmallIndex index(three_months());
    TrendsRequest request;
    request.terms = {"mamba", "images mamba", "never written"};
    request.topics = 0;
    const Trends trends = trends_of(*index, request);
    ASSERT_EQ(trends.topics.size(), 3u);
    EXPECT_EQ(trends.topics[0].months, (std::vector<std::size_t>{0, 4, 8}));
    EXPECT_EQ(trends.topics[0].papers, 12u);
    EXPECT_EQ(trends.topics[1].months, trends.topics[0].months);
    EXPECT_EQ(trends.topics[2].papers, 0u);
}

TEST(Trends, HaveAScopeAndAPeriod) {
    SmallIndex index(three_months());
    TrendsRequest request;
    request.from = Date{2024, 2, 15};
    request.terms = {"mamba"};
    const Trends later = trends_of(*index, request);
    ASSERT_EQ(later.months.size(), 2u);
    EXPECT_EQ(later.months[0].fresh.size(), 1u) << "earlier months still count as earlier";
    EXPECT_EQ(later.topics[0].months, (std::vector<std::size_t>{4, 8}));
    request = {};
    request.scope = "mamba";
    const Trends scoped = trends_of(*index, request);
    EXPECT_EQ(scoped.papers, 12u);
    EXPECT_EQ(scoped.months.size(), 2u);
    request.scope = "nothing-like-it";
    EXPECT_TRUE(trends_of(*index, request).months.empty());
}

TEST(Trends, HaveAllFormats) {
    Trends trends;
    trends.papers = 3;
    trends.months = {{"2024-01", 1, {}, {}}, {"2024-02", 2, {{hostile, 2, 0}}, {{"=1+1", 2, 0.5}}}};
    trends.topics = {{hostile, 2, {0, 2}}};
    std::ostringstream text, csv, markdown;
    render_trends_text(trends, {false, 60}, text);
    render_trends_csv(trends, csv);
    render_trends_markdown(trends, markdown);
    EXPECT_EQ(text.str().find('\x1b'), std::string::npos);
    EXPECT_NE(text.str().find("2024-02, 2 papers"), std::string::npos) << text.str();
    EXPECT_NE(text.str().find("█"), std::string::npos);
    const auto rows = read_csv(csv.str());
    ASSERT_EQ(rows.size(), 5u);
    EXPECT_EQ(rows[3][3], "'=1+1") << "spreadsheets do not run it";
    EXPECT_EQ(rows[4], (std::vector<std::string>{"2024-02", "2", "topic", rows[1][3], "2", ""}));
    EXPECT_EQ(markdown.str().find("`<img"), std::string::npos) << markdown.str();
    EXPECT_EQ(trends_json(trends)["topics"][0]["term"], hostile);
    Trends none;
    std::ostringstream nothing;
    render_trends_text(none, {}, nothing);
    none.topics = {{"mamba", 0, {}}};  // asked for where no month is left
    render_trends_text(none, {}, nothing);
    EXPECT_EQ(nothing.str(), "");
}

}  // namespace
}  // namespace nonmun::tests
