// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

namespace nonmun {

// A position in UTF-8 text, and the code point that starts there.
struct CodePoint {
    char32_t value;     // 0xFFFD where the bytes are not UTF-8
    std::size_t begin;  // bytes
    std::size_t end;
};

// Whether the byte continues a character in UTF-8.
constexpr bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// The last character boundary at or before byte `at`; the end of the text if `at` is beyond it.
std::size_t character_boundary(std::string_view text, std::size_t at);

// The code point at byte `at` (< text.size()). Always advances by at least one byte.
CodePoint code_point_at(std::string_view text, std::size_t at);

// The code points of a text, in order: for (const CodePoint c : code_points(text)) …
class code_points {
  public:
    explicit code_points(std::string_view text) : text_(text) {}

    class iterator {
      public:
        explicit iterator(std::string_view text) : text_(text) {}

        // Call it once before each increment. Returns a code point that is not stored here: to copy
        // one takes as long as to decode it.
        CodePoint operator*() {
            const CodePoint c = code_point_at(text_, at_);
            next_ = c.end;
            return c;
        }
        iterator& operator++() {
            at_ = next_;
            return *this;
        }
        bool operator==(std::default_sentinel_t) const { return at_ == text_.size(); }

      private:
        std::string_view text_;
        std::size_t at_ = 0;
        std::size_t next_ = 0;
    };

    iterator begin() const { return iterator(text_); }
    static std::default_sentinel_t end() { return {}; }

  private:
    std::string_view text_;
};

void append_utf8(std::string& to, char32_t code_point);

bool is_utf8(std::string_view text);

// In bytes, because ICU counts in 32 bits. Cleaning or folding longer text that is not ASCII throws
// Error(input).
inline constexpr std::size_t longest_text = 0x7FFFFFFF;

// The length of a run of combining marks in Unicode's Stream-Safe Text Format (UAX #15).
inline constexpr int most_marks = 30;

// Replaces ill-formed sequences with U+FFFD, removes NUL and the marks of a run beyond most_marks,
// and converts to NFC, so that decomposed Hangul (NFD) becomes syllables. Returns other well-formed
// NFC text unchanged.
std::string clean_text(std::string_view text);

// Removes white space (Unicode White_Space and the byte-order mark) at both ends.
std::string_view trim(std::string_view text);

// Changes ASCII letters only.
constexpr char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr char ascii_upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

constexpr bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_ascii_letter(char c) {
    return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

// NFKC_Casefold: removes differences of case, width and compatibility; keeps accents.
std::string fold_case(std::string_view text);

// fold_case() and removal of diacritics: "Soljačić" becomes "soljacic". Letters that Unicode does
// not decompose (ł, ø, đ, ı, æ, ß) are transliterated by ICU's Latin-ASCII: "Hołyński" becomes
// "holynski". Other scripts keep their letters.
std::string fold_accents(std::string_view text);

// Hangul syllables, 가 to 힣 (The Unicode Standard, section 3.12), and the bytes of each in UTF-8.
inline constexpr char32_t first_syllable = 0xAC00;
inline constexpr char32_t last_syllable = 0xD7A3;
inline constexpr std::size_t syllable_bytes = 3;

constexpr bool is_hangul_syllable(char32_t c) {
    return c >= first_syllable && c <= last_syllable;
}

// Whether it is a letter, a digit or a mark on one, of any script.
bool belongs_to_word(char32_t c);

// Columns of the text on a terminal: 2 for wide and fullwidth characters (UAX #11), 0 for marks and
// controls, else 1.
int display_width(std::string_view text);

// The longest prefix of at most `columns` columns, cut between grapheme clusters; "…" at the end if
// something was cut.
std::string cut_to_width(std::string_view text, int columns);

// Whether the character could control a terminal: a control character (C0 except tab and newline,
// DEL, C1) or a bidirectional override.
constexpr bool steers_terminal(char32_t c) {
    const bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
    return control || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// Replaces characters that could control a terminal with U+FFFD. Every text from a digest that is
// printed goes through it.
std::string printable(std::string_view text);

}  // namespace nonmun
