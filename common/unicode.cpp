// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/unicode.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>

#include "common/breaks.hpp"
#include "common/error.hpp"

namespace nonmun {
namespace {

void check(UErrorCode status, const char* what) {
    if (U_FAILURE(status)) {
        throw Error(ErrorKind::io, std::string("ICU cannot ") + what + ": " + u_errorName(status));
    }
}

// `get` returns one of ICU's normalizers, of which there is one object each; thread safe.
std::string normalize(const icu::Normalizer2* (*get)(UErrorCode&), std::string_view text) {
    if (text.size() > longest_text)
        throw Error(ErrorKind::input,
                    "text of " + std::to_string(text.size()) + " bytes is too long", "cut it");
    std::string result;
    icu::StringByteSink<std::string> sink(&result, static_cast<int32_t>(text.size()));
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = get(status);
    check(status, "load a normalizer");
    normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())),
                              sink, nullptr, status);
    check(status, "normalize text");
    return result;
}

bool is_ascii(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    }
    return true;
}

// Latin letters and marks only, because other scripts must not be romanised.
icu::Transliterator& accent_remover() {
    thread_local const std::unique_ptr<icu::Transliterator> instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(
            "[[:Latin:][:Mn:]] NFD; [[:Mn:]-[\\u3099\\u309A]] Remove; [:Latin:] Latin-ASCII; NFC",
            UTRANS_FORWARD, status));
        check(status, "load Latin-ASCII");
        return made;
    }();
    return *instance;
}

// Whether the character has columns of its own on a terminal, as in glibc's wcwidth: not marks,
// controls, and vowels and finals of decomposed syllables; but a soft hyphen and the format
// characters before numbers.
bool takes_room(UChar32 c) {
    constexpr UChar32 soft_hyphen = 0xAD;
    const auto letter = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
    if (letter == U_HST_VOWEL_JAMO || letter == U_HST_TRAILING_JAMO) return false;
    const auto type = u_charType(c);
    if (type == U_FORMAT_CHAR)
        return c == soft_hyphen || u_hasBinaryProperty(c, UCHAR_PREPENDED_CONCATENATION_MARK);
    return type != U_NON_SPACING_MARK && type != U_ENCLOSING_MARK && type != U_CONTROL_CHAR;
}

// A run of combining marks. It must not be long, since normalization sorts it in a time that is
// quadratic in its length.
class MarkRun {
  public:
    // Takes the next character of a text. Returns whether it is a mark beyond most_marks.
    // Characters that fold_case() removes do not end a run.
    bool exceeds(char32_t c) {
        constexpr char32_t first_mark = 0x300;
        constexpr char32_t soft_hyphen = 0xAD;
        const auto character = static_cast<UChar32>(c);
        if ((c < first_mark && c != soft_hyphen) || is_hangul_syllable(c)) {
            marks_ = 0;
        } else if (u_getCombiningClass(character) != 0) {
            return ++marks_ > most_marks;
        } else if (!u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
            marks_ = 0;
        }
        return false;
    }

  private:
    int marks_ = 0;
};

bool has_long_run(std::string_view text) {
    if (is_ascii(text)) return false;
    MarkRun run;
    for (const CodePoint c : code_points(text)) {
        if (run.exceeds(c.value)) return true;
    }
    return false;
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
    // U8_NEXT_OR_FFFD works on signed offsets; a window of 4 bytes holds any sequence.
    const std::string_view window = text.substr(at, 4);
    const auto* bytes = reinterpret_cast<const uint8_t*>(window.data());
    int32_t offset = 0;
    UChar32 value = 0;
    U8_NEXT_OR_FFFD(bytes, offset, static_cast<int32_t>(window.size()), value);
    return {static_cast<char32_t>(value), at, at + static_cast<std::size_t>(offset)};
}

std::size_t character_boundary(std::string_view text, std::size_t at) {
    at = std::min(at, text.size());
    while (at > 0 && at < text.size() && continues_character(text[at])) --at;
    return at;
}

