// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/analyzer/word_filter.hpp"

#include <cstdint>

#include "common/unicode.hpp"

namespace nonmun {
namespace {

bool is_plain(char c) {
    return is_ascii_letter(c) || is_ascii_digit(c);
}

// The number of the first two ASCII letters or digits. The stemmer keeps the first two characters
// of a word, except that y may become i (dying, die).
std::size_t latin_key(char first, char second) {
    const auto folded = [](char c) { return static_cast<unsigned char>(c | 0x20) & 0x7F; };
    const unsigned char other = folded(second) == 'y' ? 'i' : folded(second);
    return static_cast<std::size_t>(folded(first)) << 7 | other;
}

std::uint32_t syllable_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    return (byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
}

std::size_t hangul_key(std::uint32_t first, std::uint32_t second, std::size_t keys) {
    return (first * 2654435761u ^ second * 2246822519u) >> 16 & (keys - 1);
}

}  // namespace

void WordFilter::add(std::string_view term) {
    if (term.empty()) return;
    if (is_plain(term[0])) {
        // What is left of a longer word: of "aing" an a.
        for (std::size_t other = 0; term.size() == 1 && other < 128; ++other)
            latin_.set(latin_key(term[0], static_cast<char>(other)));
        if (term.size() > 1) latin_.set(latin_key(term[0], term[1]));
        return;
    }
    const CodePoint first = code_point_at(term, 0);
    if (!is_hangul_syllable(first.value)) return;
    std::uint32_t second = 0;
    if (first.end < term.size() && is_hangul_syllable(code_point_at(term, first.end).value))
        second = syllable_at(term, first.end);
    hangul_.set(hangul_key(syllable_at(term, 0), second, hangul_keys));
}

bool WordFilter::may_have(std::string_view word) const {
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (word.size() < 2) return word.empty() || !is_plain(word[0]) || latin_[latin_key(word[0], 0)];
    // An accent or a sign may be folded into the character before it.
    if (!is_plain(word[0]) || !is_plain(word[1])) return true;
    if (word.size() > 2 && !is_ascii(word[2])) return true;
    return latin_[latin_key(word[0], word[1])];
}

bool WordFilter::may_have_hangul(std::string_view run) const {
    std::uint32_t next = run.empty() ? 0 : syllable_at(run, 0);
    for (std::size_t at = 0; at < run.size(); at += syllable_bytes) {
        const std::uint32_t first = next;
        const bool last = at + syllable_bytes == run.size();
        next = last ? 0 : syllable_at(run, at + syllable_bytes);
        if (hangul_[hangul_key(first, 0, hangul_keys)]) return true;
        if (!last && hangul_[hangul_key(first, next, hangul_keys)]) return true;
    }
    return false;
}

}  // namespace nonmun
