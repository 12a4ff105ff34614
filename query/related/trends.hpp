// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/date.hpp"
#include "query/related/neighbour_graph.hpp"
#include "query/search/searcher.hpp"

namespace nonmun {

struct MonthTerm {
    std::string term;
    std::size_t papers = 0;  // of the month
    double before = 0;       // papers per month before this one; 0 for new terms
};

// New and growing terms of a month, from three papers on. A term is new if no paper of an earlier
// month has it. It is growing if a likelihood ratio test (Dunning, 1993) finds it more frequent
// than in the earlier months by more than 10.83 (p < 0.001) and at most a tenth of their papers
// have it. Only terms count that are in the titles of a fifth of their papers: others are not
// subjects but ways of writing.
struct MonthTrend {
    std::string month;  // "2024-05"
    std::size_t papers = 0;
    std::vector<MonthTerm> fresh;  // the most significant first
    std::vector<MonthTerm> growing;
};

struct TopicTrend {
    std::string term;
    std::size_t papers = 0;           // of all months shown
    std::vector<std::size_t> months;  // papers of each month shown
};

struct Trends {
    std::size_t papers = 0;  // of the months shown; papers without a date are in no month
    std::vector<MonthTrend> months;
    // The requested terms, then the terms with the greatest rise in a month, then the most frequent
    // terms that at most half of the papers have.
    std::vector<TopicTrend> topics;
};

struct TrendsRequest {
    std::string scope;         // a query; "" for every paper
    std::optional<Date> from;  // months shown: from that of this day …
    std::optional<Date> to;    // … to that of this day; earlier months count as earlier ones
    std::size_t topics = 10;
    std::vector<std::string> terms;  // topics to show in addition
    QueryLimits limits;              // of the scope
};

// The months of some papers, given by their numbers in the model.
std::vector<MonthTrend> month_trends(const Xapian::Database& database, const SimilarityModel& model,
                                     const std::vector<std::uint32_t>& scope);

// The trends of the papers in the request's scope, all of one revision.
Trends find_trends(Searcher& searcher, const TrendsRequest& request,
                   const SimilaritySource& similarity = read_similarity);

}  // namespace nonmun
