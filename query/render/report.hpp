// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "common/paper_json.hpp"

// A whole report as a person or a program reads it.
namespace nonmun {

// The records of a report, told apart by their "type", in this order:
//   report           scope ("" for every paper), top, min_score, papers
//   paper            by id: id, title, url, date, votes, authors, cluster, neighbours; a neighbour
//                    has id, title, rank, score, parts, shared_terms and shared_authors, and may be
//                    a paper outside of the scope
//   near_duplicates  cosine, papers (id, title)
//   cluster          cluster (what papers call it), name, terms, papers (ids)
//   month            month, papers, new (term, papers), growing (term, papers, before: papers a
//                    month before it, on average)
// What is not known is null or absent.
using ReportRenderer = void (*)(const std::vector<Json>& records, std::ostream& out);

// jsonl, csv, markdown, graphml, html.
const std::map<std::string, ReportRenderer, std::less<>>& report_renderers();

void render_report_jsonl(const std::vector<Json>& records, std::ostream& out);
void render_report_csv(const std::vector<Json>& records, std::ostream& out);
void render_report_markdown(const std::vector<Json>& records, std::ostream& out);
void render_report_graphml(const std::vector<Json>& records, std::ostream& out);
void render_report_html(const std::vector<Json>& records, std::ostream& out);

// The records of one type, in their order.
std::vector<const Json*> records_of(const std::vector<Json>& records, std::string_view type);

// A list of strings as one, and the text of a value that may be null or absent ("" then).
std::string joined_list(const Json& record, const char* key, const char* separator);
std::string text_of(const Json& record, const char* key);

}  // namespace nonmun
