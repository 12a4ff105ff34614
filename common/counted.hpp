// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace nonmun {

// A number with its noun, as a message tells it: "1 paper", "2 papers". The noun is given in the
// singular, and is one whose plural ends in "s".
std::string counted(std::integral auto count, std::string_view noun) {
    std::string text = std::to_string(count) + " ";
    text += noun;
    if (count != 1) text += 's';
    return text;
}

}  // namespace nonmun
