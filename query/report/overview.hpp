// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "common/paper_json.hpp"
#include "query/related/neighbour_graph.hpp"
#include "query/related/similarity_model.hpp"

namespace nonmun {

// The part of a report about all of its papers.
struct Overview {
    std::vector<std::optional<std::uint32_t>> clusters;  // of each paper of the scope; may be none
    std::vector<Json> records;                           // near duplicates, clusters, months
};

// `scope` holds numbers of the model's papers; neighbours[i] are those of paper scope[i].
//   near duplicates  papers with a cosine of 0.85 or more, directly or through others
//   clusters         communities of three or more papers in the neighbour graph, named by their
//                    most distinctive terms
//   months           new and growing terms of each month (query/related/trends.hpp)
Overview make_overview(const Xapian::Database& database, const SimilarityModel& model,
                       const std::vector<std::vector<Neighbour>>& neighbours,
                       const std::vector<std::uint32_t>& scope);

}  // namespace nonmun
