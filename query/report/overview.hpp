// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/paper_json.hpp"
#include "query/related/neighbour_graph.hpp"
#include "query/related/similarity_model.hpp"

namespace nonmun {

// What a report says of its papers together. Papers go by their place in the model; `scope` holds
// them in the order of the report.
struct Overview {
    std::vector<std::optional<std::uint32_t>> clusters;  // by place in the scope; none: alone
    std::vector<Json> records;                           // near duplicates, clusters, months
};

// near duplicates  papers whose cosine is 0.85 or more, directly or by way of others
// clusters         communities of three papers and more in the neighbour graph, named by the terms
//                  that set them apart
// months           what is new in a month and what grows (query/related/trends)
Overview make_overview(const Xapian::Database& database, const SimilarityModel& model,
                       const NeighbourGraph& graph, const std::vector<std::uint32_t>& scope);

}  // namespace nonmun
