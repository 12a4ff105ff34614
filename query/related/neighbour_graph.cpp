// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/neighbour_graph.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>

#include <Eigen/Dense>

#include "common/best_of.hpp"
#include "common/workers.hpp"
#include "query/related/simd.hpp"

namespace nonmun {
namespace {

// A term of more than this share of the papers is cheaper as a column than as an inverted list.
constexpr double dense_share = 0.1;
// First columns, computed for every pair; a multiple of four.
constexpr std::size_t head_columns = 32;
// The most promising lanes are computed first, so that the bound to beat is high for the others.
constexpr std::size_t first_lanes = 12;
// Tolerance for rounding of 32-bit sums: no neighbour is lost, and papers that share no term are
// not neighbours.
constexpr float slack = 1e-5F;
// Papers that a thread takes at once.
constexpr std::size_t papers_at_once = 64;

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Sixteen numbers in vector registers (a vector extension of GCC and Clang).
using Lane = float __attribute__((vector_size(lane * sizeof(float))));
// The same in memory without alignment. (A packed member, because compilers differ in how an
// alignment attribute on the type itself is kept.)
struct __attribute__((packed, may_alias)) LaneInMemory {
    Lane numbers;
};

// For each lane: adds the products of the first columns to its papers' sums, and sets `bounds` to
// the highest bound of its papers.
NONMUN_VECTORIZED void add_heads(const float* heads, const float* source, const float* rests,
                                 float rest, std::size_t lanes,
                                 float* sums,  // NOLINT(readability-non-const-parameter)
                                 float* bounds) {
    for (std::size_t i = 0; i < lanes; ++i, heads += head_columns * lane) {
        const auto* columns = reinterpret_cast<const LaneInMemory*>(heads);
        // Four independent sums, so that additions do not wait for each other.
        Lane a = source[0] * columns[0].numbers, b = source[1] * columns[1].numbers,
             c = source[2] * columns[2].numbers, d = source[3] * columns[3].numbers;
        for (std::size_t column = 4; column < head_columns; column += 4) {
            a += source[column] * columns[column].numbers;
            b += source[column + 1] * columns[column + 1].numbers;
            c += source[column + 2] * columns[column + 2].numbers;
            d += source[column + 3] * columns[column + 3].numbers;
        }
        auto& of_papers = *reinterpret_cast<LaneInMemory*>(sums + i * lane);
        const Lane sum = of_papers.numbers + ((a + b) + (c + d));
        of_papers.numbers = sum;
        const auto& rests_of_papers = *reinterpret_cast<const LaneInMemory*>(rests + i * lane);
        const Lane bound = sum + rest * rests_of_papers.numbers;
        float best = bound[0];
        for (std::size_t j = 1; j < lane; ++j) best = bound[j] > best ? bound[j] : best;
        bounds[i] = best;
    }
}

bool better_neighbour(const Neighbour& a, const Neighbour& b) {
    return a.cosine != b.cosine ? a.cosine > b.cosine : a.paper < b.paper;
}

// The model's matrix in two parts: inverted lists of the rarer terms, columns of the frequent ones.
class SplitMatrix {
  public:
    explicit SplitMatrix(const SimilarityModel& model) : model_(model), dense_(model.term_count()) {
        Eigen::Index columns = 0;
        for (std::uint32_t term = 0; term < model.term_count(); ++term) {
            const bool frequent = static_cast<double>(model.postings(term).size()) >
                                  dense_share * static_cast<double>(model.size());
            dense_[term] = frequent;
            columns += frequent;
        }
        rotate(columns);
    }

    std::size_t size() const { return model_.size(); }
    std::size_t lanes() const { return rests_.size() / lane; }
    const float* heads() const { return heads_.data(); }
    float head(std::size_t paper, std::size_t column) const {
        return heads_[(paper / lane * head_columns + column) * lane + paper % lane];
    }
    const float* rests() const { return rests_.data(); }
    const float* tail(std::size_t paper) const { return tails_.data() + paper * tail_columns_; }
    std::size_t tail_columns() const { return tail_columns_; }

    // Adds the products of the rarer terms to all papers' sums.
    void add_lists(std::uint32_t source, float* sums) const {
        for (const TermWeight& entry : model_.vector(source)) {
            if (dense_[entry.term]) continue;
            for (const Posting& posting : model_.postings(entry.term))
                sums[posting.paper] += entry.weight * posting.weight;
        }
    }

  private:
    // Rotates the columns of the frequent terms, which changes no product, so that the first
    // columns hold as much of all papers' lengths as possible.
    void rotate(Eigen::Index columns) {
        const auto papers = static_cast<Eigen::Index>(size());
        Matrix dense = Matrix::Zero(papers, columns);
        Eigen::Index column = 0;
        for (std::uint32_t term = 0; term < dense_.size(); ++term) {
            if (!dense_[term]) continue;
            for (const Posting& posting : model_.postings(term))
                dense(posting.paper, column) = posting.weight;
            ++column;
        }
        if (columns > 0) {  // the solver rejects an empty matrix
            const Eigen::SelfAdjointEigenSolver<Matrix> axes(dense.transpose() * dense);
            dense = dense * axes.eigenvectors().rowwise().reverse();
        }
        const auto all = static_cast<std::size_t>(columns);
        const std::size_t first = std::min(head_columns, all);
        tail_columns_ = whole_lanes(all - first);
        rests_.assign(whole_lanes(size()), 0);
        heads_.assign(rests_.size() * head_columns, 0);
        tails_.assign(tail_columns_ * size(), 0);
        for (std::size_t paper = 0; paper < size(); ++paper) {
            const float* row = dense.data() + paper * all;
            float* head = heads_.data() + paper / lane * head_columns * lane + paper % lane;
            for (std::size_t i = 0; i < first; ++i) head[i * lane] = row[i];
            std::copy(row + first, row + all, tails_.data() + paper * tail_columns_);
            rests_[paper] = std::sqrt(product(tail(paper), tail(paper), tail_columns_));
        }
    }

