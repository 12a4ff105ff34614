// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/topics.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <Eigen/Dense>

namespace nonmun {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Extra directions, and rounds of subspace iteration: the values that Halko et al. recommend for
// slowly falling spectra. More change no score on the evaluation sets by .001.
constexpr Eigen::Index oversampling = 14;
constexpr int rounds = 3;

// The papers that the topics are fitted to, as a sparse matrix with a row for each.
class Sample {
  public:
    Sample(const Rows<TermWeight>& papers, std::size_t most)
        : papers_(papers), size_(std::min(papers.size(), most)) {}

    Eigen::Index size() const { return static_cast<Eigen::Index>(size_); }
    std::span<const TermWeight> row(Eigen::Index i) const {
        return papers_.row(static_cast<std::size_t>(i) * papers_.size() / size_);
    }

    Matrix times(const Matrix& by_term) const {
        Matrix product = Matrix::Zero(size(), by_term.cols());
        for (Eigen::Index i = 0; i < size(); ++i) {
            for (const TermWeight& entry : row(i))
                product.row(i) += entry.weight * by_term.row(entry.term);
        }
        return product;
    }

    Matrix transposed_times(const Matrix& by_paper, Eigen::Index terms) const {
        Matrix product = Matrix::Zero(terms, by_paper.cols());
        for (Eigen::Index i = 0; i < size(); ++i) {
            for (const TermWeight& entry : row(i))
                product.row(entry.term) += entry.weight * by_paper.row(i);
        }
        return product;
    }

  private:
    const Rows<TermWeight>& papers_;
    std::size_t size_;
};

// An orthonormal basis of the columns.
Matrix orthonormal(const Matrix& columns) {
    const Eigen::HouseholderQR<Eigen::MatrixXf> decomposition(columns);
    return decomposition.householderQ() *
           Eigen::MatrixXf::Identity(columns.rows(), std::min(columns.rows(), columns.cols()));
}

// Random signs work as well as normal numbers here, and are the same in every standard library.
Matrix random_signs(Eigen::Index rows, Eigen::Index columns) {
    std::mt19937_64 bits(20240501);
    Matrix signs(rows, columns);
    for (Eigen::Index i = 0; i < signs.size(); ++i)
        signs.data()[i] = (bits() >> 63) != 0 ? 1.0F : -1.0F;
    return signs;
}

void scale_to_length_1(std::span<float> vector) {
    double squares = 0;
    for (const float value : vector) squares += static_cast<double>(value) * value;
    if (squares <= 0) return;
    const auto length = static_cast<float>(std::sqrt(squares));
    for (float& value : vector) value /= length;
}

}  // namespace

Topics::Topics(const Rows<TermWeight>& papers, std::size_t terms) {
    if (papers.size() < 2 || terms < 2) return;
    fit(papers, terms);
    papers_.assign(papers.size() * whole_lanes(count_), 0);
    for (std::size_t i = 0; i < papers.size(); ++i) {
        const std::vector<float> topics = project(papers.row(i));
        std::copy(topics.begin(), topics.end(),
                  papers_.begin() + static_cast<std::ptrdiff_t>(i * whole_lanes(count_)));
    }
}

void Topics::fit(const Rows<TermWeight>& papers, std::size_t terms) {
    const Sample sample(papers, fitted_papers);
    const auto term_count = static_cast<Eigen::Index>(terms);
    const Eigen::Index smallest = std::min(sample.size(), term_count);
    const auto topics = std::min(static_cast<Eigen::Index>(most_topics), smallest);
    const Eigen::Index width = std::min(topics + oversampling, smallest);
    Matrix basis = orthonormal(sample.times(random_signs(term_count, width)));
    for (int round = 0; round < rounds; ++round)
        basis = orthonormal(sample.times(sample.transposed_times(basis, term_count)));
    // With B = basis' · papers, B·B' = U·S²·U', and the right singular vectors are B'·U·S⁻¹.
    const Matrix projected = sample.transposed_times(basis, term_count);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXf> solver(projected.transpose() * projected);
    const Eigen::VectorXf& squares = solver.eigenvalues();  // ascending
    count_ = static_cast<std::size_t>(topics);
    Eigen::MatrixXf axes(width, topics);
    for (Eigen::Index i = 0; i < topics; ++i) {
        const float square = squares[width - 1 - i];
        // A direction without papers is set to 0.
        const bool real = square > 1e-6F * squares[width - 1];
        axes.col(i) = solver.eigenvectors().col(width - 1 - i) * (real ? 1 / std::sqrt(square) : 0);
    }
    terms_.resize(terms * count_);
    Eigen::Map<Matrix>(terms_.data(), term_count, topics) = projected * axes;
}

std::vector<float> Topics::project(std::span<const TermWeight> vector) const {
    std::vector<float> topics(count_);
    for (const TermWeight& entry : vector) {
        const float* row = terms_.data() + entry.term * count_;
        for (std::size_t i = 0; i < count_; ++i) topics[i] += entry.weight * row[i];
    }
    scale_to_length_1(topics);
    return topics;
}

void Topics::cosines(std::span<const float> topics, std::vector<float>& cosines) const {
    if (count_ == 0) return cosines.clear();
    std::vector<float> vector(topics.begin(), topics.end());
    vector.resize(whole_lanes(count_));
    cosines.resize(papers_.size() / vector.size());
    products(vector.data(), papers_.data(), cosines.size(), vector.size(), cosines.data());
}

}  // namespace nonmun
