// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "common/date.hpp"
#include "query/related/similarity_model.hpp"

namespace nonmun {

// A word of a month's papers.
struct MonthTerm {
    std::string term;
    std::size_t papers = 0;
    double before = 0;  // papers a month before this one, on average; 0 for what is new
};

// What a month brought. A term counts from three papers on: new where no paper had it in a month
// before; growing where a likelihood ratio test (Dunning, 1993) finds it more frequent than in the
// months before, beyond 10.83 (p < 0.001), and no more than a tenth of their papers had it. Only
// words that a fifth of their papers have in the title are looked at: others are ways of writing.
struct MonthTrend {
    std::string month;  // "2024-05"
    std::size_t papers = 0;
    std::vector<MonthTerm> fresh;  // most telling first, as the others
    std::vector<MonthTerm> growing;
};

// A topic over time.
struct TopicTrend {
    std::string term;
    std::size_t papers = 0;           // of the months that are shown
    std::vector<std::size_t> months;  // papers of each month that is shown
};

struct Trends {
    std::size_t papers = 0;  // with a day, in the months that are shown
    std::vector<MonthTrend> months;
    // Those that were asked for, then what rose most in a month, then what most papers have (and no
    // more than half).
    std::vector<TopicTrend> topics;
};

struct TrendsRequest {
    std::string scope;         // a query; "" for every paper
    std::optional<Date> from;  // shows months from that of this day on …
    std::optional<Date> to;    // … up to that of this day; those before count as before
    std::size_t topics = 10;
    std::vector<std::string> terms;  // words to follow beside them
};

// The months of the papers, by their places in the model; papers without a day are in none.
std::vector<MonthTrend> month_trends(const Xapian::Database& database, const SimilarityModel& model,
                                     const std::vector<std::uint32_t>& scope);

// Of the papers of a scope, by their places in the model; request.scope is not looked at.
Trends find_trends(const Xapian::Database& database, const SimilarityModel& model,
                   Analyzer& analyzer, const std::vector<std::uint32_t>& scope,
                   const TrendsRequest& request);

}  // namespace nonmun
