// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nonmun {

// The letters (jamo) of a Hangul syllable as indexes in Unicode's order (The Unicode Standard,
// section 3.12): 19 initials, 21 vowels, 28 finals of which 0 is none.
struct SyllableLetters {
    int initial = 0;
    int vowel = 0;
    int final = 0;

    bool operator==(const SyllableLetters&) const = default;
};

constexpr int initial_count = 19;
constexpr int vowel_count = 21;
constexpr int final_count = 28;

// `syllable` must be one (is_hangul_syllable).
SyllableLetters letters_of(char32_t syllable);
char32_t syllable_of(const SyllableLetters& letters);

// What a letter that stands alone (ㄱ to ㅣ, U+3131 to U+3163) is: the initials that it is typed as
// (one, or two for ㄳ), or a vowel. Nothing for anything else.
struct LoneLetter {
    std::vector<int> initials;
    std::optional<int> vowel;
};
std::optional<LoneLetter> lone_letter(char32_t c);

// The last vowel that `vowel` may become by typing on: ㅗ becomes ㅘ, ㅙ or ㅚ. Those between are
// such vowels too.
int last_vowel_from(int vowel);

// The finals that `final` may become by typing on, without itself: ㄱ becomes ㄳ.
std::vector<int> finals_from(int final);

// What a final turns into when a vowel is typed behind it: what stays, and the initial of the next
// syllable (산 + ㅏ = 사나, 닭 + ㅏ = 달가). `final` is not 0.
std::pair<int, int> moved_final(int final);

// The word as it is typed on a Latin keyboard with the Korean layout (두벌식, KS X 5002): 모델 is
// "ahepf". Empty when the word has anything but Hangul syllables and lone letters.
std::string latin_keys(std::string_view hangul);

// The reverse: "ahepf" is 모델. Empty when the keys make anything but whole syllables, or are no
// letters. A capital counts as such only where it makes another letter (R is ㄲ).
std::string hangul_of_keys(std::string_view keys);

// One byte for each letter, the same for initials and finals, and two for a final made of two: the
// text over which the distance of two words is counted. Empty as for latin_keys.
std::string letter_string(std::string_view hangul);

}  // namespace nonmun
