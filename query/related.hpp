#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "query/searcher.hpp"
#include "query/similarity_model.hpp"

namespace nonmun {

// What to find related papers of: one of papers, an author's key, or text.
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

// Finds papers like others. The score is a sum of named parts:
//   content       cosine of the tf-idf vectors (SimilarityModel), 0 to 1
//   topics        0.25 · the cosine of their topics (Topics), if positive: one matter in other
//   words authors       0.5 · sh / (sh + 3) · min(1, content / 0.05), where sh sums
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
// exp(-(years - 1) / 10). Content, topics and authors are for every paper of the index; neighbours
// and other papers are for the 200 best by these. docs/ranking.md has the numbers. Belongs to one
// revision of the database, which it reads when it is made. Not for sharing between threads.
class RelatedFinder {
  public:
    RelatedFinder(const Xapian::Database& database, Analyzer& analyzer);

    // Never empty while the index has a paper that is not excluded. Throws Error(missing) for an
    // unknown id or author.
    HitList find(const RelatedRequest& request);

  private:
    struct Seed {
        std::vector<TermWeight> vector;
        std::vector<float> topics;
        std::vector<std::uint32_t> papers;                   // asked about
        std::vector<std::uint32_t> authors;                  // of these, ascending
        std::vector<bool> hidden;                            // by paper: never in the answer
        std::optional<double> day;                           // the mean, in days since 1970
        std::unordered_map<std::string, std::string> words;  // stem → a word of it in the papers
    };
    struct Candidate {
        std::uint32_t paper = 0;
        double score = 0, content = 0, topics = 0, authors = 0, other_papers = 0, neighbours = 0,
               votes = 0, recency = 0;
    };

    Seed seed_of(const RelatedRequest& request);
    void read_papers(Seed& seed) const;
    std::vector<Candidate> score_all(const Seed& seed, const PartWeights& weights);
    double shared_authors(std::span<const std::uint32_t> authors, std::uint32_t paper) const;
    double other_papers(const Seed& seed, std::uint32_t paper) const;
    double fade(const Seed& seed, std::uint32_t paper) const;
    void add_neighbours(const Seed& seed, std::vector<Candidate>& best);
    std::vector<Candidate> pick(std::vector<Candidate> scored, const RelatedRequest& request) const;
    Hit hit_of(const Seed& seed, const Candidate& candidate, const RelatedRequest& request);
    std::vector<std::string> shared_terms(const Seed& seed, std::uint32_t paper) const;

    const Xapian::Database& database_;
    Analyzer& analyzer_;
    SimilarityModel model_;
    // For the seed at hand, of every paper:
    std::vector<float> cosines_;
    std::vector<float> topic_cosines_;
    std::vector<double> fits_;  // content + topics + authors, before fading
};

// The documents of the author, by key; empty when there is none.
std::vector<Xapian::docid> documents_of_author(const Xapian::Database& database,
                                               const std::string& key);

}  // namespace nonmun
