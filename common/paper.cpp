// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/paper.hpp"

#include <algorithm>

#include "common/unicode.hpp"

namespace nonmun {
namespace {

std::optional<Date> newest(const Paper& paper) {
    return paper.appearances.empty() ? std::nullopt : paper.appearances.back().date;
}

template <typename T>
void take(T& into, const T& from, bool from_is_newer) {
    if (from == T{}) return;
    if (from_is_newer || into == T{}) into = from;
}

// Adds an appearance at its place; what is known of one on a day that is there replaces what was.
void add_appearance(std::vector<Appearance>& appearances, const Appearance& added) {
    const auto same = std::find_if(appearances.begin(), appearances.end(),
                                   [&](const Appearance& a) { return a.date == added.date; });
    if (same != appearances.end()) {
        take(same->votes, added.votes, true);
        take(same->title, added.title, true);
        return;
    }
    const auto after =
        std::upper_bound(appearances.begin(), appearances.end(), added,
                         [](const Appearance& a, const Appearance& b) { return a.date < b.date; });
    appearances.insert(after, added);
}

}  // namespace

std::optional<Date> first_day(const std::vector<Appearance>& appearances) {
    std::optional<Date> first;
    for (const Appearance& appearance : appearances) {
        if (appearance.date && (!first || *appearance.date < *first)) first = appearance.date;
    }
    return first;
}

std::optional<std::int64_t> most_votes(const std::vector<Appearance>& appearances) {
    std::optional<std::int64_t> most;
    for (const Appearance& appearance : appearances) most = std::max(most, appearance.votes);
    return most;
}

bool is_paper_id(std::string_view id) {
    if (id.empty() || id.size() > 200) return false;
    for (std::size_t at = 0; at < id.size();) {
        const CodePoint c = code_point_at(id, at);
        const bool blank = trim(id.substr(c.begin, c.end - c.begin)).empty();
        if (c.value == 0xFFFD || blank || steers_terminal(c.value)) return false;
        at = c.end;
    }
    return true;
}

void merge_into(Paper& paper, const Paper& other, bool corrects) {
    const bool newer = corrects || newest(other) >= newest(paper);
    take(paper.title, other.title, newer);
    take(paper.url, other.url, newer);
    take(paper.authors, other.authors, newer);
    take(paper.media, other.media, newer);
    take(paper.summary, other.summary, newer);
    for (const Appearance& appearance : other.appearances)
        add_appearance(paper.appearances, appearance);
    paper.votes = most_votes(paper.appearances);
    paper.date = first_day(paper.appearances);
}

}  // namespace nonmun
