#include "common/cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

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

// Lines under way: words are put on the current one while they fit.
class Lines {
  public:
    Lines(int width, std::string_view indent) : width_(width), indent_(indent), text_(indent) {}

    // A word, in the pieces that it may be broken into when it is wider than a whole line.
    void add(const std::vector<std::string>& pieces) {
        std::string word;
        for (const std::string& piece : pieces) word += piece;
        if (visible_width(trim(word)) <= width_) return put(word);
        for (const std::string& piece : pieces) put(piece);
    }

    std::string finish() {
        while (text_.size() > indent_.size() && text_.ends_with(' ')) text_.pop_back();
        return std::move(text_);
    }

  private:
    void put(const std::string& piece) {
        const std::string_view kept = trim(piece);
        const int columns = visible_width(kept);
        if (used_ > 0 && used_ + columns > width_) {
            while (text_.ends_with(' ')) text_.pop_back();
            text_.append("\n").append(indent_);
            used_ = 0;
        }
        text_ += kept;
        used_ += columns;
        if (kept.size() < piece.size()) {
            text_ += ' ';
            ++used_;
        }
    }

    int width_;
    std::string_view indent_;
    std::string text_;
    int used_ = 0;
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

std::string bold(std::string_view text, const Style& style) {
    return style.colour ? "\x1b[1m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::string dim(std::string_view text, const Style& style) {
    return style.colour ? "\x1b[2m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::string wrap(std::string_view text, int width, std::string_view indent) {
    const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    Lines lines(width, indent);
    icu::BreakIterator& breaks = line_breaks();
    breaks.setText(wide);
    std::vector<std::string> pieces;
    int32_t begin = breaks.first();
    for (int32_t end = breaks.next(); end != icu::BreakIterator::DONE; end = breaks.next()) {
        std::string piece;
        wide.tempSubStringBetween(begin, end).toUTF8String(piece);
        begin = end;
        pieces.push_back(std::move(piece));
        // Korean is broken between words, not between any two syllables as Han is.
        const bool inside_word = end < wide.length() && u_isalnum(wide.char32At(end - 1)) &&
                                 is_hangul_syllable(static_cast<char32_t>(wide.char32At(end)));
        if (inside_word) continue;
        lines.add(pieces);
        pieces.clear();
    }
    lines.add(pieces);
    return lines.finish();
}

}  // namespace nonmun
