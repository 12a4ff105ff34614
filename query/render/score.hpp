// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "query/search/hit.hpp"

namespace nonmun {

// Digits after the point of scores in machine-readable formats.
inline constexpr int score_digits = 6;

struct RoundedScore {
    double score = 0;
    std::vector<ScorePart> parts;
};

// A hit's score and parts with `digits` after the point. If the parts add up to the score, the
// rounded parts do too, exactly; each is less than one unit of the last digit off.
RoundedScore rounded_score(const Hit& hit, int digits);

// "0.690": the number with `digits` after the point.
std::string fixed(double number, int digits);

}  // namespace nonmun
