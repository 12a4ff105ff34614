// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/csv.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "common/text.hpp"
#include "common/unicode.hpp"
#include "query/render/score.hpp"

namespace nonmun {
namespace {

// Spreadsheets in Korean and Japanese read fullwidth signs as plain ones.
bool is_run_by_spreadsheets(std::string_view text) {
    static constexpr std::string_view beginnings[] = {"=",  "+",  "-",  "@",  "\t",
                                                      "\n", "＝", "＋", "－", "＠"};
    return std::any_of(std::begin(beginnings), std::end(beginnings),
                       [&](std::string_view beginning) { return text.starts_with(beginning); });
}

}  // namespace

std::string csv_cell(const std::string& value) {
    std::string text = printable(value);
    if (is_run_by_spreadsheets(text)) text.insert(0, "'");
    if (text.find_first_of(",;\"\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

void render_hits_csv(const HitList& list, const HitContext& context, std::ostream& out) {
    if (context.first) out << "query_id,rank,score,id,date,votes,title,authors,url,snippet\r\n";
    for (const Hit& hit : list.hits) {
        out << csv_cell(context.query_id) << ',' << hit.rank << ','
            << fixed(hit.score, score_digits) << ',' << csv_cell(hit.paper.id) << ','
            << (hit.paper.date ? to_string(*hit.paper.date) : "") << ','
            << (hit.paper.votes ? std::to_string(*hit.paper.votes) : "") << ','
            << csv_cell(hit.paper.title) << ',' << csv_cell(joined(hit.paper.authors, "; ")) << ','
            << csv_cell(hit.paper.url) << ',' << csv_cell(hit.snippet.text) << "\r\n";
    }
}

}  // namespace nonmun
