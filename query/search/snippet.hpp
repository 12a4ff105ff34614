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

// A passage of text with the places that a query matched.
struct MarkedText {
    std::string text;
    std::vector<std::pair<std::size_t, std::size_t>>
        matches;  // begin and end in bytes, ascending, apart
};

// Finds the places of a query in texts. Uses the analyzer until it is gone.
class Marker {
  public:
    Marker(const BuiltQuery& query, Analyzer& analyzer);

    // The matches in `text`: the stem of a word, without its particle (**모델**을).
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

// The item of a marked summary that holds most of what was asked for, in different forms first; a
// long one from a little before its first match on, at most about `columns` wide, with "…" where it
// was cut. The first item when nothing matches.
MarkedText make_snippet(const std::vector<MarkedText>& summary, int columns = snippet_columns);

// The beginning of the first item, for a paper that no query found.
MarkedText beginning_of_summary(const Paper& paper);

}  // namespace nonmun
