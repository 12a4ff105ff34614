#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "query/searcher.hpp"
#include "query/term_vectors.hpp"

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
//   content     cosine of the tf-idf vectors (TermVectors), 0 to 1
//   authors     0.35 · sh / (sh + 3) · min(1, content / 0.05), where sh sums ln(1 + N/df) / ln(1 +
//   N) over the shared authors, df
//               being an author's papers: rare names say more, and a team's papers on other
//               subjects stay where they are
//   neighbours  half the mean of content + authors over the papers nearest to this one, weighted by
//   their cosine: a paper among
//               papers that fit, fits
//   votes       0.02 · vote_level
// Content and authors fade with the years between the papers beyond the first: exp(-(years - 1) /
// 10). Content is exact for the candidates: the 1000 best by dot product over length, and all
// papers that share an author; the neighbours part is for the best 200 of them, and looks for
// neighbours among the candidates. docs/ranking.md has the numbers. Belongs to one revision of the
// database.
class RelatedFinder {
  public:
    RelatedFinder(const Xapian::Database& database, Analyzer& analyzer);

    // Never empty while the index has a paper that is not excluded. Throws Error(missing) for an
    // unknown id or author.
    HitList find(const RelatedRequest& request);

    TermVectors& vectors() { return vectors_; }

  private:
    struct Seed {
        TermVector vector;
        std::vector<std::string> author_terms;               // sorted
        std::unordered_set<Xapian::docid> papers;            // never related to themselves
        std::vector<Xapian::docid> documents;                // those of them that were asked about
        std::optional<double> day;                           // the mean, in days since 1970
        std::unordered_map<std::string, std::string> words;  // stem → a word of it in the documents
    };
    struct Candidate {
        Xapian::docid document = 0;
        double score = 0, content = 0, authors = 0, neighbours = 0, votes = 0;
    };

    Seed seed_of(const RelatedRequest& request);
    void read_documents(Seed& seed);
    std::vector<Xapian::docid> candidates(const Seed& seed, std::size_t wanted);
    void add_by_content(const Seed& seed, std::size_t wanted,
                        std::unordered_set<Xapian::docid>& found);
    Candidate score(const Seed& seed, Xapian::docid document, const PartWeights& weights);
    double shared_authors(const Seed& seed, Xapian::docid document) const;
    void add_neighbours(std::vector<Candidate>& candidates);
    std::vector<Candidate> pick(std::vector<Candidate> scored, const RelatedRequest& request) const;
    Hit hit_of(const Seed& seed, const Candidate& candidate, const RelatedRequest& request);
    std::vector<std::string> shared_terms(const Seed& seed, Xapian::docid document);
    std::vector<std::string> author_terms(Xapian::docid document) const;

    const Xapian::Database& database_;
    Analyzer& analyzer_;
    TermVectors vectors_;
};

// The documents of the author, by key; empty when there is none.
std::vector<Xapian::docid> documents_of_author(const Xapian::Database& database,
                                               const std::string& key);

}  // namespace nonmun
