// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/similarity_model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "query/related/display_words.hpp"
#include "tests/support/index.hpp"

namespace nonmun {
namespace {

using tests::paper;
using tests::SmallIndex;

double length(std::span<const TermWeight> vector) {
    double squares = 0;
    for (const TermWeight& entry : vector)
        squares += static_cast<double>(entry.weight) * entry.weight;
    return std::sqrt(squares);
}

double dot(std::span<const TermWeight> a, std::span<const TermWeight> b) {
    double sum = 0;
    for (const TermWeight& x : a) {
        for (const TermWeight& y : b) {
            if (x.term == y.term) sum += static_cast<double>(x.weight) * y.weight;
        }
    }
    return sum;
}

// Constructs and uses the model within one read of the index.
template <typename Body>
void with_model(tests::OpenIndex& index, Body body) {
    index.read([&](const Xapian::Database& database) {
        SimilarityModel model(database);
        body(model, database);
    });
}

TEST(SimilarityModel, VectorsHaveLengthOneOrNone) {
    with_model(tests::data_index(), [](SimilarityModel& model, const Xapian::Database& database) {
        ASSERT_EQ(model.size(), database.get_doccount());
        for (std::uint32_t one = 0; one < model.size(); ++one) {
            EXPECT_NEAR(length(model.vector(one)), 1, 1e-5);
            EXPECT_EQ(model.paper(model.document(one)), one);
        }
    });
}

TEST(SimilarityModel, CosinesAreProductsOfTheVectors) {
    with_model(tests::data_index(), [](SimilarityModel& model, const Xapian::Database&) {
        std::vector<float> cosines;
        for (std::uint32_t one = 0; one < model.size(); one += 7) {
            model.cosines(model.vector(one), cosines);
            ASSERT_EQ(cosines.size(), model.size());
            EXPECT_NEAR(cosines[one], 1, 1e-5);
            for (std::uint32_t other = 0; other < model.size(); ++other) {
                EXPECT_NEAR(cosines[other], dot(model.vector(one), model.vector(other)), 1e-5);
            }
        }
    });
}

TEST(SimilarityModel, WordsOfOnlyOnePaperDoNotCount) {
    SmallIndex index({paper("a", "robot unicorn"), paper("b", "robot griffin"), paper("c", "video"),
                      paper("d", "video")});
    with_model(*index, [](SimilarityModel& model, const Xapian::Database&) {
        EXPECT_EQ(model.vector(0).size(), 1u);
        EXPECT_NEAR(dot(model.vector(0), model.vector(1)), 1, 1e-6);
        EXPECT_EQ(dot(model.vector(0), model.vector(2)), 0);
    });
}

TEST(SimilarityModel, WordsOfEveryPaperHaveNoWeight) {
    SmallIndex index({paper("a", "robot"), paper("b", "robot")});
    with_model(*index, [](SimilarityModel& model, const Xapian::Database&) {
        for (const std::uint32_t one : {0U, 1U}) EXPECT_EQ(length(model.vector(one)), 0);
        std::vector<float> cosines;
        model.cosines(model.vector(0), cosines);
        for (const float cosine : cosines) EXPECT_EQ(cosine, 0);
    });
}

TEST(SimilarityModel, RareWordsWeighMoreThanCommonOnes) {
    SmallIndex index({paper("seed", "robot video"), paper("rare", "video"),
                      paper("common", "robot"), paper("1", "robot graph"),
                      paper("2", "robot graph"), paper("3", "token")});
    with_model(*index, [](SimilarityModel& model, const Xapian::Database&) {
        std::vector<float> cosines;
        model.cosines(model.vector(0), cosines);
        EXPECT_GT(cosines[1], cosines[2]);
        EXPECT_GT(cosines[2], 0);
        EXPECT_EQ(cosines[5], 0);
        const auto shared = shared_words(model, model.vector(0), model.vector(0), {});
        ASSERT_FALSE(shared.empty());
        EXPECT_EQ(shared.front(), "video");
    });
}

TEST(SimilarityModel, AJoinedFormDoesNotCountWithItsParts) {
    SmallIndex index({paper("a", "data-base"), paper("b", "database"), paper("c", "database"),
                      paper("d", "data-base base")});
    with_model(*index, [](SimilarityModel& model, const Xapian::Database&) {
        EXPECT_GT(dot(model.vector(1), model.vector(2)), 0);
        EXPECT_EQ(dot(model.vector(0), model.vector(1)), 0);
        EXPECT_GT(dot(model.vector(0), model.vector(3)), 0);
        EXPECT_EQ(model.vector(0).size(), 2u);
    });
}

TEST(SimilarityModel, TextIsAnalyzedLikePapers) {
    SmallIndex index({paper("a", "", {"robot 모델을 쓴다"}), paper("b", "", {"robot 모델의 video"}),
                      paper("c", "video"), paper("d", "graph")});
    with_model(*index, [&](SimilarityModel& model, const Xapian::Database&) {
        const auto text = model.vector_of_text("모델은 robots", index->analyzer());
        EXPECT_NEAR(length(text), 1, 1e-6);
        EXPECT_GT(dot(text, model.vector(0)), dot(text, model.vector(1)));
        EXPECT_TRUE(model.vector_of_text("unheard of", index->analyzer()).empty());
        EXPECT_TRUE(model.vector_of_text("", index->analyzer()).empty());
    });
}

TEST(SimilarityModel, TheCentroidIsBetweenItsPapers) {
    with_model(tests::data_index(), [](SimilarityModel& model, const Xapian::Database&) {
        const std::uint32_t papers[] = {1, 9};
        const auto middle = model.centroid(papers);
        EXPECT_NEAR(length(middle), 1, 1e-5);
        EXPECT_NEAR(dot(middle, model.vector(1)), dot(middle, model.vector(9)), 1e-4);
        const std::uint32_t lone[] = {4};
        EXPECT_NEAR(dot(model.centroid(lone), model.vector(4)), 1, 1e-5);
        EXPECT_TRUE(model.centroid({}).empty());
    });
}

TEST(SimilarityModel, HasAuthorsAndDays) {
    SmallIndex index(
        {tests::with_date(paper("a", "robot", {}, {"Ada Lovelace", "Alan Turing"}), "1970-01-11"),
         paper("b", "video", {}, {"Lovelace, Ada"})});
    with_model(*index, [](SimilarityModel& model, const Xapian::Database&) {
        EXPECT_EQ(model.authors(0).size(), 2u);
        ASSERT_EQ(model.authors(1).size(), 1u);
        EXPECT_EQ(model.papers_of_author(model.authors(1).front()).size(), 2u);
        EXPECT_EQ(model.day(0), 10);
        EXPECT_EQ(model.day(1), std::nullopt);
    });
}

}  // namespace
}  // namespace nonmun
