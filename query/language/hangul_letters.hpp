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

// A compatibility letter (ㄱ to ㅣ, U+3131 to U+3163): its initials (one, or two for ㄳ), or its
// vowel. nullopt for other characters.
struct LoneLetter {
    std::vector<int> initials;
    std::optional<int> vowel;
};
std::optional<LoneLetter> lone_letter(char32_t c);

// The last vowel that `vowel` can become with more keys: ㅗ can become ㅘ, ㅙ or ㅚ. So can it
// become all vowels between them.
int last_vowel_from(int vowel);

// The other finals that `final` can become with more keys: ㄱ can become ㄳ.
std::vector<int> finals_from(int final);

// What a final becomes if a vowel follows: the remaining final, and the initial of the next
// syllable (산 + ㅏ = 사나, 닭 + ㅏ = 달가). `final` is not 0.
std::pair<int, int> moved_final(int final);

// The word as it is typed on a Latin keyboard with the Korean layout (두벌식, KS X 5002): 모델 is
// "ahepf". Empty if the word has other characters than Hangul
// syllables and letters.
std::string latin_keys(std::string_view hangul);

// The reverse: "ahepf" is 모델. Empty if the keys do not form whole syllables. Capitals count only
// where the layout has another letter (R is ㄲ).
std::string hangul_of_keys(std::string_view keys);

// One byte for each letter, the same for initials and finals; two for a double final. For the edit
// distance of words. Empty as in latin_keys().
std::string letter_string(std::string_view hangul);

}  // namespace nonmun
