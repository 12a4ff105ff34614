// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "query/related/display_words.hpp"
#include "query/related/neighbour_graph.hpp"
#include "query/related/related_scorer.hpp"
#include "query/related/similarity_model.hpp"
#include "query/search/searcher.hpp"

namespace nonmun {

// The seed is one of ids, author and text.
struct RelatedRequest {
    std::vector<std::string> ids;       // papers, whose vectors are summed
    std::optional<std::string> author;  // a name: all papers with its author key
    std::optional<std::string> text;
    std::vector<std::string> excluded;  // ids to leave out; the seed's papers always are
    std::size_t limit = 10;
    std::size_t same_author_limit = 3;  // papers of one author among the first ten; 0: no limit
    PartWeights weights;
    bool with_papers = true;  // false: hits have only an id and a score
};

// The parts of a score by name, as hits show them.
std::vector<ScorePart> score_parts(const Candidate& candidate, const PartWeights& weights);

// Finds papers related to others, by the score of RelatedScorer, and the words and authors that
// they share. Valid for one revision of the database. Not thread safe.
class RelatedFinder {
  public:
    RelatedFinder(const Xapian::Database& database, Analyzer& analyzer)
        : RelatedFinder(database, analyzer, read_similarity(database)) {}
    RelatedFinder(const Xapian::Database& database, Analyzer& analyzer,
                  std::shared_ptr<const Similarity> similarity);

    // Returns every paper that is not left out, up to the limit, however low its score. Throws
    // Error(missing) for an unknown id or author.
    HitList find(const RelatedRequest& request);

  private:
    Seed seed_of(const RelatedRequest& request) const;
    std::vector<Candidate> pick(std::vector<Candidate> scored, const RelatedRequest& request) const;
    Hit hit_of(const Seed& seed, const SurfaceForms& forms, const Candidate& candidate,
               const RelatedRequest& request) const;

    const Xapian::Database& database_;
    Analyzer& analyzer_;
    std::shared_ptr<const Similarity> similarity_;
    const SimilarityModel& model_;
    RelatedScorer scorer_;
};

// The documents of all papers by an author, by author key.
std::vector<Xapian::docid> documents_of_author(const Xapian::Database& database,
                                               const std::string& key);

}  // namespace nonmun
