// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/paper.hpp"

// The lines of common/paper_json, written and read without a tree of values between: a tenth of the
// work, for what is done with every paper that is found.
namespace nonmun {

// Whether brackets in the text of JSON stand deeper in each other than anything that is read here
// does: making values of them could take all of the stack.
bool is_nested_too_deep(std::string_view json);

// Appends what to_line() makes of the string.
void append_json(std::string& to, std::string_view text);

// Appends "[…]" with what `append_item` appends of each item.
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

// Appends what to_line() makes of the paper.
void append_json(std::string& to, const Paper& paper);

// The paper that to_line() made the line of; nullopt for any other line, and for one with escapes
// that are rare.
std::optional<Paper> paper_from_own_line(std::string_view line);

}  // namespace nonmun