void append_utf8(std::string& to, char32_t code_point) {
    char buffer[U8_MAX_LENGTH];
    int32_t length = 0;
    U8_APPEND_UNSAFE(buffer, length, code_point);
    to.append(buffer, static_cast<std::size_t>(length));
}

bool is_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const CodePoint c = code_point_at(text, at);
        if (c.value == 0xFFFD && text.substr(c.begin, c.end - c.begin) != "\xEF\xBF\xBD")
            return false;
        at = c.end;
    }
    return true;
}

std::string clean_text(std::string_view text) {
    std::string valid;
    if (is_utf8(text) && text.find('\0') == std::string_view::npos && !has_long_run(text)) {
        valid = text;
    } else {
        MarkRun run;
        for (const CodePoint c : code_points(text)) {
            if (c.value != 0 && !run.exceeds(c.value)) append_utf8(valid, c.value);
        }
    }
    return is_ascii(valid) ? valid : normalize(icu::Normalizer2::getNFCInstance, valid);
}

std::string_view trim(std::string_view text) {
    const auto blank = [](char32_t c) {
        return u_isUWhiteSpace(static_cast<UChar32>(c)) || c == 0xFEFF;
    };
    while (!text.empty()) {
        const CodePoint c = code_point_at(text, 0);
        if (!blank(c.value)) break;
        text.remove_prefix(c.end);
    }
    while (!text.empty()) {
        std::size_t begin = text.size() - 1;
        while (begin > 0 && text.size() - begin < 4 && continues_character(text[begin])) --begin;
        const CodePoint last = code_point_at(text, begin);
        if (last.end != text.size() || !blank(last.value)) break;
        text.remove_suffix(text.size() - begin);
    }
    return text;
}

std::string fold_case(std::string_view text) {
    if (!is_ascii(text)) return normalize(icu::Normalizer2::getNFKCCasefoldInstance, text);
    std::string folded(text);
    for (char& c : folded) c = ascii_lower(c);
    return folded;
}

std::string fold_accents(std::string_view text) {
    std::string folded = fold_case(text);
    if (is_ascii(folded)) return folded;
    bool latin_or_mark = false;
    for (const CodePoint c : code_points(folded)) {
        latin_or_mark =
            c.value >= 0x80 && (c.value < 0x1100 || (c.value >= 0x1E00 && c.value < 0x2100));
        if (latin_or_mark) break;
    }
    if (!latin_or_mark) return folded;
    icu::UnicodeString wide = icu::UnicodeString::fromUTF8(folded);
    accent_remover().transliterate(wide);
    folded.clear();
    wide.toUTF8String(folded);
    return fold_case(folded);
}

bool belongs_to_word(char32_t c) {
    const auto value = static_cast<UChar32>(c);
    return u_isalnum(value) || (U_GET_GC_MASK(value) & (U_GC_M_MASK | U_GC_NO_MASK)) != 0;
}

int display_width(std::string_view text) {
    int width = 0;
    for (const CodePoint c : code_points(text)) {
        if (is_hangul_syllable(c.value) || (c.value >= 0x20 && c.value < 0x7F)) {
            width += c.value < 0x7F ? 1 : 2;
            continue;
        }
        const auto value = static_cast<UChar32>(c.value);
        if (!takes_room(value)) continue;
        const int wide = u_getIntPropertyValue(value, UCHAR_EAST_ASIAN_WIDTH);
        width += wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
    }
    return width;
}

std::string cut_to_width(std::string_view text, int columns) {
    if (display_width(text) <= columns) return std::string(text);
    if (columns < 1) return {};
    std::string kept;
    int width = 0;
    for_pieces(BreakKind::cluster, text, [&](std::size_t begin, std::size_t end) {
        const std::string_view cluster = text.substr(begin, end - begin);
        width += display_width(cluster);
        if (width > columns - 1) return false;
        kept += cluster;
        return true;
    });
    return kept + "…";
}

std::string printable(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const CodePoint c : code_points(text))
        append_utf8(result, steers_terminal(c.value) ? 0xFFFD : c.value);
    return result;
}

}  // namespace nonmun
