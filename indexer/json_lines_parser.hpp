// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "common/error.hpp"
#include "common/paper.hpp"

namespace nonmun {

using PaperSink = std::function<void(Paper&&)>;
using DiagnosticSink = std::function<void(Diagnostic&&)>;

// Parses JSON Lines (the schema of common/paper_json), one paper on each line; blank lines are
// allowed. A line that is not a paper becomes a diagnostic with `file` and its line number, counted
// from `first_line`; the other lines are kept.
void parse_json_lines(std::string_view text, const std::string& file, std::size_t first_line,
                      const PaperSink& paper, const DiagnosticSink& diagnostic);

}  // namespace nonmun
