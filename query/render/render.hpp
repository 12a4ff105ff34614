// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "common/cli/terminal.hpp"
#include "common/paper_json.hpp"
#include "query/index/doctor.hpp"
#include "query/index/statistics.hpp"
#include "query/related/authors.hpp"
#include "query/search/searcher.hpp"

// Answers as a person or a program reads them. Renderers only write: what they show was computed
// before. A format is a row in the table of what it can show; text from a digest is escaped for the
// format that it goes to.
namespace nonmun {

// What a list of hits answers.
struct HitContext {
    std::string query_id = "1";  // the qid of a TREC run
    std::string heading;         // what was asked, for a person (text, Markdown); may be empty
    bool explain = false;        // show the parts of every score
    bool first = true;           // the first list of a batch: CSV prints its header then
    Style style;
};

using HitRenderer = void (*)(const HitList&, const HitContext&, std::ostream&);

// text, json, jsonl, csv, markdown, trec.
const std::map<std::string, HitRenderer, std::less<>>& hit_renderers();

// Whether the format has a place for facets.
bool shows_facets(std::string_view format);

// A hit's score and parts with so many digits after the point. The parts add up to the score to the
// last digit, each less than one unit of it from its value, where they add up before.
struct RoundedScore {
    double score = 0;
    std::vector<ScorePart> parts;
};
RoundedScore rounded_score(const Hit& hit, int digits);

// "0.690": with so many digits after the point.
std::string fixed(double number, int digits);

// How scores are told to programs: digits after the point.
inline constexpr int score_digits = 6;

void render_paper_text(const Paper& paper, const Style& style, std::ostream& out);
void render_paper_markdown(const Paper& paper, std::ostream& out);

void render_author_text(const AuthorAnswer& answer, const Style& style, std::ostream& out);
void render_author_markdown(const AuthorAnswer& answer, std::ostream& out);
Json author_json(const AuthorAnswer& answer);

void render_statistics_text(const IndexStatistics& statistics, const Style& style,
                            std::ostream& out);
// A paper as it is shown: its record, and its title without TeX.
Json paper_json(const Paper& paper);
Json author_entries_json(const std::vector<AuthorEntry>& entries);
Json statistics_json(const IndexStatistics& statistics);

void render_diagnosis_text(const Diagnosis& diagnosis, std::ostream& out);
Json diagnosis_json(const Diagnosis& diagnosis);

// One line of JSON, without a newline, and the same as values.
std::string hit_line(const Hit& hit);
std::string hits_line(const HitList& list);
Json hit_json(const Hit& hit);
Json hits_json(const HitList& list);

// A line of who and when: "2404.19737 · 2024-05-01 · 29 votes · Fabian Gloeckle, …".
std::string byline(const Paper& paper);

// The text with `open` and `close` around the matches, everything else through `escape`.
template <typename Escape>
std::string with_marks(std::string_view text,
                       const std::vector<std::pair<std::size_t, std::size_t>>& matches,
                       std::string_view open, std::string_view close, Escape escape) {
    std::string marked;
    std::size_t at = 0;
    for (const auto& [begin, end] : matches) {
        marked.append(escape(text.substr(at, begin - at))).append(open);
        marked.append(escape(text.substr(begin, end - begin))).append(close);
        at = end;
    }
    return marked += escape(text.substr(at));
}

}  // namespace nonmun
