// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>

#include "common/schema.hpp"
#include "query/related/related.hpp"
#include "tests/support/index.hpp"

// The recency part of search and of related papers.
namespace nonmun {
namespace {

using tests::paper;
using tests::SmallIndex;
using tests::with_date;
using Strings = std::vector<std::string>;

std::optional<double> recency_of(const Hit& hit) {
    for (const ScorePart& part : hit.parts) {
        if (part.name == "recency") return part.value;
    }
    return std::nullopt;
}

SearchRequest seen_from(const std::string& query, const std::string& day, double weight) {
    SearchRequest request;
    request.text = query;
    request.limit = 1000;
    request.weights.recency = weight;
    request.weights.as_of = parse_date(day);
    return request;
}

// 2^(-age / 180) by the calendar.
double decay(const Paper& paper, const Date& as_of) {
    if (!paper.date) return 0;
    const int age = days_since_epoch(as_of) - days_since_epoch(*paper.date);
    return std::exp2(-std::max(0, age) / 180.0);
}

const Strings queries = {"모델",          "gaussian splatting", "\"Gaussian Splatting\"",
                         "+모델 -이미지", "mamba OR video",     "votes:>=20",
                         "diffus*",       "nosuchwordatall"};

TEST(Recency, IsOffByDefault) {
    const HitList list = tests::data_index().search("모델");
    ASSERT_FALSE(list.hits.empty());
    for (const Hit& hit : list.hits) EXPECT_EQ(recency_of(hit), std::nullopt);
}

TEST(Recency, AddsAnExactHalfLifeToTheSameHits) {
    auto& index = tests::data_index();
    for (const char* day : {"2023-11-20", "2024-02-15", "2024-05-01", "2026-01-01", "1999-01-01"}) {
        for (const std::string& query : queries) {
            std::map<std::string, double> without;
            for (const Hit& hit : index.search(query).hits) without[hit.paper.id] = hit.score;
            const HitList list = index.searcher().search(seen_from(query, day, 3));
            EXPECT_EQ(list.total, without.size()) << query;
            ASSERT_EQ(list.hits.size(), without.size()) << query;
            double before = 1e9;
            for (const Hit& hit : list.hits) {
                ASSERT_TRUE(without.contains(hit.paper.id));
                const double wanted = 3 * decay(hit.paper, *parse_date(day));
                EXPECT_NEAR(hit.score - without[hit.paper.id], wanted, 1e-9) << query << " " << day;
                EXPECT_NEAR(recency_of(hit).value_or(-1), wanted, 1e-9);
                EXPECT_LE(hit.score, before);
                before = hit.score;
            }
        }
    }
}

std::vector<Paper> alike_but_days() {
    return {with_date(paper("old", "robot"), "2023-01-01"), paper("none", "robot"),
            with_date(paper("now", "robot"), "2024-05-01"),
            with_date(paper("later", "robot"), "2025-01-01"),
            with_date(paper("half", "robot"), "2023-11-03")};
}

TEST(Recency, LaterPapersHaveTheFullWeightAndPapersWithoutADayNone) {
    SmallIndex index(alike_but_days());
    const HitList list = index->searcher().search(seen_from("robot", "2024-05-01", 1));
    EXPECT_EQ(tests::ids_of(list), (Strings{"now", "later", "half", "old", "none"}));
    EXPECT_DOUBLE_EQ(*recency_of(list.hits[0]), *recency_of(list.hits[1]));
    EXPECT_NEAR(*recency_of(list.hits[2]), *recency_of(list.hits[0]) / 2, 1e-12);
    EXPECT_EQ(*recency_of(list.hits[4]), 0);
    EXPECT_EQ(index->found("robot"), (Strings{"old", "none", "now", "later", "half"}));
}

TEST(Recency, TheDefaultDayIsToday) {
    SmallIndex index({with_date(paper("today", "robot"), to_string(today())),
                      with_date(paper("old", "robot"), "2020-01-01")});
    SearchRequest request;
    request.text = "robot";
    request.weights.recency = 2;
    const HitList list = index->searcher().search(request);
    EXPECT_EQ(tests::ids_of(list), (Strings{"today", "old"}));
    EXPECT_NEAR(*recency_of(list.hits[0]), 2, 0.02);
}

TEST(Recency, SeveralAndRemoteDatabasesRankTheSame) {
    const std::vector<Paper> papers = tests::all_papers(tests::data_index());
    const auto half = papers.begin() + static_cast<std::ptrdiff_t>(papers.size() / 2);
    const tests::TemporaryFolder folder;
    const auto first = tests::write_index(folder, {papers.begin(), half}, "first");
    const auto second = tests::write_index(folder, {half, papers.end()}, "second");
    tests::OpenIndex both({first, second});
    const std::string server = "/usr/bin/xapian-progsrv";
    ASSERT_TRUE(std::filesystem::exists(server)) << "scripts/setup installs it: xapian-tools";
    const auto stub = folder.write(
        "stub", "remote :" + server + " " + first + "\nremote :" + server + " " + second + "\n");
    tests::OpenIndex remote({stub});
    for (const std::string& query : queries) {
        const SearchRequest request = seen_from(query, "2024-02-15", 2);
        const HitList one = both.searcher().search(request);
        const HitList other = remote.searcher().search(request);
        EXPECT_EQ(other.total, one.total) << query;
        EXPECT_EQ(tests::ids_of(other), tests::ids_of(one)) << query;
        for (std::size_t i = 0; i < one.hits.size(); ++i)
            EXPECT_NEAR(other.hits[i].score, one.hits[i].score, 1e-9) << query;
    }
}

TEST(Recency, AppliesToRelatedPapers) {
    std::vector<Paper> papers = alike_but_days();
    papers.push_back(with_date(paper("seed", "robot"), "2024-05-01"));
    for (Paper& one : papers) one.summary = {{std::nullopt, "arm and graph"}};
    papers.push_back(paper("other", "video of a token", {"agents and tokens"}));
    papers.push_back(paper("another", "video", {"agents"}));
    SmallIndex index(papers);
    RelatedRequest request;
    request.ids = {"seed"};
    const auto related = [&] {
        return index->read([&](const Xapian::Database& database) {
            return RelatedFinder(database, index->analyzer()).find(request);
        });
    };
    for (const Hit& hit : related().hits) EXPECT_EQ(recency_of(hit), std::nullopt);
    request.weights.recency = 2;
    request.weights.as_of = Date{2024, 5, 1};
    const HitList list = related();
    ASSERT_EQ(list.hits.size(), 7u);
    for (const Hit& hit : list.hits) {
        EXPECT_NEAR(*recency_of(hit), 2 * 0.05 * decay(hit.paper, {2024, 5, 1}), 1e-9);
        double sum = 0;
        for (const ScorePart& part : hit.parts) sum += part.value;
        EXPECT_NEAR(sum, hit.score, 1e-9) << hit.paper.id;
    }
}

}  // namespace
}  // namespace nonmun
