// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <ostream>

#include "common/cli/terminal.hpp"
#include "common/paper_json.hpp"
#include "query/related/trends.hpp"

namespace nonmun {

void render_trends_text(const Trends& trends, const Style& style, std::ostream& out);
void render_trends_csv(const Trends& trends, std::ostream& out);
void render_trends_markdown(const Trends& trends, std::ostream& out);
Json trends_json(const Trends& trends);
Json month_json(const MonthTrend& month);

}  // namespace nonmun
