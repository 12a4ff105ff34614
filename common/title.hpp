// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace nonmun {

// The title as a person reads it: TeX is turned into the characters it stands for ("$\sim$20" →
// "~20", "M$^{2}$UGen" → "M²UGen", "\textit{X}" → "X", "$\times$" → "×"). Commands that are not
// known lose their backslash; nothing else changes.
std::string readable_title(std::string_view title);

}  // namespace nonmun
