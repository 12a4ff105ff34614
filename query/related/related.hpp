// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "query/related/readable_words.hpp"
#include "query/related/related_scorer.hpp"
#include "query/related/similarity.hpp"
#include "query/related/similarity_model.hpp"
#include "query/search/searcher.hpp"

namespace nonmun {

// What to find related papers of: one of papers, an author by name, or text.
struct RelatedRequest {
    std::vector<std::string> ids;       // taken together, as one body of work
    std::optional<std::string> author;  // a name; every paper whose author_key is its
    std::optional<std::string> text;
    std::vector<std::string>
        excluded;  // ids that must not come back; the papers asked about never do
    std::size_t limit = 10;
    std::size_t same_author_limit = 3;  // papers of one author among the first ten; 0: no limit
    PartWeights weights;
    bool with_papers = true;
};

// The parts of a score that are shown, by name.
std::vector<ScorePart> score_parts(const Candidate& candidate, const PartWeights& weights);

// Finds papers like others, by the score of RelatedScorer, and tells why. Belongs to one revision
// of the database, which it reads when it is made. Not for sharing between threads.
class RelatedFinder {
  public:
    RelatedFinder(const Xapian::Database& database, Analyzer& analyzer)
        : RelatedFinder(database, analyzer, read_similarity(database)) {}

    // With what is known already of this revision.
    RelatedFinder(const Xapian::Database& database, Analyzer& analyzer,
                  std::shared_ptr<const Similarity> similarity);

    // Never empty while the index has a paper that is not excluded. Throws Error(missing) for an
    // unknown id or author.
    HitList find(const RelatedRequest& request);

  private:
    Seed seed_of(const RelatedRequest& request) const;
    std::vector<Candidate> pick(std::vector<Candidate> scored, const RelatedRequest& request) const;
    Hit hit_of(const Seed& seed, const WrittenWords& words, const Candidate& candidate,
               const RelatedRequest& request) const;

    const Xapian::Database& database_;
    Analyzer& analyzer_;
    std::shared_ptr<const Similarity> similarity_;
    const SimilarityModel& model_;
    RelatedScorer scorer_;
};

// The documents of the author, by key; empty when there is none.
std::vector<Xapian::docid> documents_of_author(const Xapian::Database& database,
                                               const std::string& key);

}  // namespace nonmun
