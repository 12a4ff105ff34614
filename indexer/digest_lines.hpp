// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/paper.hpp"

// Each kind of line in a digest is read by one function, which returns nullopt for any other line.
namespace nonmun {

struct Heading {
    std::string title;
    std::string url;
};

// The rest of "## Daily Papers (REST)", which should be a date.
std::optional<std::string_view> read_day(std::string_view line);

// Any "### …". A heading that is no link has an empty url; titles may contain brackets.
std::optional<Heading> read_entry(std::string_view line);

std::optional<Media> read_media(std::string_view line);

// The text after "Vote:".
std::optional<std::string_view> read_votes(std::string_view line);

// The names after "Authors:", from "A, B" or from "['A', \"B\"]"; not yet distinct.
std::optional<std::vector<std::string>> read_authors(std::string_view line);

// The text after "- ", "* ", "+ ", "• ", or a number of up to three digits as in "1. " or "1) ".
// `line` still has its indentation.
struct ListItem {
    bool nested = false;  // indented or numbered: belongs to the item before it
    std::string_view text;
};
std::optional<ListItem> read_list_item(std::string_view line);

// "***What's New***: text" as section and text; without a label, the text alone.
SummaryItem read_label(std::string_view text);

// A horizontal rule: three or more dashes, stars, underscores or equals signs, with or without
// blanks between them.
bool is_rule(std::string_view line);

}  // namespace nonmun
