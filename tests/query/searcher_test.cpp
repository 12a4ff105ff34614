// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/searcher.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "tests/support/hits.hpp"
#include "tests/support/index.hpp"

// The order, scores and pages of results. Which papers a query finds is tested in
// query_builder_test.cpp.
namespace nonmun {
namespace {

using tests::paper;
using tests::part_of;
using tests::SmallIndex;
using tests::with_date;
using tests::with_votes;
using Strings = std::vector<std::string>;

SearchRequest request_of(const std::string& text) {
    SearchRequest request;
    request.text = text;
    request.limit = 1000;
    return request;
}

double sum_of_parts(const Hit& hit) {
    double sum = 0;
    for (const ScorePart& part : hit.parts) sum += part.value;
    return sum;
}

constexpr const char* many_queries[] = {
    "모델",          "강화학습",       "gaussian splatting",   "\"Gaussian Splatting\"",
    "Soljacic KAN",  "title:mamba",    "votes:>=20",           "diffus*",
    "+모델 -이미지", "mamba OR video", "author:\"Sai Bi\" 3D", "효율적인 long context 추론",
};

TEST(Searcher, PartsAddUpToTheScore) {
    for (const char* query : many_queries) {
        const HitList list = tests::data_index().search(query);
        ASSERT_FALSE(list.hits.empty()) << query;
        for (const Hit& hit : list.hits) {
            EXPECT_NEAR(sum_of_parts(hit), hit.score, 1e-9) << query << " " << hit.paper.id;
            for (const ScorePart& part : hit.parts) EXPECT_GE(part.value, -1e-9) << part.name;
        }
    }
}

TEST(Searcher, TheBestIsFirstAndRanksAreConsecutive) {
    for (const char* query : many_queries) {
        const HitList list = tests::data_index().search(query);
        EXPECT_EQ(list.total, list.hits.size()) << query;
        for (std::size_t i = 0; i < list.hits.size(); ++i) {
            EXPECT_EQ(list.hits[i].rank, i + 1);
            if (i > 0) {
                EXPECT_GE(list.hits[i - 1].score, list.hits[i].score) << query;
            }
        }
    }
}

TEST(Searcher, PagesConcatenateToTheWhole) {
    for (const char* query : many_queries) {
        for (const SortOrder sort : {SortOrder::relevance, SortOrder::votes, SortOrder::date}) {
            SearchRequest request = request_of(query);
            request.sort = sort;
            const HitList whole = tests::data_index().searcher().search(request);
            for (const std::size_t size : {1, 7}) {
                Strings joined;
                request.limit = size;
                for (request.offset = 0; request.offset < whole.total; request.offset += size) {
                    const HitList page = tests::data_index().searcher().search(request);
                    EXPECT_EQ(page.total, whole.total) << query;
                    EXPECT_EQ(page.offset, request.offset);
                    for (const Hit& hit : page.hits) {
                        joined.push_back(hit.paper.id);
                        EXPECT_EQ(hit.rank, joined.size());
                    }
                }
                EXPECT_EQ(joined, tests::ids_of(whole)) << query;
            }
        }
    }
}

TEST(Searcher, APageAfterTheEndIsEmptyAndHasTheTotal) {
    SearchRequest request = request_of("모델");
    request.offset = 100'000;
    const HitList page = tests::data_index().searcher().search(request);
    EXPECT_TRUE(page.hits.empty());
    EXPECT_EQ(page.total, tests::data_index().search("모델").total);
}

TEST(Searcher, WithoutPapersTheIdsAndScoresAreTheSame) {
    for (const char* query : many_queries) {
        SearchRequest request = request_of(query);
        const HitList with = tests::data_index().searcher().search(request);
        request.with_papers = false;
        const HitList ids = tests::data_index().searcher().search(request);
        EXPECT_EQ(tests::ids_of(ids), tests::ids_of(with)) << query;
        for (std::size_t i = 0; i < with.hits.size(); ++i) {
            EXPECT_DOUBLE_EQ(ids.hits[i].score, with.hits[i].score);
        }
    }
}

std::vector<Paper> alike_but_votes() {
    std::vector<Paper> papers = {
        with_votes(paper("none", "robot"), 0), with_votes(paper("unknown", "robot"), {}),
        with_votes(paper("many", "robot"), 100), with_votes(paper("one", "robot"), 1)};
    for (Paper& one : papers) one = with_date(one, "2024-05-01");
    return papers;
}

TEST(Searcher, AParticleHasAWeightOnlyNextToOtherWords) {
    SmallIndex index({paper("topic", "", {"로봇은 지도 영상"}),
                      paper("object", "", {"로봇을 지도 영상"}), paper("other", "", {"그래프"}),
                      paper("another", "", {"토큰"})});
    EXPECT_EQ(index->found("로봇은 지도"), (Strings{"topic", "object"}));
    EXPECT_EQ(index->found("로봇을 지도"), (Strings{"object", "topic"}));
    EXPECT_EQ(index->found("로봇을"), index->found("로봇은"));
}

TEST(Searcher, VotesBreakTiesAndUnknownIsBetween) {
    SmallIndex index(alike_but_votes());
    EXPECT_EQ(index->found("robot"), (Strings{"many", "unknown", "one", "none"}));
}

TEST(Searcher, VotesAreRelativeToTheirDay) {
    SmallIndex index({with_date(with_votes(paper("quiet-best", "robot"), 9), "2024-05-01"),
                      with_date(with_votes(paper("quiet-worst", "robot"), 1), "2024-05-01"),
                      with_date(with_votes(paper("busy-best", "robot"), 200), "2024-05-02"),
                      with_date(with_votes(paper("busy-worst", "robot"), 90), "2024-05-02"),
                      with_date(with_votes(paper("alone", "robot"), 500), "2024-05-03")});
    EXPECT_EQ(index->found("robot"),
              (Strings{"quiet-best", "busy-best", "alone", "quiet-worst", "busy-worst"}));
}

TEST(Searcher, VotesDoNotOutweighRelevance) {
    SmallIndex index({with_votes(paper("both", "robot video"), 0),
                      with_votes(paper("one", "robot graph"), 1000),
                      with_votes(paper("other", "graph token"), 1000),
                      with_votes(paper("more", "token agent"), 1000)});
    EXPECT_EQ(index->found("robot video").front(), "both");
}

TEST(Searcher, VotesCanBeSwitchedOff) {
    SmallIndex index(alike_but_votes());
    SearchRequest request = request_of("robot");
    request.weights.votes = 0;
    const HitList list = index->searcher().search(request);
    EXPECT_EQ(tests::ids_of(list), (Strings{"none", "unknown", "many", "one"}));
    for (const Hit& hit : list.hits) {
        EXPECT_DOUBLE_EQ(hit.score, list.hits.front().score);
        EXPECT_EQ(part_of(hit, "votes"), 0);
    }
}

TEST(Searcher, SortsByVotesAndByDate) {
    SmallIndex index({
        with_date(with_votes(paper("a", "robot"), 5), "2024-01-01"),
        with_date(with_votes(paper("b", "robot"), {}), "2024-03-01"),
        with_date(with_votes(paper("c", "robot"), 200), "2023-01-01"),
        with_date(with_votes(paper("d", "robot"), 30), ""),
        with_date(with_votes(paper("e", "video"), 999), "2025-01-01"),
    });
    SearchRequest request = request_of("robot");
    request.sort = SortOrder::votes;
    EXPECT_EQ(tests::ids_of(index->searcher().search(request)), (Strings{"c", "d", "a", "b"}));
    request.sort = SortOrder::date;
    EXPECT_EQ(tests::ids_of(index->searcher().search(request)), (Strings{"b", "a", "c", "d"}));
}

TEST(Searcher, EqualVotesAndDaysKeepTheOrderOfRelevance) {
    std::vector<Paper> papers = {paper("weak", "robot, a token of a graph and a longer title"),
                                 paper("strong", "robot robot")};
    for (Paper& one : papers) one = with_date(with_votes(one, 7), "2024-01-01");
    SmallIndex index(papers);
    for (const SortOrder sort : {SortOrder::relevance, SortOrder::votes, SortOrder::date}) {
        SearchRequest request = request_of("robot");
        request.sort = sort;
        EXPECT_EQ(tests::ids_of(index->searcher().search(request)), (Strings{"strong", "weak"}));
    }
}

TEST(Searcher, FiltersOfTheRequestEqualThoseOfTheLanguage) {
    auto& index = tests::data_index();
    SearchRequest request = request_of("모델");
    request.from = Date{2024, 1, 1};
    request.to = Date{2024, 6, 30};
    request.least_votes = 10;
    const HitList list = index.searcher().search(request);
    ASSERT_FALSE(list.hits.empty());
    EXPECT_EQ(tests::ids_of(list), index.found("모델 date:2024-01..2024-06 votes:>=10"));
    EXPECT_EQ(list.understood, "모델 date:2024-01-01..2024-06-30 votes:>=10");

    SearchRequest author = request_of("");
    author.authors = {"Sai Bi", "Hao Tan"};
    EXPECT_EQ(tests::ids_of(index.searcher().search(author)),
              index.found("author:\"Sai Bi\" author:\"Hao Tan\""));
    EXPECT_FALSE(index.searcher().search(author).hits.empty());
}

TEST(Searcher, AFilterAppliesToEveryAlternative) {
    auto& index = tests::data_index();
    SearchRequest request = request_of("mamba OR gaussian");
    request.from = Date{2024, 1, 1};
    const HitList list = index.searcher().search(request);
    ASSERT_FALSE(list.hits.empty());
    for (const Hit& hit : list.hits) EXPECT_GE(*hit.paper.date, *request.from) << hit.paper.id;
    EXPECT_EQ(tests::ids_of(list), index.found(list.understood));
}

TEST(Searcher, NamesInPlainWordsFindTheirPapers) {
    auto& index = tests::data_index();
    for (const char* query : {"Soljacic", "Soljačić", "marin soljacic", "Soljacic KAN"}) {
        const HitList list = index.search(query);
        ASSERT_FALSE(list.hits.empty()) << query;
        EXPECT_EQ(list.hits.front().paper.id, "2404.19756") << query;
        EXPECT_GT(part_of(list.hits.front(), "authors"), 0) << query;
    }
    SearchRequest request = request_of("Soljacic");
    request.weights.authors = 0;
    EXPECT_TRUE(index.searcher().search(request).hits.empty());
}

TEST(Searcher, ANameHasNoWeightInAPartThatThePaperDoesNotMatch) {
    SmallIndex index({paper("by", "robot", {}, {"Ada Lovelace"}), paper("other", "video graph")});
    for (const char* query : {"\"lovelace\" OR robot", "(lovelace AND video) OR robot"}) {
        const HitList list = index->search(query);
        ASSERT_FALSE(list.hits.empty()) << query;
        EXPECT_EQ(list.hits.front().paper.id, "by");
        EXPECT_EQ(part_of(list.hits.front(), "authors"), 0) << query;
        EXPECT_GT(part_of(list.hits.front(), "relevance"), 0) << query;
    }
    EXPECT_GT(part_of(index->search("lovelace OR robot").hits.front(), "authors"), 0);
}

TEST(Searcher, SearchesSeveralDatabasesAsOne) {
    std::vector<Paper> papers;
    for (int i = 0; i < 30; ++i) {
        std::string text = "robot";
        for (int k = 0; k < i % 7; ++k) text += " video";
        if (i % 3 == 0) text += " graph";
        papers.push_back(with_votes(paper("p" + std::to_string(i), text), i));
    }
    const tests::TemporaryFolder folder;
    const auto whole = tests::write_index(folder, papers, "whole");
    const auto half = papers.begin() + 11;
    const auto first = tests::write_index(folder, {papers.begin(), half}, "first");
    const auto second = tests::write_index(folder, {half, papers.end()}, "second");
    tests::OpenIndex one({whole});
    tests::OpenIndex both({first, second});
    for (const char* query : {"video graph", "robot", "+video -graph", "votes:>=15", "vid*"}) {
        std::map<std::string, double> expected;
        for (const Hit& hit : one.search(query).hits) expected[hit.paper.id] = hit.score;
        const HitList list = both.search(query);
        EXPECT_EQ(list.total, expected.size()) << query;
        for (const Hit& hit : list.hits) {
            ASSERT_TRUE(expected.contains(hit.paper.id)) << query;
            EXPECT_NEAR(hit.score, expected[hit.paper.id], 1e-9) << query << " " << hit.paper.id;
        }
    }
}

TEST(Searcher, AnswersAreDeterministic) {
    for (const char* query : many_queries) {
        EXPECT_EQ(tests::data_index().found(query), tests::data_index().found(query)) << query;
    }
}

TEST(Searcher, ReportsHowTheQueryWasParsed) {
    const HitList list = tests::data_index().search("모델 AND date:soon");
    EXPECT_EQ(list.understood, "+모델 +date:soon");
    EXPECT_EQ(list.remarks.size(), 1u);
}

}  // namespace
}  // namespace nonmun
