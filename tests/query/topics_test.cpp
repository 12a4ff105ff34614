// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/topics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include <Eigen/Dense>

namespace nonmun {
namespace {

Rows<TermWeight> rows_of(const Eigen::MatrixXf& papers) {
    Rows<TermWeight> rows;
    rows.begins.push_back(0);
    for (Eigen::Index i = 0; i < papers.rows(); ++i) {
        for (Eigen::Index j = 0; j < papers.cols(); ++j) {
            if (papers(i, j) != 0)
                rows.entries.push_back({static_cast<std::uint32_t>(j), papers(i, j)});
        }
        rows.begins.push_back(rows.entries.size());
    }
    return rows;
}

// Sparse unit vectors of papers that each draw most of their words from one of `subjects` groups.
Eigen::MatrixXf random_papers(Eigen::Index papers, Eigen::Index terms, Eigen::Index subjects) {
    std::mt19937 bits(7);
    Eigen::MatrixXf matrix = Eigen::MatrixXf::Zero(papers, terms);
    const Eigen::Index group = terms / subjects;
    for (Eigen::Index i = 0; i < papers; ++i) {
        for (int word = 0; word < 20; ++word) {
            const auto any = static_cast<Eigen::Index>(bits() % static_cast<unsigned>(terms));
            const Eigen::Index own = i % subjects * group + any % group;
            matrix(i, word < 15 ? own : any) += 1;
        }
        matrix.row(i).normalize();
    }
    return matrix;
}

double cosine(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
    return sum;
}

TEST(Topics, AgreeWithAnExactDecomposition) {
    const Eigen::MatrixXf papers = random_papers(300, 400, 10);
    const Rows<TermWeight> rows = rows_of(papers);
    const Topics topics(rows, 400);
    ASSERT_EQ(topics.count(), Topics::most_topics);
    const Eigen::BDCSVD<Eigen::MatrixXd> exact(papers.cast<double>(), Eigen::ComputeThinV);
    const Eigen::MatrixXd projected =
        (papers.cast<double>() * exact.matrixV().leftCols(Topics::most_topics))
            .rowwise()
            .normalized();
    // The random part of the papers has no gap in its spectrum, so single directions may differ.
    std::vector<std::vector<float>> of_papers;
    for (std::size_t i = 0; i < 300; ++i) of_papers.push_back(topics.project(rows.row(i)));
    double difference = 0;
    for (std::size_t i = 0; i < 300; ++i) {
        for (std::size_t j = 0; j < 300; ++j) {
            const double wanted = projected.row(static_cast<Eigen::Index>(i))
                                      .dot(projected.row(static_cast<Eigen::Index>(j)));
            difference += std::abs(cosine(of_papers[i], of_papers[j]) - wanted);
        }
    }
    EXPECT_LT(difference / (300.0 * 300.0), 0.03);
}

TEST(Topics, PapersOfASubjectAreNearWithoutASharedTerm) {
    // Papers 0 and 1 share no word; every other paper of the subject has both words.
    Eigen::MatrixXf papers = random_papers(200, 202, 10);
    papers.row(0).setZero();
    papers.row(1).setZero();
    papers(0, 200) = papers(1, 201) = 1;
    for (Eigen::Index i = 2; i < 22; ++i) {
        papers.row(i).setZero();
        papers(i, 200) = papers(i, 201) = 0.6F;
        papers(i, i) = 0.529F;
    }
    const Rows<TermWeight> rows = rows_of(papers);
    const Topics topics(rows, 202);
    std::vector<float> cosines;
    topics.cosines(topics.project(rows.row(0)), cosines);
    EXPECT_GT(cosines[1], 0.25);
    EXPECT_LT(std::abs(cosines[100]), 0.2);
}

TEST(Topics, AreDeterministicUnitVectors) {
    const Rows<TermWeight> rows = rows_of(random_papers(120, 150, 5));
    const Topics one(rows, 150), other(rows, 150);
    for (std::size_t i = 0; i < 120; ++i) {
        const std::vector<float> topics = one.project(rows.row(i));
        EXPECT_NEAR(cosine(topics, topics), 1, 1e-5);
        EXPECT_EQ(topics, other.project(rows.row(i)));
    }
    const std::vector<float> third = one.project(rows.row(3));
    std::vector<float> cosines;
    one.cosines(third, cosines);
    ASSERT_EQ(cosines.size(), 120U);
    for (std::size_t i = 0; i < 120; ++i)
        EXPECT_NEAR(cosines[i], cosine(third, one.project(rows.row(i))), 1e-5);
}

TEST(Topics, FewPapersHaveFewTopics) {
    EXPECT_EQ(Topics().count(), 0U);
    EXPECT_EQ(Topics(rows_of(Eigen::MatrixXf::Identity(1, 4)), 4).count(), 0U);
    const Rows<TermWeight> apart = rows_of(Eigen::MatrixXf::Identity(3, 5));
    const Topics three(apart, 5);
    EXPECT_EQ(three.count(), 3U);
    EXPECT_NEAR(cosine(three.project(apart.row(0)), three.project(apart.row(1))), 0, 1e-5);
    // A paper without terms has no topics.
    Eigen::MatrixXf papers = Eigen::MatrixXf::Identity(4, 5);
    papers.row(2).setZero();
    const Rows<TermWeight> rows = rows_of(papers);
    const Topics topics(rows, 5);
    for (const float value : topics.project(rows.row(2))) EXPECT_EQ(value, 0);
}

}  // namespace
}  // namespace nonmun
