// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace nonmun {

// How to write to a person: taken once, from the stream and the environment, and passed to what
// renders.
struct Style {
    bool colour = false;  // SGR sequences, and OSC 8 links
    int width = 80;       // columns
};

// Colour where `descriptor` is a terminal, NO_COLOR is not set and TERM is not "dumb"; the
// terminal's width, else COLUMNS, else 80; never under 20.
Style style_of(int descriptor);

// The text as part of one line of a message: printable(), and a space for a line break or tab.
std::string one_line(std::string_view text);

std::string bold(std::string_view text, const Style& style);
std::string dim(std::string_view text, const Style& style);

// What a query matched: bold and red.
std::string matched(std::string_view text, const Style& style);

// Wrapped text of which every line is a link (OSC 8), without the blanks before it; as it is where
// there are no colours, or `url` is no address of the web.
std::string linked(std::string_view wrapped, std::string_view url, const Style& style);

// The text in lines of at most `width` columns (2 for a Hangul syllable), each after `indent`;
// broken where UAX #14 allows a break, and a word longer than a line between grapheme clusters.
// Blanks and newlines between words become one blank. SGR sequences take no room. No newline at the
// end.
std::string wrap(std::string_view text, int width, std::string_view indent);

}  // namespace nonmun