    const SimilarityModel& model_;
    std::vector<bool> dense_;  // by term
    std::size_t tail_columns_ = 0;
    std::vector<float> heads_;  // first columns: lane by lane, within a lane column by column
    std::vector<float> tails_;  // other columns, paper by paper
    std::vector<float> rests_;  // length of each paper's tail; padded to whole lanes
};

// Finds the neighbours of one paper after the other. Each thread has its own.
class NeighbourSearch {
  public:
    NeighbourSearch(const SplitMatrix& matrix, std::size_t most)
        : matrix_(matrix),
          best_(most),
          sums_(matrix.lanes() * lane),
          bounds_(matrix.lanes()),
          order_(matrix.lanes()) {}

    // Best first.
    std::vector<Neighbour> nearest(std::uint32_t source) {
        std::fill(sums_.begin(), sums_.end(), 0.0F);
        matrix_.add_lists(source, sums_.data());
        float head[head_columns];
        for (std::size_t i = 0; i < head_columns; ++i) head[i] = matrix_.head(source, i);
        add_heads(matrix_.heads(), head, matrix_.rests(), matrix_.rests()[source], matrix_.lanes(),
                  sums_.data(), bounds_.data());
        std::iota(order_.begin(), order_.end(), 0U);
        const auto first =
            order_.begin() + static_cast<std::ptrdiff_t>(std::min(first_lanes, order_.size()));
        std::partial_sort(
            order_.begin(), first, order_.end(),
            [&](std::uint32_t a, std::uint32_t b) { return bounds_[a] > bounds_[b]; });
        for (auto it = order_.begin(); it != first; ++it) {
            search_lane(source, *it);
            bounds_[*it] = -1;
        }
        for (std::size_t i = 0; i < bounds_.size(); ++i) {
            if (bounds_[i] > least()) search_lane(source, i);
        }
        return best_.take();
    }

  private:
    float least() const { return best_.full() ? best_.worst().cosine - slack : 0.0F; }

    void search_lane(std::uint32_t source, std::size_t lane_number) {
        const std::size_t end = std::min(matrix_.size(), (lane_number + 1) * lane);
        for (std::size_t paper = lane_number * lane; paper < end; ++paper) {
            if (paper != source) finish(source, static_cast<std::uint32_t>(paper));
        }
    }

    void finish(std::uint32_t source, std::uint32_t paper) {
        const float bound = sums_[paper] + matrix_.rests()[source] * matrix_.rests()[paper];
        if (bound <= least()) return;
        const Neighbour candidate{
            paper, sums_[paper] +
                       product(matrix_.tail(source), matrix_.tail(paper), matrix_.tail_columns())};
        if (candidate.cosine > slack) best_.offer(candidate);
    }

    const SplitMatrix& matrix_;
    BestOf<Neighbour, better_neighbour> best_;
    std::vector<float> sums_;           // by paper: the partial cosine
    std::vector<float> bounds_;         // by lane: upper bound of its papers' cosines
    std::vector<std::uint32_t> order_;  // of lanes
};

}  // namespace

NeighbourGraph neighbour_graph(const SimilarityModel& model, std::size_t most, std::size_t jobs,
                               const std::function<void(std::size_t)>& progress) {
    NeighbourGraph graph(model.size());
    if (most == 0 || graph.empty()) return graph;
    const SplitMatrix matrix(model);
    std::atomic<std::size_t> next = 0;
    std::mutex reporting;
    std::size_t done = 0;
    const auto work = [&](std::size_t) {
        NeighbourSearch search(matrix, most);
        for (std::size_t begin; (begin = next.fetch_add(papers_at_once)) < graph.size();) {
            const std::size_t end = std::min(begin + papers_at_once, graph.size());
            for (std::size_t paper = begin; paper < end; ++paper)
                graph[paper] = search.nearest(static_cast<std::uint32_t>(paper));
            if (!progress) continue;
            const std::lock_guard lock(reporting);
            progress(done += end - begin);
        }
    };
    run_workers(jobs, work, [&] { next = graph.size(); });
    return graph;
}

std::vector<Neighbour> nearest_papers(const SimilarityModel& model, std::uint32_t paper,
                                      std::size_t most) {
    std::vector<float> cosines;
    model.cosines(model.vector(paper), cosines);
    BestOf<Neighbour, better_neighbour> best(most);
    for (std::uint32_t i = 0; i < cosines.size(); ++i) {
        if (i != paper && cosines[i] > slack) best.offer({i, cosines[i]});
    }
    return best.take();
}

std::shared_ptr<const NeighbourGraph> Similarity::graph(
    std::size_t most, std::size_t jobs, const std::function<void(std::size_t)>& progress) const {
    const std::lock_guard lock(mutex_);
    if (!graph_ || graph_most_ < most) {
        graph_ =
            std::make_shared<const NeighbourGraph>(neighbour_graph(model, most, jobs, progress));
        graph_most_ = most;
    }
    return graph_;
}

bool Similarity::has_graph(std::size_t most) const {
    const std::lock_guard lock(mutex_);
    return graph_ && graph_most_ >= most;
}

std::shared_ptr<const Similarity> read_similarity(const Xapian::Database& database) {
    return std::make_shared<const Similarity>(database);
}

}  // namespace nonmun
