// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/paper_json.hpp"
#include "query/related/similarity.hpp"
#include "query/search/searcher.hpp"

namespace nonmun {

struct ReportRequest {
    std::string scope;             // a query; "" for every paper
    std::vector<std::string> ids;  // in place of a query, when there are any
    std::size_t top = 10;          // neighbours of a paper
    double least_score = 0;        // neighbours below are left out
    PartWeights weights;
    std::size_t jobs = 1;                                    // threads
    std::size_t most_papers = static_cast<std::size_t>(-1);  // a larger scope is refused
    // An index of more papers is not compared with itself for the sake of a scope, where that has
    // not been done before: only the papers that the scope's neighbours need are.
    std::size_t most_compared = static_cast<std::size_t>(-1);
};

// Told how much is done of what, from time to time: "papers compared", then "papers". May throw to
// give up.
using ReportProgress = std::function<void(const char* what, std::size_t done, std::size_t all)>;

// Where a report goes. Calls come one at a time.
struct ReportSink {
    // Called before the report's first record, and again when the index changes while it is made:
    // what was given so far is void.
    std::function<void()> begin = [] {};
    // One record after the other, in the order of the report.
    std::function<void(const Json& record)> record;
    ReportProgress progress;
    // Told the first record and the ids of the papers before any record is given; how many papers'
    // records, the first of these, are at hand already and need not be made again.
    std::function<std::size_t(const Json& header, const std::vector<std::string>& ids)>
        papers_at_hand =
            [](const Json&, const std::vector<std::string>&) { return std::size_t{0}; };
};

// Compares the papers of the scope with the whole index. Records (docs/report.md has their
// members): one of the report, one a paper of the scope by ascending id, one a group of near
// duplicates, one a cluster, one a month. The same index gives the same bytes for any `jobs`.
// Returns the number of papers. Throws Error, and whatever the sink throws.
std::size_t make_report(Searcher& searcher, const ReportRequest& request, const ReportSink& sink,
                        const SimilaritySource& similarity = read_similarity);

}  // namespace nonmun
