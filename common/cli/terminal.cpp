#include "common/cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unicode/brkiter.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "common/error.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

int columns_of(int descriptor) {
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    const char* columns = std::getenv("COLUMNS");
    const int number = columns ? std::atoi(columns) : 0;
    return number > 0 ? number : 80;
}

// Columns of text in which SGR sequences take no room.
int visible_width(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const auto escape = std::min(text.find('\x1b'), text.size());
        shown += text.substr(0, escape);
        text.remove_prefix(escape);
        const auto end = text.find('m');
        text.remove_prefix(text.empty() || end == std::string_view::npos ? text.size() : end + 1);
    }
    return display_width(shown);
}

icu::BreakIterator& line_breaks() {
    thread_local const std::unique_ptr<icu::BreakIterator> instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::BreakIterator> made(
            icu::BreakIterator::createLineInstance(icu::Locale::getRoot(), status));
        if (U_FAILURE(status)) throw Error(ErrorKind::io, "ICU cannot find line breaks");
        return made;
    }();
    return *instance;
}

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

std::string bold(std::string_view text, const Style& style) {
    return style.colour ? "\x1b[1m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::string dim(std::string_view text, const Style& style) {
    return style.colour ? "\x1b[2m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::string wrap(std::string_view text, int width, std::string_view indent) {
    const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    icu::BreakIterator& breaks = line_breaks();
    breaks.setText(wide);
    std::string result(indent);
    int used = 0;
    int32_t begin = breaks.first();
    for (int32_t end = breaks.next(); end != icu::BreakIterator::DONE;
         begin = end, end = breaks.next()) {
        std::string piece;
        wide.tempSubStringBetween(begin, end).toUTF8String(piece);
        const std::string_view kept = trim(piece);
        const int blanks = static_cast<int>(piece.size() - kept.size());
        const int columns = visible_width(kept);
        if (used > 0 && used + columns > width) {
            while (result.ends_with(' ')) result.pop_back();
            result += '\n';
            result += indent;
            used = 0;
        }
        result += kept;
        used += columns;
        if (blanks > 0) {
            result += ' ';
            ++used;
        }
    }
    while (result.size() > indent.size() && result.ends_with(' ')) result.pop_back();
    return result;
}

}  // namespace nonmun
