#include "query/match.hpp"

#include <algorithm>

#include "common/schema.hpp"

namespace nonmun {

std::vector<Match> with_nearness(const Xapian::MSet& found, const Nearness& nearness) {
    std::vector<Match> matches;
    matches.reserve(found.size());
    for (auto match = found.begin(); match != found.end(); ++match)
        matches.push_back({*match, match.get_weight(), match.get_document()});
    if (nearness.empty()) return matches;
    const auto end = matches.begin() +
                     static_cast<std::ptrdiff_t>(std::min<std::size_t>(near_depth, matches.size()));
    for (auto match = matches.begin(); match != end; ++match)
        match->score += weight_of(nearness, match->document.get_value(sequence_slot));
    std::sort(matches.begin(), end, [](const Match& a, const Match& b) {
        return a.score != b.score ? a.score > b.score : a.id < b.id;
    });
    return matches;
}

}  // namespace nonmun
