// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "query/index/lru_cache.hpp"

namespace nonmun {

// The documents of a term, or of several terms, with their scores (document_score() in
// query/index/ineb2.hpp). Scores are exact; a posting takes four bytes, since few scores differ.
struct TermScores {
    // The documents `first` to first + segment_documents - 1 that have the term, in order.
    struct Segment {
        Xapian::docid first;
        std::vector<std::uint16_t> documents;  // minus `first`
        std::vector<std::uint16_t> numbers;    // for each document, the index of its score
        std::vector<double> scores;            // above 0
    };
    static constexpr Xapian::docid segment_documents = 1 << 16;

    std::vector<Segment> segments;  // in order; none is empty
    std::size_t postings = 0;
    double max_score = 0;
};

// Reads TermScores and caches them. Xapian needs 0.1 µs to read and score a posting, a cached one
// is added in a few nanoseconds. Copies share one cache. Thread-safe.
class TermScoreCache {
  public:
    // Of a local database of an index; `average_length` is that of the whole index. Without
    // `weights`, the documents that have any of the terms, which count as one term. With a weight
    // for each term, the documents that have all of them; a score is the weighted sum.
    std::shared_ptr<const TermScores> of(const Xapian::Database& database,
                                         const std::vector<std::string>& terms,
                                         const std::vector<double>& weights, double average_length);

    void clear();

  private:
    static constexpr std::size_t max_bytes = 128 << 20;  // the terms of some hundred queries

    struct Shared {
        std::mutex mutex;
        LruCache<std::string, std::shared_ptr<const TermScores>> cache{max_bytes};
    };
    std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

}  // namespace nonmun
