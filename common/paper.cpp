// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/paper.hpp"

#include <algorithm>

#include "common/unicode.hpp"

namespace nonmun {
namespace {

std::optional<Date> newest(const Paper& paper) {
    return paper.appearances.empty() ? std::nullopt : paper.appearances.back().date;
}

// Returns whether it changed `into`.
template <typename T>
bool take(T& into, const T& from, bool from_is_newer) {
    if (from == T{} || from == into) return false;
    if (!from_is_newer && into != T{}) return false;
    into = from;
    return true;
}

std::optional<std::int64_t> most_votes(const std::vector<Appearance>& appearances) {
    std::optional<std::int64_t> most;
    for (const Appearance& appearance : appearances) most = std::max(most, appearance.votes);
    return most;
}

// Adds an appearance in order of date. One of the same date takes what the added one knows. Returns
// whether the paper changed.
bool add_appearance(Paper& paper, const Appearance& added) {
    std::vector<Appearance>& all = paper.appearances;
    const auto at =
        std::lower_bound(all.begin(), all.end(), added,
                         [](const Appearance& a, const Appearance& b) { return a.date < b.date; });
    if (at == all.end() || at->date != added.date) {
        if (all.size() >= most_appearances) return false;
        all.insert(at, added);
        paper.votes = std::max(paper.votes, added.votes);
        return true;
    }
    const std::optional<std::int64_t> votes = at->votes;
    bool changed = take(at->votes, added.votes, true);
    changed |= take(at->title, added.title, true);
    // Only lower votes than before need a look at all the others.
    paper.votes = at->votes < votes ? most_votes(all) : std::max(paper.votes, at->votes);
    return changed;
}

}  // namespace

bool is_paper_id(std::string_view id) {
    if (id.empty() || id.size() > 200) return false;
    for (const CodePoint c : code_points(id)) {
        const bool blank = trim(id.substr(c.begin, c.end - c.begin)).empty();
        if (c.value == 0xFFFD || blank || steers_terminal(c.value)) return false;
    }
    return true;
}

bool merge_into(Paper& paper, const Paper& other, bool corrects) {
    const bool newer = corrects || newest(other) >= newest(paper);
    bool changed = take(paper.title, other.title, newer);
    changed |= take(paper.url, other.url, newer);
    changed |= take(paper.authors, other.authors, newer);
    changed |= take(paper.media, other.media, newer);
    changed |= take(paper.summary, other.summary, newer);
    for (const Appearance& appearance : other.appearances)
        changed |= add_appearance(paper, appearance);
    // Sorted, the unknown date first.
    const auto first = std::find_if(paper.appearances.begin(), paper.appearances.end(),
                                    [](const Appearance& a) { return a.date.has_value(); });
    paper.date = first == paper.appearances.end() ? std::nullopt : first->date;
    return changed;
}

}  // namespace nonmun
