// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "query/index/doctor.hpp"
#include "query/index/statistics.hpp"
#include "query/related/authors.hpp"
#include "query/render/hit_formats.hpp"

// Answers for a terminal.
namespace nonmun {

// "2404.19737 · 2024-05-01 · 29 votes · Fabian Gloeckle, …"; at most three authors.
std::string byline(const Paper& paper);

// The text, each match (begin and end in bytes, ascending, not overlapping) through `mark` and the
// rest through `escape`.
template <typename Mark, typename Escape>
std::string with_marks(const MarkedText& marked, Mark mark, Escape escape) {
    const std::string_view text = marked.text;
    std::string result;
    std::size_t at = 0;
    for (const auto& [begin, end] : marked.matches) {
        result += escape(text.substr(at, begin - at));
        result += mark(text.substr(begin, end - begin));
        at = end;
    }
    return result += escape(text.substr(at));
}

void render_hits_text(const HitList& list, const HitContext& context, std::ostream& out);
void render_paper_text(const Paper& paper, const Style& style, std::ostream& out);
void render_author_text(const AuthorAnswer& answer, const Style& style, std::ostream& out);
void render_statistics_text(const IndexStatistics& statistics, const Style& style,
                            std::ostream& out);

// One finding per line.
void render_diagnosis_text(const Diagnosis& diagnosis, std::ostream& out);

}  // namespace nonmun
