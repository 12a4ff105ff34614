// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/text.hpp"

namespace nonmun {

std::string plural(std::size_t count, std::string_view noun) {
    std::string text = std::to_string(count) + " ";
    text += noun;
    if (count != 1) text += 's';
    return text;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::pair<std::string_view, std::string_view> cut(std::string_view text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    return {text.substr(0, end), text.substr(std::min(end + 1, text.size()))};
}

}  // namespace nonmun
