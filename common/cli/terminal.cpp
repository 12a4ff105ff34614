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

// A text without its SGR sequences, and where they stood, so that no line is broken inside of one.
struct Plain {
    struct Code {
        std::size_t at;  // bytes of the plain text
        std::string_view sequence;
    };
    std::string text;
    std::vector<Code> codes;
};

// Bytes of the SGR sequence that the text begins with; 0 when it begins with none.
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

// Korean is broken between words, not between any two syllables as Han is.
bool inside_korean_word(std::string_view text, std::size_t at) {
    if (at == 0 || at >= text.size()) return false;
    std::size_t before = at - 1;
    while (before > 0 && continues_character(text[before])) --before;
    return u_isalnum(static_cast<UChar32>(code_point_at(text, before).value)) &&
           is_hangul_syllable(code_point_at(text, at).value);
}

// Fills lines with pieces of a plain text, in their order, and puts its SGR sequences back.
class Filler {
  public:
    Filler(const Plain& plain, int width, std::string_view indent)
        : plain_(plain), width_(width), indent_(indent), result_(indent) {}

    // Blanks at the end of a piece become one, or the end of a line.
    void add(std::size_t begin, std::size_t end) {
        const std::string_view piece = std::string_view(plain_.text).substr(begin, end - begin);
        const std::string_view word = trim(piece);
        if (!word.empty()) {
            const std::size_t from = begin + static_cast<std::size_t>(word.data() - piece.data());
            if (display_width(word) <= width_) {
                put(from, word);
            } else {
                for_pieces(BreakKind::cluster, word, [&](std::size_t b, std::size_t e) {
                    put(from + b, word.substr(b, e - b));
                    return true;
                });
            }
        }
        blank_ = blank_ || word.size() < piece.size();
    }

    std::string take() {
        while (code_ < plain_.codes.size()) result_ += plain_.codes[code_++].sequence;
        return std::move(result_);
    }

  private:
    void put(std::size_t from, std::string_view word) {
        const int columns = display_width(word);
        const bool blank = blank_ && used_ > 0;
        if (used_ > 0 && used_ + (blank ? 1 : 0) + columns > width_) {
            (result_ += '\n') += indent_;
            used_ = 0;
        } else if (blank) {
            result_ += ' ';
            ++used_;
        }
        blank_ = false;
        const std::size_t end = from + word.size();
        while (code_ < plain_.codes.size() && plain_.codes[code_].at < end) {
            const std::size_t at = std::max(plain_.codes[code_].at, from);
            result_ += word.substr(0, at - from);
            word.remove_prefix(at - from);
            from = at;
            result_ += plain_.codes[code_++].sequence;
        }
        result_ += word;
        used_ += columns;
        // What ends a colour stands behind the text it ends, not at the start of the next line.
        while (code_ < plain_.codes.size() && plain_.codes[code_].at == end &&
               plain_.codes[code_].sequence == "\x1b[0m") {
            result_ += plain_.codes[code_++].sequence;
        }
    }

    const Plain& plain_;
    const int width_;
    const std::string_view indent_;
    std::string result_;
    int used_ = 0;        // columns of the line
    bool blank_ = false;  // there is a blank between what is written and what comes
    std::size_t code_ = 0;
};

}  // namespace

Style style_of(int descriptor) {
    const char* no_colour = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    const bool dumb = terminal && std::string_view(terminal) == "dumb";
    Style style;
    style.colour = ::isatty(descriptor) && !(no_colour && *no_colour) && !dumb;
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
    Filler filler(plain, width, indent);
    std::size_t word = 0;  // where the word under way begins
    for_pieces(BreakKind::line, plain.text, [&](std::size_t, std::size_t end) {
        if (inside_korean_word(plain.text, end)) return true;
        filler.add(word, end);
        word = end;
        return true;
    });
    return filler.take();
}

}  // namespace nonmun
