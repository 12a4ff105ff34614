// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/hangul_letters.hpp"

#include <algorithm>
#include <array>

#include "common/unicode.hpp"

namespace nonmun {
namespace {

using Keys = std::string_view;

// The keys of each letter, in Unicode's order.
constexpr std::array<Keys, initial_count> initial_keys = {
    "r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g"};
constexpr std::array<Keys, vowel_count> vowel_keys = {"k",  "o",  "i",  "O",  "j",  "p",  "u",
                                                      "P",  "h",  "hk", "ho", "hl", "y",  "n",
                                                      "nj", "np", "nl", "b",  "m",  "ml", "l"};
constexpr std::array<Keys, final_count> final_keys = {
    "",   "r",  "R", "rt", "s",  "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx",
    "fv", "fg", "a", "q",  "qt", "t",  "T",  "d", "w", "c",  "z",  "x",  "v",  "g"};
// The compatibility consonants, from U+3131; the vowels follow in order.
constexpr char32_t first_lone = 0x3131;
constexpr std::array<Keys, 30> lone_consonant_keys = {
    "r",  "R", "rt", "s", "sw", "sg", "e", "E", "f", "fr", "fa", "fq", "ft", "fx", "fv",
    "fg", "a", "q",  "Q", "qt", "t",  "T", "d", "w", "W",  "c",  "z",  "x",  "v",  "g"};
// As vowel_keys, with one byte for each vowel.
constexpr std::string_view vowel_bytes = "koiOjpuPh123yn456bm7l";

template <std::size_t size>
std::optional<int> index_of(const std::array<Keys, size>& table, Keys keys) {
    const auto found = std::find(table.begin(), table.end(), keys);
    if (found == table.end()) return std::nullopt;
    return static_cast<int>(found - table.begin());
}

bool is_lone_consonant(char32_t c) {
    return c >= first_lone && c < first_lone + lone_consonant_keys.size();
}

bool is_lone_vowel(char32_t c) {
    const char32_t first = first_lone + lone_consonant_keys.size();
    return c >= first && c < first + vowel_count;
}

// The keys of each syllable and letter, with vowel_text(vowel) for the keys of a vowel. Empty if
// there are other characters.
template <typename VowelText>
std::string spell(std::string_view hangul, VowelText vowel_text) {
    std::string text;
    for (const CodePoint c : code_points(hangul)) {
        if (is_hangul_syllable(c.value)) {
            const SyllableLetters letters = letters_of(c.value);
            text += initial_keys[static_cast<std::size_t>(letters.initial)];
            text += vowel_text(static_cast<std::size_t>(letters.vowel));
            text += final_keys[static_cast<std::size_t>(letters.final)];
        } else if (is_lone_consonant(c.value)) {
            text += lone_consonant_keys[c.value - first_lone];
        } else if (is_lone_vowel(c.value)) {
            text += vowel_text(c.value - first_lone - lone_consonant_keys.size());
        } else {
            return {};
        }
    }
    return text;
}

// Removes two keys or one from the beginning of `keys` that are in the table, and returns their
// index. nullopt if there are none. Without `before_vowel`, no vowel may follow them.
template <std::size_t size>
std::optional<int> take(Keys& keys, const std::array<Keys, size>& table, bool before_vowel = true) {
    for (const std::size_t count : {2u, 1u}) {
        if (count > keys.size()) continue;
        const auto found = index_of(table, keys.substr(0, count));
        if (!found || (!before_vowel && index_of(vowel_keys, keys.substr(count, 1)))) continue;
        keys.remove_prefix(count);
        return found;
    }
    return std::nullopt;
}

}  // namespace

SyllableLetters letters_of(char32_t syllable) {
    const int index = static_cast<int>(syllable - first_syllable);
    return {index / (vowel_count * final_count), index / final_count % vowel_count,
            index % final_count};
}

char32_t syllable_of(const SyllableLetters& letters) {
    return static_cast<char32_t>(first_syllable +
                                 (letters.initial * vowel_count + letters.vowel) * final_count +
                                 letters.final);
}

std::optional<LoneLetter> lone_letter(char32_t c) {
    LoneLetter letter;
    if (is_lone_vowel(c)) {
        letter.vowel = static_cast<int>(c - first_lone - lone_consonant_keys.size());
        return letter;
    }
    if (!is_lone_consonant(c)) return std::nullopt;
    const Keys keys = lone_consonant_keys[c - first_lone];
    for (std::size_t i = 0; i < keys.size(); ++i) {
        letter.initials.push_back(*index_of(initial_keys, keys.substr(i, 1)));
    }
    return letter;
}

int last_vowel_from(int vowel) {
    const Keys keys = vowel_keys[static_cast<std::size_t>(vowel)];
    int last = vowel;
    while (last + 1 < vowel_count &&
           vowel_keys[static_cast<std::size_t>(last) + 1].starts_with(keys))
        ++last;
    return last;
}

std::vector<int> finals_from(int final) {
    std::vector<int> finals;
    const Keys keys = final_keys[static_cast<std::size_t>(final)];
    for (int other = 1; other < final_count; ++other) {
        if (other != final && final_keys[static_cast<std::size_t>(other)].starts_with(keys))
            finals.push_back(other);
    }
    return finals;
}

std::pair<int, int> moved_final(int final) {
    const Keys keys = final_keys[static_cast<std::size_t>(final)];
    return {*index_of(final_keys, keys.substr(0, keys.size() - 1)),
            *index_of(initial_keys, keys.substr(keys.size() - 1))};
}

std::string latin_keys(std::string_view hangul) {
    return spell(hangul, [](std::size_t vowel) { return vowel_keys[vowel]; });
}

std::string hangul_of_keys(std::string_view keys) {
    if (!std::all_of(keys.begin(), keys.end(), is_ascii_letter)) return {};
    // Other capitals make no other letter in this layout.
    std::string plain(keys);
    for (char& c : plain) {
        if (std::string_view("QWERTOP").find(c) == std::string_view::npos) c = ascii_lower(c);
    }
    std::string text;
    for (Keys left = plain; !left.empty();) {
        const auto initial = take(left, initial_keys);
        const auto vowel = take(left, vowel_keys);
        if (!initial || !vowel) return {};
        // A consonant before a vowel is the initial of the next syllable.
        const auto final = take(left, final_keys, false);
        append_utf8(text, syllable_of({*initial, *vowel, final.value_or(0)}));
    }
    return text;
}

std::string letter_string(std::string_view hangul) {
    return spell(hangul, [](std::size_t vowel) { return vowel_bytes[vowel]; });
}

}  // namespace nonmun
