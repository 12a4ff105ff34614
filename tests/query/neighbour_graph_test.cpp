// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/neighbour_graph.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <stdexcept>

#include "tests/support/index.hpp"
#include "tests/support/places.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun {
namespace {

using tests::paper;
using tests::SmallIndex;

template <typename Body>
void with_model(tests::OpenIndex& index, Body body) {
    index.read([&](const Xapian::Database& database) { body(SimilarityModel(database)); });
}

// The cosines of one paper with all others, in double precision, term by term.
std::vector<double> brute_force(const SimilarityModel& model, std::uint32_t source) {
    std::map<std::uint32_t, double> weights;
    for (const TermWeight& entry : model.vector(source)) weights[entry.term] = entry.weight;
    std::vector<double> cosines(model.size());
    for (std::uint32_t paper = 0; paper < model.size(); ++paper) {
        for (const TermWeight& entry : model.vector(paper)) {
            if (const auto own = weights.find(entry.term); own != weights.end())
                cosines[paper] += own->second * entry.weight;
        }
    }
    cosines[source] = 0;
    return cosines;
}

// Expects the row to hold every paper whose cosine is above that of its last, beyond rounding.
void expect_exact(const SimilarityModel& model, const NeighbourGraph& graph, std::size_t most,
                  std::uint32_t source) {
    constexpr double tie = 2e-6;
    const std::vector<double> cosines = brute_force(model, source);
    std::vector<double> sorted = cosines;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    const auto& near = graph[source];
    const auto positive =
        std::count_if(cosines.begin(), cosines.end(), [](double c) { return c > 1e-5; });
    ASSERT_EQ(near.size(), std::min(most, static_cast<std::size_t>(positive))) << source;
    for (std::size_t i = 0; i < near.size(); ++i) {
        EXPECT_NEAR(near[i].cosine, cosines[near[i].paper], tie) << source;
        EXPECT_GE(cosines[near[i].paper], sorted[i] - tie) << source << " rank " << i + 1;
        EXPECT_TRUE(i == 0 || near[i - 1].cosine >= near[i].cosine) << source;
    }
}

TEST(NeighbourGraph, IsExactOnTheSampleDigests) {
    with_model(tests::data_index(), [](const SimilarityModel& model) {
        for (const std::size_t most : {1u, 7u, 100u}) {
            const NeighbourGraph graph = neighbour_graph(model, most, 2);
            for (std::uint32_t one = 0; one < model.size(); ++one)
                expect_exact(model, graph, most, one);
        }
    });
}

TEST(NeighbourGraph, IsExactOnTheArchive) {
    NONMUN_NEEDS_SHARED("archive");
    const tests::TemporaryFolder folder;
    ASSERT_EQ(tests::run("nonmun-index", {"--db", folder / "db", tests::shared("archive")}).status,
              0);
    tests::OpenIndex index({folder / "db"});
    with_model(index, [](const SimilarityModel& model) {
        const NeighbourGraph graph = neighbour_graph(model, 10, 2);
        std::mt19937 bits(11);
        for (int i = 0; i < 2000; ++i)
            expect_exact(model, graph, 10, static_cast<std::uint32_t>(bits() % model.size()));
    });
}

TEST(NeighbourGraph, OneRowAloneIsTheSame) {
    with_model(tests::data_index(), [](const SimilarityModel& model) {
        const NeighbourGraph graph = neighbour_graph(model, 5, 1);
        for (std::uint32_t one = 0; one < model.size(); ++one) {
            const std::vector<Neighbour> alone = nearest_papers(model, one, 5);
            ASSERT_EQ(alone.size(), graph[one].size());
            for (std::size_t i = 0; i < alone.size(); ++i)
                EXPECT_NEAR(alone[i].cosine, graph[one][i].cosine, 2e-6);
        }
    });
}

TEST(NeighbourGraph, IsTheSameForAnyNumberOfThreads) {
    with_model(tests::data_index(), [](const SimilarityModel& model) {
        const NeighbourGraph one = neighbour_graph(model, 10, 1);
        for (const std::size_t jobs : {2u, 3u, 8u}) {
            const NeighbourGraph other = neighbour_graph(model, 10, jobs);
            ASSERT_EQ(one.size(), other.size());
            for (std::size_t paper = 0; paper < one.size(); ++paper) {
                ASSERT_EQ(one[paper].size(), other[paper].size());
                for (std::size_t i = 0; i < one[paper].size(); ++i) {
                    ASSERT_EQ(one[paper][i].paper, other[paper][i].paper);
                    ASSERT_EQ(one[paper][i].cosine, other[paper][i].cosine);
                }
            }
        }
    });
}

TEST(NeighbourGraph, TiesAreInIndexOrder) {
    SmallIndex index({paper("a", "robot arm"), paper("b", "robot arm"), paper("c", "robot arm"),
                      paper("d", "graph token"), paper("e", "graph token")});
    with_model(*index, [](const SimilarityModel& model) {
        const NeighbourGraph graph = neighbour_graph(model, 4, 2);
        ASSERT_EQ(graph[1].size(), 2u);
        EXPECT_EQ(graph[1][0].paper, 0u);
        EXPECT_EQ(graph[1][1].paper, 2u);
        EXPECT_EQ(graph[4].size(), 1u);
    });
}

TEST(NeighbourGraph, IsEmptyForAnEmptyIndexOrZeroNeighbours) {
    SmallIndex index({paper("a", "robot arm"), paper("b", "robot arm")});
    with_model(*index, [](const SimilarityModel& model) {
        EXPECT_TRUE(neighbour_graph(model, 0, 1).front().empty());
    });
    SmallIndex empty({});
    with_model(*empty, [](const SimilarityModel& model) {
        EXPECT_TRUE(neighbour_graph(model, 5, 1).empty());
    });
}

TEST(NeighbourGraph, PapersWithoutACommonWordHaveNoNeighbours) {
    for (const std::vector<Paper>& papers :
         {std::vector{paper("a", "Alpha")}, std::vector{paper("a", "Alpha"), paper("b", "Beta")}}) {
        SmallIndex index(papers);
        with_model(*index, [](const SimilarityModel& model) {
            const NeighbourGraph graph = neighbour_graph(model, 5, 1);
            for (std::uint32_t i = 0; i < model.size(); ++i) EXPECT_TRUE(graph[i].empty());
        });
    }
}

TEST(NeighbourGraph, ReportsProgressAndStopsWhenItThrows) {
    with_model(tests::data_index(), [](const SimilarityModel& model) {
        std::size_t last = 0;
        neighbour_graph(model, 3, 2, [&](std::size_t done) {
            EXPECT_GT(done, last);
            last = done;
        });
        EXPECT_EQ(last, model.size());
        EXPECT_THROW(
            neighbour_graph(model, 3, 2, [](std::size_t) { throw std::runtime_error("stop"); }),
            std::runtime_error);
    });
}

}  // namespace
}  // namespace nonmun
