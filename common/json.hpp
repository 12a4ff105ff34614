// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace nonmun {

// A JSON value whose members keep their order, so equal values are equal bytes.
using Json = nlohmann::ordered_json;

// The value on one line, compact, without a newline. Bytes that are not UTF-8 become U+FFFD;
// characters that could control a terminal are written as \uXXXX.
std::string to_line(const Json& json);

// Whether the text of a JSON value has more than 64 brackets inside each other. Parsing such a text
// could overflow the stack.
bool is_nested_too_deep(std::string_view json);

// Appends a string as JSON: the same bytes as to_line(Json(text)), without building a Json.
void append_json(std::string& to, std::string_view text);

// Appends "[…]". `append_item` appends one item.
template <typename List, typename AppendItem>
void append_list(std::string& to, const List& list, AppendItem append_item) {
    to += '[';
    bool first = true;
    for (const auto& item : list) {
        if (!first) to += ',';
        first = false;
        append_item(item);
    }
    to += ']';
}

}  // namespace nonmun
