// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/report.hpp"

namespace nonmun {

void render_report_jsonl(const std::vector<Json>& records, std::ostream& out) {
    for (const Json& record : records) out << to_line(record) << '\n';
}

}  // namespace nonmun
