// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/hit_formats.hpp"

#include "query/render/csv.hpp"
#include "query/render/json.hpp"
#include "query/render/markdown.hpp"
#include "query/render/score.hpp"
#include "query/render/text.hpp"

namespace nonmun {
namespace {

void render_hits_trec(const HitList& list, const HitContext& context, std::ostream& out) {
    for (const Hit& hit : list.hits) {
        out << context.query_id << " Q0 " << hit.paper.id << ' ' << hit.rank << ' '
            << fixed(hit.score, score_digits) << " nonmun\n";
    }
}

}  // namespace

const std::map<std::string, HitFormat, std::less<>>& hit_formats() {
    static const std::map<std::string, HitFormat, std::less<>> formats = {
        {"text", {render_hits_text, true}},         {"json", {render_hits_json, true}},
        {"jsonl", {render_hits_jsonl, false}},      {"csv", {render_hits_csv, false}},
        {"markdown", {render_hits_markdown, true}}, {"trec", {render_hits_trec, false}},
    };
    return formats;
}

}  // namespace nonmun
