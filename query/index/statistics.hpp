// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/date.hpp"

namespace nonmun {

struct IndexStatistics {
    std::size_t papers = 0;
    std::size_t papers_with_votes = 0;
    std::size_t authors = 0;  // distinct author keys
    std::size_t terms = 0;    // distinct stems and Hangul parts
    std::size_t lexicon_words = 0;
    double average_length = 0;  // of papers, in terms, as in the ranking
    std::string first_date;     // "YYYY-MM-DD"; "" if no paper has a day
    std::string last_date;
    std::vector<std::pair<std::string, std::size_t>> months;  // "YYYY-MM" and papers, ascending
    std::vector<std::pair<std::string, std::size_t>>
        sections;  // label and papers, most papers first
    std::string revision;
};

// `revision` is Index::revision().
IndexStatistics read_statistics(const Xapian::Database& database, std::size_t lexicon_words,
                                const std::string& revision);

}  // namespace nonmun
