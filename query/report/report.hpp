#pragma once

#include <functional>
#include <string>
#include <vector>

#include "query/related.hpp"
#include "query/searcher.hpp"

namespace nonmun {

struct ReportRequest {
    std::string scope;       // a query; "" for every paper
    std::size_t top = 10;    // neighbours of a paper
    double least_score = 0;  // neighbours below are left out
    PartWeights weights;
};

// One paper of the scope and its most similar papers in the whole index.
struct ReportEntry {
    Paper paper;
    std::vector<Hit> neighbours;
};

// Finds the neighbours of every paper of the scope and gives them to `entry`, by ascending id: the
// same papers in the same order for the same index. Returns the number of papers.
std::size_t make_report(Searcher& searcher, const ReportRequest& request,
                        const std::function<void(const ReportEntry&)>& entry,
                        const std::function<void(std::size_t done, std::size_t all)>& progress);

}  // namespace nonmun
