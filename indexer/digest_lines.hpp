// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/paper.hpp"

// The parts of a digest's lines, each read by one function: nullopt when the line is something
// else.
namespace nonmun {

struct Heading {
    std::string title;
    std::string url;
};

// The rest of "## Daily Papers (REST)", which should be a date.
std::optional<std::string_view> read_day(std::string_view line);

// Any "### …". Title and url are empty where the heading is not a link; titles may hold brackets.
std::optional<Heading> read_entry(std::string_view line);

std::optional<Media> read_media(std::string_view line);

// The value behind "Vote:".
std::optional<std::string_view> read_votes(std::string_view line);

// The names behind "Authors:", from "A, B" or from "['A', \"B\"]"; not yet distinct.
std::optional<std::vector<std::string>> read_authors(std::string_view line);

// The text behind "- ", "* ", "+ ", "• ", or a number of up to three digits as "1. " or "1) ";
// `line` still has its indentation.
struct ListItem {
    bool nested = false;  // indented or numbered: stands below the item before it
    std::string_view text;
};
std::optional<ListItem> read_list_item(std::string_view line);

// "***What's New***: text" as section and text; without a label, the text alone.
SummaryItem read_label(std::string_view text);

// A horizontal rule: dashes, stars, underscores or equals signs, three or more, with or without
// blanks between.
bool is_rule(std::string_view line);

}  // namespace nonmun
