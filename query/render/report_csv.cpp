// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "query/render/escape.hpp"
#include "query/render/render.hpp"
#include "query/render/report.hpp"

namespace nonmun {
namespace {

// The names of the parts of all scores, as they first appear.
std::vector<std::string> part_names(const std::vector<const Json*>& papers) {
    std::vector<std::string> names;
    for (const Json* paper : papers) {
        for (const Json& neighbour : paper->at("neighbours")) {
            for (const auto& [name, value] : neighbour.at("parts").items()) {
                if (std::find(names.begin(), names.end(), name) == names.end())
                    names.push_back(name);
            }
        }
    }
    return names;
}

std::string number(const Json& value) {
    return fixed(value.get<double>(), score_digits);
}

}  // namespace

// A row is a pair.
void render_report_csv(const std::vector<Json>& records, std::ostream& out) {
    const std::vector<const Json*> papers = records_of(records, "paper");
    const std::vector<std::string> names = part_names(papers);
    out << "id,title,neighbour_id,neighbour_title,rank,score";
    for (const std::string& name : names) out << ',' << csv_cell(name);
    out << ",shared_terms,shared_authors\r\n";
    for (const Json* paper : papers) {
        for (const Json& neighbour : paper->at("neighbours")) {
            out << csv_cell(text_of(*paper, "id")) << ',' << csv_cell(text_of(*paper, "title"))
                << ',' << csv_cell(text_of(neighbour, "id")) << ','
                << csv_cell(text_of(neighbour, "title")) << ',' << text_of(neighbour, "rank") << ','
                << number(neighbour.at("score"));
            const Json& parts = neighbour.at("parts");
            for (const std::string& name : names)
                out << ',' << (parts.contains(name) ? number(parts.at(name)) : "");
            out << ',' << csv_cell(joined_list(neighbour, "shared_terms", "; ")) << ','
                << csv_cell(joined_list(neighbour, "shared_authors", "; ")) << "\r\n";
        }
    }
}

}  // namespace nonmun
