// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace nonmun {

// The title with TeX replaced by characters: "$\sim$20" → "~20", "M$^{2}$UGen" → "M²UGen",
// "\textit{X}" → "X", "$\times$" → "×". Unknown commands lose their backslash. Nothing else
// changes.
std::string readable_title(std::string_view title);

}  // namespace nonmun
