// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/json.hpp"

#include <algorithm>
#include <cstdio>

#include "common/unicode.hpp"

namespace nonmun {
namespace {

// Whether a byte can be part of something that JSON or to_line() escapes: a control character, a
// quote, a backslash, DEL, or the first byte (C2) of a control character of two bytes.
// Bidirectional overrides, which begin with E2, are found by has_override().
bool may_need_escape(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7F || byte == 0xC2;
}

bool has_override(std::string_view text) {
    for (auto at = text.find('\xE2'); at != std::string_view::npos;
         at = text.find('\xE2', at + 1)) {
        if (steers_terminal(code_point_at(text, at).value)) return true;
    }
    return false;
}

}  // namespace

std::string to_line(const Json& json) {
    std::string line = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string escaped;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        // The first bytes of the characters that control a terminal and that dump() leaves as they
        // are.
        if (line[at] != '\x7F' && line[at] != '\xC2' && line[at] != '\xE2') continue;
        const CodePoint c = code_point_at(line, at);
        if (!steers_terminal(c.value)) continue;
        char code[8];
        std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c.value));
        escaped.append(line, copied, at - copied).append(code);
        copied = c.end;
        at = c.end - 1;
    }
    if (copied == 0) return line;
    return escaped.append(line, copied);
}

bool is_nested_too_deep(std::string_view json) {
    constexpr int deepest = 64;
    int depth = 0;
    bool inside_string = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (inside_string) {
            if (c == '\\') ++at;
            inside_string = c != '"';
        } else if (c == '"') {
            inside_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > deepest) return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

void append_json(std::string& to, std::string_view text) {
    const auto append_escaped = [&to, whole = text] { to += to_line(Json(whole)); };
    if (has_override(text) || !is_utf8(text)) return append_escaped();
    const std::size_t before = to.size();
    to += '"';
    while (!text.empty()) {
        const auto special = static_cast<std::size_t>(
            std::find_if(text.begin(), text.end(), may_need_escape) - text.begin());
        to.append(text, 0, special);
        if (special == text.size()) break;
        const char c = text[special];
        if (c == '"' || c == '\\') {
            to.append(1, '\\').append(1, c);
        } else if (c == '\xC2' && static_cast<unsigned char>(text[special + 1]) >= 0xA0) {
            to += c;
        } else {
            to.resize(before);
            return append_escaped();
        }
        text.remove_prefix(special + 1);
    }
    to += '"';
}

}  // namespace nonmun
