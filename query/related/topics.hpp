// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "query/related/simd.hpp"
#include "query/related/sparse_rows.hpp"

namespace nonmun {

// Latent semantic analysis (Deerwester et al., 1990): each paper is a unit vector of at most
// `most_topics` numbers, its tf-idf vector projected on the leading right singular vectors of all
// papers. Papers that share no term can be near. The singular vectors come from a randomized
// decomposition (Halko, Martinsson and Tropp, 2011, algorithm 4.4) of at most `fitted_papers`
// papers, spread evenly over the index; all papers are projected. The same papers give the same
// bits on the same machine.
class Topics {
  public:
    static constexpr std::size_t most_topics = 50;
    static constexpr std::size_t fitted_papers = 20000;

    Topics() = default;

    // `papers` are unit vectors over `terms` terms.
    Topics(const Rows<TermWeight>& papers, std::size_t terms);

    std::size_t count() const { return count_; }  // 0 for fewer than two papers or terms

    // The topics of any vector over the same terms: a unit vector of count() numbers, or zeros if
    // it has no terms.
    std::vector<float> project(std::span<const TermWeight> vector) const;

    // Sets `cosines` to the cosine of a topic vector with each paper's, -1 to 1.
    void cosines(std::span<const float> topics, std::vector<float>& cosines) const;

  private:
    void fit(const Rows<TermWeight>& papers, std::size_t terms);

    std::size_t count_ = 0;
    std::vector<float> terms_;   // right singular vectors: a row of count() numbers for each term
    std::vector<float> papers_;  // a row for each paper, padded to whole lanes
};

}  // namespace nonmun
