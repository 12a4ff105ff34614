// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

// Text of a digest as text of a format: none of it is markup, a formula or an end of cell.
namespace nonmun {

// A cell of CSV (RFC 4180); one that a spreadsheet would run (= + - @, a tab or a line break
// first, or a fullwidth sign) gets an apostrophe before it; one with a semicolon stands in quotes,
// since where the comma is the decimal sign it parts cells.
std::string csv_cell(const std::string& value);

std::string markdown_text(std::string_view text);

// Escaped text at the beginning of a block: what looks like the mark of a list, or underlines the
// line before it, is none, and blanks before it make no code.
std::string markdown_block(std::string text);

// The readable title, linked when the url is a web address.
std::string markdown_link(const std::string& title, const std::string& url);

}  // namespace nonmun
