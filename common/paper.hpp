// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/date.hpp"

namespace nonmun {

// Votes outside 0..max_votes are a flaw of the input.
inline constexpr std::int64_t max_votes = 1'000'000'000;

// The days of a paper, 27 years of a daily digest. More in one JSON object are a flaw of the input;
// merge_into() leaves out further days. The time of merging grows with their square.
inline constexpr std::size_t most_appearances = 10'000;

struct Media {
    std::string kind;  // "image" or "video"
    std::string url;   // as written in the digest; may be relative

    bool operator==(const Media&) const = default;
};

// One item of a summary, in the order of the digest.
struct SummaryItem {
    std::optional<std::string>
        section;  // the label before the text ("What's New"), without its markup
    std::string text;

    bool operator==(const SummaryItem&) const = default;
};

// One day on which a digest listed the paper, with what it said there.
struct Appearance {
    std::optional<Date> date;
    std::optional<std::int64_t> votes;
    std::string title;

    bool operator==(const Appearance&) const = default;
};

// What is known of one paper. Absent fields are empty; unknown votes are nullopt, never 0.
struct Paper {
    std::string id;     // arXiv id without version ("2404.19296"), or the id of another source
    std::string title;  // as written; readable_title() makes the form for display and terms
    std::string url;
    std::optional<Date> date;           // the first day
    std::optional<std::int64_t> votes;  // the highest seen
    std::vector<std::string> authors;   // ordered, distinct
    std::optional<Media> media;
    std::vector<SummaryItem> summary;
    std::vector<Appearance>
        appearances;  // never empty once read; by date, unknown first; one a date

    bool operator==(const Paper&) const = default;
};

// True for 1 to 200 bytes without blanks, U+FFFD and what steers a terminal (common/unicode.hpp):
// an id is an argument, a URL part and a term.
bool is_paper_id(std::string_view id);

// Joins what another digest says of the same paper into `paper`: the newest title, url, authors,
// media and summary win (absent ones never replace present ones), the highest votes and the first
// date count, and every appearance is kept. An appearance on a day that is already there replaces
// what was known of that day, so that a corrected digest corrects its own day only. With
// `corrects`, `other` counts as the newer one whatever its day is. Both lists of appearances are
// sorted by date. Returns whether `paper` changed.
bool merge_into(Paper& paper, const Paper& other, bool corrects = false);

}  // namespace nonmun
