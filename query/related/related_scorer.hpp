// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "query/related/neighbour_graph.hpp"
#include "query/related/similarity_model.hpp"
#include "query/search/hit.hpp"

namespace nonmun {

// What to find related papers of: papers, or any vector.
struct Seed {
    std::vector<TermWeight> vector;
    std::vector<std::uint32_t> papers;    // never among the results
    std::vector<std::uint32_t> excluded;  // nor are these
    std::vector<std::uint32_t> authors;   // of the papers, ascending
    std::optional<double> day;            // mean of the papers' days since 1970-01-01
};

// A paper with its score, which is the sum of the parts.
struct Candidate {
    std::uint32_t paper = 0;
    double score = 0, content = 0, topics = 0, authors = 0, other_papers = 0, neighbours = 0,
           votes = 0, recency = 0;
};

// Scores all papers against a seed, from the model in memory. The score is a sum:
//   content       the cosine of the tf-idf vectors (SimilarityModel), 0 to 1
//   topics        0.25 · the cosine of the topic vectors (Topics), if positive: finds papers on the
//                 same subject in other words
//   authors       0.5 · sh / (sh + 3) · min(1, content / 0.05), where sh is the sum of
//                 ln(1 + N/df) / ln(1 + N) over the shared authors and df an author's papers: rare
//                 names count more, and a team's papers on other subjects gain nothing
//   neighbours    0.6 · the mean of content + topics + authors over this paper's neighbours,
//                 weighted by their cosine: its 7 nearest papers, and those that have it among
//                 their own 7
//   other papers  0.2 · the mean content of the other papers by its authors, weighted by
//                 sh / (sh + 3)
//   votes         0.02 · the level of its votes among papers of its day
//   recency       0.05 · 2^(-age / half life), when recency is on
// All but votes and recency are multiplied by exp(-(years - 1) / 10) for papers that are more than
// a year apart. Neighbours and other papers are computed for the 200 papers that are best without
// them. docs/ranking.md has the measurements. Not thread safe; several can share the model and the
// graph.
class RelatedScorer {
  public:
    static constexpr std::size_t near_count = 7;

    // `graph` has near_count or more neighbours of each paper. Without it, rows are computed when
    // they are needed.
    explicit RelatedScorer(const SimilarityModel& model, const NeighbourGraph* graph = nullptr);

    // The sum of the papers. Without papers, an empty vector and no day.
    Seed seed_of(std::vector<std::uint32_t> papers) const;

    // The best max(count, 200) papers, best first, ties in index order.
    std::vector<Candidate> best(const Seed& seed, const PartWeights& weights, std::size_t count);

  private:
    std::vector<Candidate> first_best(const Seed& seed, const PartWeights& weights,
                                      std::size_t count);
    double other_papers(std::uint32_t paper);
    void add_author(std::uint32_t author, std::vector<double>& weights,
                    std::vector<std::uint32_t>& papers) const;
    double fade(const Seed& seed, std::uint32_t paper) const;
    std::span<const Neighbour> nearest(std::uint32_t paper);
    void add_neighbours(const Seed& seed, std::vector<Candidate>& best);

    const SimilarityModel& model_;
    const NeighbourGraph* graph_;
    std::unordered_map<std::uint32_t, std::vector<Neighbour>> rows_;  // computed without a graph
    std::vector<double> author_weights_;                              // ln(1 + N/df) / ln(1 + N)
    // Weights of the authors shared with the current candidate, by paper; and the papers where they
    // are not 0.
    std::vector<double> team_weights_;
    std::vector<std::uint32_t> team_papers_;
    // For the current seed, by paper:
    std::vector<bool> hidden_;
    std::vector<double> seed_team_weights_;        // of the shared authors
    std::vector<std::uint32_t> seed_team_papers_;  // where they are not 0
    std::vector<float> cosines_;
    std::vector<float> topic_cosines_;
    std::vector<double> fits_;  // content + topics + authors, without fading
};

}  // namespace nonmun
