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

// Reads papers from JSON Lines (the schema of common/paper_json), one a line, blank lines allowed.
// A line that cannot be read is a diagnostic with `file` and line, counted from `first_line`; the
// others are kept.
void read_json_lines(std::string_view text, const std::string& file, std::size_t first_line,
                     const PaperSink& paper, const DiagnosticSink& diagnostic);

}  // namespace nonmun
