// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "common/paper_json.hpp"
#include "query/index/doctor.hpp"
#include "query/index/statistics.hpp"
#include "query/related/authors.hpp"
#include "query/render/hit_formats.hpp"

// Answers as JSON: docs/json.md has their members.
namespace nonmun {

// One line without a newline.
std::string hit_line(const Hit& hit);
std::string hits_line(const HitList& list);

void render_hits_json(const HitList& list, const HitContext& context, std::ostream& out);
void render_hits_jsonl(const HitList& list, const HitContext& context, std::ostream& out);

// The paper's record and its readable title.
Json paper_json(const Paper& paper);
Json author_json(const AuthorAnswer& answer);
Json author_entries_json(const std::vector<AuthorEntry>& entries);
Json statistics_json(const IndexStatistics& statistics);
Json diagnosis_json(const Diagnosis& diagnosis);

}  // namespace nonmun
