// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <ostream>
#include <string>
#include <string_view>

#include "common/cli/terminal.hpp"
#include "query/search/hit.hpp"

namespace nonmun {

struct HitContext {
    std::string query_id = "1";  // the qid of a TREC run
    std::string heading;         // for text and Markdown; may be empty
    bool explain = false;        // show the parts of every score
    bool first = true;           // the first list of a batch: CSV prints its header
    Style style;
};

using HitRenderer = void (*)(const HitList&, const HitContext&, std::ostream&);

struct HitFormat {
    HitRenderer render;
    bool shows_facets;
};

// By name: text, json, jsonl, csv, markdown, trec. Renderers escape a digest's text for their
// format.
const std::map<std::string, HitFormat, std::less<>>& hit_formats();

}  // namespace nonmun
