#include "common/paper.hpp"

#include <algorithm>

#include "common/unicode.hpp"

namespace nonmun {
namespace {

std::optional<Date> newest(const Paper& paper) {
    return paper.appearances.empty() ? std::nullopt : paper.appearances.back().date;
}

void add_appearance(std::vector<Appearance>& appearances, const Appearance& added) {
    const auto same = std::find_if(appearances.begin(), appearances.end(),
                                   [&](const Appearance& a) { return a.date == added.date; });
    if (same != appearances.end()) {
        *same = added;
        return;
    }
    const auto after =
        std::upper_bound(appearances.begin(), appearances.end(), added,
                         [](const Appearance& a, const Appearance& b) { return a.date < b.date; });
    appearances.insert(after, added);
}

template <typename T>
void take(T& into, const T& from, bool from_is_newer) {
    if (from == T{}) return;
    if (from_is_newer || into == T{}) into = from;
}

}  // namespace

bool is_paper_id(std::string_view id) {
    if (id.empty() || id.size() > 200) return false;
    for (std::size_t at = 0; at < id.size();) {
        const CodePoint c = code_point_at(id, at);
        if (c.value == 0xFFFD || trim(id.substr(c.begin, c.end - c.begin)).empty() ||
            printable(id.substr(c.begin, c.end - c.begin)) != id.substr(c.begin, c.end - c.begin)) {
            return false;
        }
        at = c.end;
    }
    return true;
}

void merge_into(Paper& paper, const Paper& other) {
    const bool newer = newest(other) >= newest(paper);
    take(paper.title, other.title, newer);
    take(paper.url, other.url, newer);
    take(paper.authors, other.authors, newer);
    take(paper.media, other.media, newer);
    take(paper.summary, other.summary, newer);
    for (const Appearance& appearance : other.appearances)
        add_appearance(paper.appearances, appearance);
    paper.votes.reset();
    paper.date.reset();
    for (const Appearance& appearance : paper.appearances) {
        paper.votes = std::max(paper.votes, appearance.votes);
        if (appearance.date && (!paper.date || *appearance.date < *paper.date))
            paper.date = appearance.date;
    }
}

}  // namespace nonmun
