// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/web_address.hpp"

#include <cstdio>

#include "common/unicode.hpp"

namespace nonmun {

std::optional<std::string> web_address(std::string_view url) {
    const std::string_view scheme = url.starts_with("https://")  ? "https://"
                                    : url.starts_with("http://") ? "http://"
                                                                 : "";
    if (scheme.empty() || url.size() == scheme.size()) return std::nullopt;
    const char host = url[scheme.size()];
    if (!is_ascii_letter(host) && !is_ascii_digit(host)) return std::nullopt;
    std::string address;
    for (const char c : url) {
        const bool plain = c > 0x20 && c < 0x7F &&
                           std::string_view("\"'`<>\\^{|}").find(c) == std::string_view::npos;
        if (plain) {
            address += c;
        } else {
            char code[8];
            std::snprintf(code, sizeof code, "%%%02X", static_cast<unsigned char>(c));
            address += code;
        }
    }
    return address;
}

}  // namespace nonmun
