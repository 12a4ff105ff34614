// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <ostream>
#include <string>

#include "common/date.hpp"
#include "query/search/searcher.hpp"

namespace nonmun {

// What is new for a saved search since a day, as a part of a mail in Markdown.
void render_digest_markdown(const std::string& heading, const Date& since, const HitList& list,
                            std::ostream& out);

}  // namespace nonmun
