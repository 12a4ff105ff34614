#pragma once

#include <xapian.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "common/analyzer/analyzer.hpp"

namespace nonmun {

// A paper as weights of terms, by ascending term number, of length 1 (or empty).
using TermVector = std::vector<std::pair<std::uint32_t, float>>;

double dot(const TermVector& a, const TermVector& b);

// The content of papers as tf-idf vectors, read from the index on demand and kept:
//   weight = (1 + ln wdf) · (ln((1 + N) / (1 + df)) + 1), for terms with 2 ≤ df, scaled to length
//   1,
// over English stems and Hangul parts, where a title's words count twice. The smooth idf is
// scikit-learn's TfidfTransformer. Belongs to one revision of the database. Not for sharing between
// threads.
class TermVectors {
  public:
    explicit TermVectors(const Xapian::Database& database) : database_(database) {}

    const TermVector& of_paper(Xapian::docid document);

    // The same weights for text that is not in the index.
    TermVector of_text(const std::string& text, Analyzer& analyzer);

    // The sum of the vectors, scaled to length 1.
    TermVector centroid(const std::vector<Xapian::docid>& documents);

    const std::string& term(std::uint32_t number) const { return terms_[number].term; }

    // The weight of a term in a paper, before scaling.
    double weight(std::uint32_t number, Xapian::termcount wdf) const;

    // Notes for the stem of each Latin word of the paper that word, the shortest one of several.
    void add_words(Xapian::docid document,
                   std::unordered_map<std::string, std::string>& words) const;

    // The `count` terms that add most to dot(a, b), best first.
    std::vector<std::uint32_t> shared(const TermVector& a, const TermVector& b,
                                      std::size_t count) const;

  private:
    struct TermInfo {
        std::string term;
        double idf;  // 0 for a term that no other paper has
    };
    std::uint32_t number_of(const std::string& term);
    void add(TermVector& vector, const std::string& term, Xapian::termcount wdf);

    const Xapian::Database& database_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
    std::vector<TermInfo> terms_;
    std::unordered_map<Xapian::docid, TermVector> papers_;
};

// A general term as a person reads it: without its prefix.
std::string readable_term(const std::string& term);

}  // namespace nonmun
