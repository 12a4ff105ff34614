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

}  // namespace

std::vector<Match> rerank_by_nearness(const Xapian::MSet& found, const Nearness& nearness,
                                      std::size_t wanted, NearWeights& weights) {
    std::vector<Match> matches;
    matches.reserve(found.size());
    for (auto match = found.begin(); match != found.end(); ++match)
        matches.push_back({*match, match.get_weight(), match.get_document()});
    if (nearness.empty() || wanted == 0) return matches;
    const double most = max_weight(nearness);
    BestOf<double, greater> best(std::min(wanted, matches.size()));
    auto end = matches.begin();
    for (; end != matches.end() && end - matches.begin() < near_depth; ++end) {
        // No later match can be among the first `wanted`.
        if (best.full() && end->score + most < best.worst()) break;
        const auto [weight, is_new] = weights.try_emplace(end->id);
        if (is_new) weight->second = weight_of(nearness, end->document.get_value(sequence_slot));
        end->score += weight->second;
        best.offer(end->score);
    }
    std::sort(matches.begin(), end, [](const Match& a, const Match& b) {
        return a.score != b.score ? a.score > b.score : a.id < b.id;
    });
    return matches;
}

}  // namespace nonmun
