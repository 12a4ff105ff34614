// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace nonmun {

// How to write to a terminal, as the stream and the environment say.
struct Style {
    bool colour = false;  // SGR sequences, and OSC 8 links
    int width = 80;       // columns
};

// Whether `descriptor` is a terminal, and TERM is not "dumb".
bool is_terminal(int descriptor);

// Colour where is_terminal(descriptor) holds and NO_COLOR is not set; the terminal's width, else
// COLUMNS, else 80; never under 20.
Style style_of(int descriptor);

// The text as part of a one-line message: printable(), with spaces for newlines and tabs.
std::string one_line(std::string_view text);

std::string bold(std::string_view text, const Style& style);
std::string dim(std::string_view text, const Style& style);

// Text that matches a query: bold and red.
std::string matched(std::string_view text, const Style& style);

// Makes each line of a wrapped text a link (OSC 8), without its indent. The text stays as it is
// without colours, or if `url` is not a web address.
std::string linked(std::string_view wrapped, std::string_view url, const Style& style);

// Breaks the text into lines of at most `width` columns (a Hangul syllable has 2), each after
// `indent`: where UAX #14 allows it, and inside a word longer than a line between grapheme
// clusters. Blanks and newlines between words become one blank. SGR sequences have no width. There
// is no newline at the end.
std::string wrap(std::string_view text, int width, std::string_view indent);

}  // namespace nonmun
