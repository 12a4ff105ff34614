// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/rerank.hpp"

#include <algorithm>

#include "common/best_of.hpp"
#include "common/schema.hpp"

namespace nonmun {
namespace {

bool greater(const double& a, const double& b) {
    return a > b;
}

double near_weight(const Nearness& nearness, const Match& match, SequenceCache& sequences) {
    if (const std::string* known = sequences.find(match.id)) return weight_of(nearness, *known);
    std::string sequence = match.document.get_value(sequence_slot);
    const double weight = weight_of(nearness, sequence);
    const std::size_t bytes = sequence.size();
    sequences.keep(match.id, std::move(sequence), bytes);
    return weight;
}

}  // namespace

std::vector<Match> rerank_by_nearness(const Xapian::MSet& found, const Nearness& nearness,
                                      std::size_t wanted, SequenceCache& sequences) {
    std::vector<Match> matches;
    matches.reserve(found.size());
    for (auto match = found.begin(); match != found.end(); ++match)
        matches.push_back({*match, match.get_weight(), match.get_document()});
    if (nearness.empty() || wanted == 0) return matches;
    const double most = greatest_weight(nearness);
    BestOf<double, greater> best(std::min(wanted, matches.size()));
    auto end = matches.begin();
    for (; end != matches.end() && end - matches.begin() < near_depth; ++end) {
        // From here on none can be among those wanted.
        if (best.full() && end->score + most < best.worst()) break;
        end->score += near_weight(nearness, *end, sequences);
        best.offer(end->score);
    }
    std::sort(matches.begin(), end, [](const Match& a, const Match& b) {
        return a.score != b.score ? a.score > b.score : a.id < b.id;
    });
    return matches;
}

}  // namespace nonmun
