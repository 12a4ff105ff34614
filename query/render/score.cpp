// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/score.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <numeric>

namespace nonmun {

std::string fixed(double number, int digits) {
    char text[400];  // the greatest double has 309 digits
    std::snprintf(text, sizeof text, "%.*f", digits, number);
    return text;
}

// Largest remainder method: rounds every part down, and then up the parts that lost most.
RoundedScore rounded_score(const Hit& hit, int digits) {
    const double unit = std::pow(10.0, digits);
    const std::int64_t score = std::llround(hit.score * unit);
    std::vector<std::int64_t> units;
    std::vector<double> lost;
    std::int64_t missing = score;
    for (const ScorePart& part : hit.parts) {
        units.push_back(static_cast<std::int64_t>(std::floor(part.value * unit)));
        lost.push_back(part.value * unit - static_cast<double>(units.back()));
        missing -= units.back();
    }
    std::vector<std::size_t> order(hit.parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return lost[a] > lost[b]; });
    for (const std::size_t part : order) {
        if (missing <= 0) break;
        ++units[part];
        --missing;
    }
    RoundedScore rounded{static_cast<double>(score) / unit, hit.parts};
    for (std::size_t i = 0; i < units.size(); ++i)
        rounded.parts[i].value = static_cast<double>(units[i]) / unit;
    return rounded;
}

}  // namespace nonmun
