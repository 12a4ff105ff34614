// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "common/breaks.hpp"
#include "common/unicode.hpp"
#include "common/web_address.hpp"

namespace nonmun {
namespace {

int columns_of(int descriptor) {
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    const char* columns = std::getenv("COLUMNS");
    const int number = columns ? std::atoi(columns) : 0;
    return number > 0 ? number : 80;
}

// A text without its SGR sequences, and their positions, so that no line is broken inside one.
struct Plain {
    struct Code {
        std::size_t at;  // byte of the plain text
        std::string_view sequence;
    };
    std::string text;
    std::vector<Code> codes;
};

// The length of the SGR sequence at the start of the text; 0 if there is none.
std::size_t sgr_size(std::string_view text) {
    if (!text.starts_with("\x1b[")) return 0;
    const auto end = text.find_first_not_of("0123456789;", 2);
    return end != std::string_view::npos && text[end] == 'm' ? end + 1 : 0;
}

Plain without_codes(std::string_view text) {
    Plain plain;
    while (!text.empty()) {
        if (const std::size_t size = sgr_size(text)) {
            plain.codes.push_back({plain.text.size(), text.substr(0, size)});
            text.remove_prefix(size);
        } else {
            const std::size_t next = std::min(text.find('\x1b', 1), text.size());
            plain.text += text.substr(0, next);
            text.remove_prefix(next);
        }
    }
    return plain;
}

// Korean is broken between words; UAX #14 would break between any two syllables.
bool inside_korean_word(std::string_view text, std::size_t at) {
    if (at == 0 || at >= text.size()) return false;
    const CodePoint before = code_point_at(text, character_boundary(text, at - 1));
    return u_isalnum(static_cast<UChar32>(before.value)) &&
           is_hangul_syllable(code_point_at(text, at).value);
}

}  // namespace

bool is_terminal(int descriptor) {
    const char* kind = std::getenv("TERM");
    return ::isatty(descriptor) && !(kind && std::string_view(kind) == "dumb");
}

Style style_of(int descriptor) {
    const char* no_colour = std::getenv("NO_COLOR");
    Style style;
    style.colour = is_terminal(descriptor) && !(no_colour && *no_colour);
    style.width = std::max(20, columns_of(descriptor));
    return style;
}

std::string one_line(std::string_view text) {
    std::string line = printable(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return line;
}

std::string bold(std::string_view text, const Style& style) {
    return style.colour ? "\x1b[1m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::string dim(std::string_view text, const Style& style) {
    return style.colour ? "\x1b[2m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::string matched(std::string_view text, const Style& style) {
    return style.colour ? "\x1b[1;31m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::string linked(std::string_view wrapped, std::string_view url, const Style& style) {
    const auto address = style.colour ? web_address(url) : std::nullopt;
    if (!address) return std::string(wrapped);
    std::string result;
    while (true) {
        const std::size_t end = std::min(wrapped.find('\n'), wrapped.size());
        const std::size_t begin = std::min(wrapped.find_first_not_of(' '), end);
        result.append(wrapped.substr(0, begin));
        result += "\x1b]8;;" + *address + "\x1b\\";
        result.append(wrapped.substr(begin, end - begin)) += "\x1b]8;;\x1b\\";
        if (end == wrapped.size()) return result;
        result += '\n';
        wrapped.remove_prefix(end + 1);
    }
}

std::string wrap(std::string_view text, int width, std::string_view indent) {
    const Plain plain = without_codes(text);
    const std::string_view all = plain.text;
    std::string result(indent);
    std::size_t code = 0;
    int column = 0;
    bool blank = false;  // before the next word
    // Appends a part of the plain text with its codes. A code that ends a colour at the end of the
    // part belongs to it, others to the next part.
    const auto append = [&](std::size_t from, std::size_t to) {
        for (; code < plain.codes.size(); ++code) {
            const auto& [at, sequence] = plain.codes[code];
            if (at > to || (at == to && sequence != "\x1b[0m")) break;
            const std::size_t until = std::max(at, from);
            result.append(all.substr(from, until - from)).append(sequence);
            from = until;
        }
        result.append(all.substr(from, to - from));
    };
    const auto place = [&](std::size_t from, std::size_t to) {
        const int columns = display_width(all.substr(from, to - from));
        blank = blank && column > 0;
        if (column > 0 && column + blank + columns > width) {
            (result += '\n') += indent;
            column = 0;
        } else if (blank) {
            result += ' ';
            ++column;
        }
        blank = false;
        append(from, to);
        column += columns;
    };
    std::size_t begin = 0;
    for_pieces(BreakKind::line, all, [&](std::size_t, std::size_t end) {
        if (inside_korean_word(all, end)) return true;
        const std::string_view word = trim(all.substr(begin, end - begin));
        const auto from = static_cast<std::size_t>(word.data() - all.data());
        if (display_width(word) <= width && !word.empty()) {
            place(from, from + word.size());
        } else {
            for_pieces(BreakKind::cluster, word, [&](std::size_t b, std::size_t e) {
                place(from + b, from + e);
                return true;
            });
        }
        blank = blank || word.size() < end - begin;
        begin = end;
        return true;
    });
    for (; code < plain.codes.size(); ++code) result += plain.codes[code].sequence;
    return result;
}

}  // namespace nonmun
