// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "common/paper.hpp"
#include "query/search/query_builder.hpp"

namespace nonmun {

// A text with its matches of a query.
struct MarkedText {
    std::string text;
    // Begin and end in bytes; ascending, not adjacent.
    std::vector<std::pair<std::size_t, std::size_t>> matches;
};

// Finds the matches of a query in texts. Both arguments must outlive it.
class Marker {
  public:
    Marker(const BuiltQuery& query, Analyzer& analyzer);

    // The matches in `text`. A match is the stem of a word without its particle (**모델**을).
    MarkedText mark(const std::string& text);

    // The matches in each item of the summary.
    std::vector<MarkedText> mark_summary(const Paper& paper);

  private:
    const BuiltQuery& query_;
    Analyzer& analyzer_;
    WordFilter filter_;
    Tokens tokens_;
    std::string buffer_;
};

inline constexpr int snippet_columns = 240;

// The item of a marked summary with the most distinct matches, then the most matches; the first
// item if there are none. A long item is cut to about `columns`, with "…", and starts shortly
// before its first match.
MarkedText make_snippet(const std::vector<MarkedText>& summary, int columns = snippet_columns);

// The beginning of the first item, for papers that were not found by a query.
MarkedText beginning_of_summary(const Paper& paper);

}  // namespace nonmun
