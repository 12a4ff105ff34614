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

// What papers are compared with: papers taken together, or any vector.
struct Seed {
    std::vector<TermWeight> vector;
    std::vector<std::uint32_t> papers;    // asked about: they never come back
    std::vector<std::uint32_t> excluded;  // that must not come back either
    std::vector<std::uint32_t> authors;   // of the papers, ascending
    std::optional<double> day;            // the papers' mean, in days since 1970
};

// A paper with its score, and the parts that add up to it.
struct Candidate {
    std::uint32_t paper = 0;
    double score = 0, content = 0, topics = 0, authors = 0, other_papers = 0, neighbours = 0,
           votes = 0, recency = 0;
};

// Scores papers by their likeness to others; in memory, from the model alone. The score is a sum:
//   content       cosine of the tf-idf vectors (SimilarityModel), 0 to 1
//   topics        0.25 · the cosine of their topics (Topics), if positive: the same in other words
//   authors       0.5 · sh / (sh + 3) · min(1, content / 0.05), where sh sums
//                 ln(1 + N/df) / ln(1 + N) over the shared authors, df being an author's papers:
//                 rare names say more, and a team's papers on other subjects stay where they are
//   neighbours    0.6 · the mean of content + topics + authors over the papers near to this one,
//                 weighted by their cosine: its 7 nearest, and those that count it among theirs.
//                 A paper among papers that fit, fits
//   other papers  0.2 · the mean content of the other papers by its authors, weighted by
//                 sh / (sh + 3)
//   votes         0.02 · the level of its votes within its day
//   recency       0.05 · 2^(-age / half life), when it is on
// All but votes and recency fade with the years between the papers beyond the first:
// exp(-(years - 1) / 10). Content, topics and authors are for every paper; neighbours and other
// papers are for the 200 best by these. docs/ranking.md has the numbers. One for each thread; the
// model and the graph may be shared.
class RelatedScorer {
  public:
    static constexpr std::size_t near_count = 7;

    // `graph`, when given, holds near_count neighbours or more of every paper; otherwise they are
    // found as they are needed.
    explicit RelatedScorer(const SimilarityModel& model, const NeighbourGraph* graph = nullptr);

    // The papers as one body of work; of none, an empty vector and no day.
    Seed seed_of(std::vector<std::uint32_t> papers) const;

    // The best `count` papers (the best 200 if `count` is less: all that are fully scored), best
    // first, equal ones in the order of the index.
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
    std::unordered_map<std::uint32_t, std::vector<Neighbour>> found_;  // when there is no graph
    std::vector<double> fades_;                                        // by days apart
    std::vector<double> author_weights_;                               // ln(1 + N/df) / ln(1 + N)
    // For the paper at hand: weights of shared authors by paper, and the papers where they are not
    // 0.
    std::vector<double> team_weights_;
    std::vector<std::uint32_t> team_papers_;
    // For the seed at hand, by paper:
    std::vector<bool> hidden_;
    std::vector<double> seed_team_weights_;        // weights of shared authors
    std::vector<std::uint32_t> seed_team_papers_;  // where they are not 0
    std::vector<float> cosines_;
    std::vector<float> topic_cosines_;
    std::vector<double> fits_;  // content + topics + authors, before fading
};

}  // namespace nonmun
