// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "query/related/sparse_rows.hpp"
#include "query/related/topics.hpp"

namespace nonmun {

// A paper, by its number in the model, with its cosine.
struct Neighbour {
    std::uint32_t paper;
    float cosine;
};

// A paper with a term, and the term's weight in it.
struct Posting {
    std::uint32_t paper;
    float weight;
};

// The papers of an index as tf-idf vectors in memory: a sparse matrix by paper and by term. Papers
// are numbered in the order of their documents.
//   weight = (1 + ln wdf) · ln((1 + N) / (1 + df)), for terms with df ≥ 2; then each paper is
//   scaled to length 1.
// The terms are English stems and Hangul parts; a title's words count twice. Takes about 16 bytes
// per posting. Of one revision of the database; thread safe once it is constructed.
class SimilarityModel {
  public:
    // Calls `pulse` while it reads the database; `pulse` may throw to stop.
    explicit SimilarityModel(
        const Xapian::Database& database, const std::function<void()>& pulse = [] {});
    SimilarityModel(const SimilarityModel&) = delete;  // term_numbers_ has views into terms_
    SimilarityModel& operator=(const SimilarityModel&) = delete;

    std::size_t size() const { return documents_.size(); }
    Xapian::docid document(std::uint32_t paper) const { return documents_[paper]; }
    std::uint32_t paper(Xapian::docid document) const;  // the document must be in the database

    std::span<const TermWeight> vector(std::uint32_t paper) const { return by_paper_.row(paper); }
    std::span<const Posting> postings(std::uint32_t term) const { return by_term_.row(term); }
    std::size_t term_count() const { return terms_.size(); }
    // The terms of the text that the model has, ascending, scaled to length 1.
    std::vector<TermWeight> vector_of_text(const std::string& text, Analyzer& analyzer) const;

    // The sum of the papers' vectors, scaled to length 1.
    std::vector<TermWeight> centroid(std::span<const std::uint32_t> papers) const;

    // Sets `cosines` to the cosine of the vector with each paper.
    void cosines(std::span<const TermWeight> vector, std::vector<float>& cosines) const;

    const std::string& term(std::uint32_t term) const { return terms_[term]; }

    const Topics& topics() const { return topics_; }

    // Authors are numbered too. Numbers ascend within a paper, and papers within an author.
    std::span<const std::uint32_t> authors(std::uint32_t paper) const {
        return authors_.row(paper);
    }
    std::span<const std::uint32_t> papers_of_author(std::uint32_t author) const {
        return papers_of_author_.row(author);
    }
    std::size_t author_count() const { return papers_of_author_.size(); }
    std::optional<std::uint32_t> author(const std::string& key) const;  // by author key

    std::optional<int> day(std::uint32_t paper) const { return days_[paper]; }  // since 1970-01-01
    float vote_level(std::uint32_t paper) const { return vote_levels_[paper]; }

  private:
    std::uint32_t paper_from(std::uint32_t first, Xapian::docid document) const;
    void read_postings(const Xapian::Database& database, const std::function<void()>& pulse);
    void scale_to_length_1();
    void read_authors(const Xapian::Database& database);
    void read_values(const Xapian::Database& database);

    std::vector<Xapian::docid> documents_;  // ascending
    std::vector<std::string> terms_;
    std::unordered_map<std::string_view, std::uint32_t> term_numbers_;
    std::vector<float> idf_;
    Rows<Posting> by_term_;
    Rows<TermWeight> by_paper_;
    Topics topics_;
    Rows<std::uint32_t> authors_;
    Rows<std::uint32_t> papers_of_author_;
    std::unordered_map<std::string, std::uint32_t> author_numbers_;  // by author_key_term
    std::vector<std::optional<int>> days_;
    std::vector<float> vote_levels_;
};

// The names whose authors are among `authors`, which are the model's numbers, ascending.
std::vector<std::string> shared_names(const SimilarityModel& model,
                                      const std::vector<std::string>& names,
                                      std::span<const std::uint32_t> authors);

}  // namespace nonmun
