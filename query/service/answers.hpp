// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "query/related/neighbour_graph.hpp"
#include "query/related/trends.hpp"
#include "query/search/searcher.hpp"

namespace nonmun {

// The trends of the papers in the request's scope, all of one revision.
Trends answer_trends(Searcher& searcher, const TrendsRequest& request,
                     const SimilaritySource& similarity);

}  // namespace nonmun
