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

// The documents of a term, or of several that count as one, each with its share
// (query/index/ineb2.hpp): exact, and in four bytes a posting, since few shares are different.
struct TermScores {
    // Of the documents numbered `first` to first + segment_documents - 1 those that have the term,
    // in order.
    struct Segment {
        Xapian::docid first;
        std::vector<std::uint16_t> documents;  // less `first`
        std::vector<std::uint16_t> numbers;    // of each one's share
        std::vector<double> shares;            // above 0
    };
    static constexpr Xapian::docid segment_documents = 1 << 16;

    std::vector<Segment> segments;  // in order; none is empty
    std::size_t postings = 0;
    double greatest = 0;  // share
};

// Reads the shares of terms, and keeps those that were asked for lately: to read a posting and
// score it takes Xapian a tenth of a microsecond; from here it is added up in some nanoseconds.
// Copies share what they keep, for several threads.
class TermScoreCache {
  public:
    // Of one of an index's databases, on this machine. `average_length` is that of the whole index.
    std::shared_ptr<const TermScores> of(const Xapian::Database& database,
                                         const std::vector<std::string>& terms,
                                         double average_length);

    // Of the documents that have all of the terms: the sum of each one's share times its weight.
    std::shared_ptr<const TermScores> of_all(const Xapian::Database& database,
                                             const std::vector<std::string>& terms,
                                             const std::vector<double>& weights,
                                             double average_length);

    void clear();

  private:
    // At 100,000 papers, the terms of some hundred queries.
    static constexpr std::size_t most_bytes = 128 << 20;

    struct Kept {
        std::mutex mutex;
        LruCache<std::string, std::shared_ptr<const TermScores>> recent{most_bytes};
    };

    template <typename Read>
    std::shared_ptr<const TermScores> kept_or(std::string&& key, Read read);

    std::shared_ptr<Kept> kept_ = std::make_shared<Kept>();
};

}  // namespace nonmun
