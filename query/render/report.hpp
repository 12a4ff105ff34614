// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "common/paper_json.hpp"

namespace nonmun {

// The records of a report. Their "type" is one of these, in this order:
//   report           scope ("" for every paper), top, min_score, papers
//   paper            by id: id, title, url, date, votes, authors, cluster, neighbours; a neighbour
//                    has id, title, rank, score, parts, shared_terms and shared_authors, and may be
//                    a paper outside of the scope
//   near_duplicates  cosine, papers (id, title)
//   cluster          cluster (the number that papers refer to), name, terms, papers (ids)
//   month            month, papers, new (term, papers), growing (term, papers, before: papers per
//                    earlier month)
// Unknown values are null or absent.
using Records = std::vector<Json>;

using ReportRenderer = void (*)(const Records& records, std::ostream& out);

// By name: jsonl, csv, markdown, graphml, html.
const std::map<std::string, ReportRenderer, std::less<>>& report_renderers();

}  // namespace nonmun
