// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/paper_json.hpp"
#include "query/related/neighbour_graph.hpp"
#include "query/search/searcher.hpp"

namespace nonmun {

struct ReportRequest {
    std::string scope;             // a query; "" for every paper
    QueryLimits limits;            // of the scope
    std::vector<std::string> ids;  // used instead of the query, unless empty
    std::size_t top = 10;          // neighbours of a paper
    double least_score = 0;        // neighbours with a lower score are left out
    PartWeights weights;
    std::size_t jobs = 1;                                    // threads
    std::size_t most_papers = static_cast<std::size_t>(-1);  // a larger scope is refused
    // In an index with more papers only the scope's papers are compared with the others, unless the
    // graph of all papers exists already.
    std::size_t most_compared = static_cast<std::size_t>(-1);
};

// Called from time to time with the number of "papers compared", then of "papers". May throw to
// stop.
using ReportProgress = std::function<void(const char* what, std::size_t done, std::size_t all)>;

// Receives a report. Calls never overlap.
struct ReportSink {
    // Called before the first record, and again if the index changes meanwhile: then earlier
    // records are void.
    std::function<void()> begin = [] {};
    // Called with each record, in the order of the report.
    std::function<void(const Json& record)> record;
    ReportProgress progress;
    // Called with the first record and the ids of the papers, before any record. Returns how many
    // papers, from the first on, have records already; they are not made again.
    std::function<std::size_t(const Json& header, const std::vector<std::string>& ids)>
        finished_papers =
            [](const Json&, const std::vector<std::string>&) { return std::size_t{0}; };
};

// Compares the papers of the scope with all papers. The records are one for the report, and one for
// each paper of the scope (by id), group of near duplicates, cluster and month; docs/report.md has
// their members. They are the same for any `jobs`. Returns the number of papers. Throws Error, and
// what the sink throws.
std::size_t make_report(Searcher& searcher, const ReportRequest& request, const ReportSink& sink,
                        const SimilaritySource& similarity = read_similarity);

}  // namespace nonmun
