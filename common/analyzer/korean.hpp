// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer/lexicon.hpp"

namespace nonmun {

// Korean without a dictionary: particles (조사) and verb endings (어미) come off by rule, guarded
// by what the lexicon knows to be nouns, and what remains is split into known stems. Words are runs
// of Hangul syllables in UTF-8 (3 bytes each); results are prefixes and pieces of the word, so that
// offsets into the text hold.

// Bytes of the stem, a prefix of the word; two syllables are the least that remains ("모델을" →
// "모델"), but for nouns of one syllable that the lexicon knows ("곡은" → "곡").
std::size_t stem_length(std::string_view word, const Lexicon& lexicon);

// True when the whole word is a particle or a verbal ending ("은", "입니다"), as it stands glued
// behind Latin text.
bool is_ending(std::string_view word);

// What a stem is made of.
struct StemParts {
    std::vector<std::size_t> ends;  // bytes; the last is the stem's size
    bool whole_known =
        false;  // the stem is split, but is also known as one word, and the more probable one
};

// The most probable split into known stems of two syllables or more (unigram Viterbi), or one part.
// "강화학습" → 강화, 학습.
StemParts split_stem(std::string_view stem, const Lexicon& lexicon);

// Whether a part of a stem is one that split_stem could not have taken for a word, and long enough
// to hold one.
bool may_hide_words(std::string_view part, const Lexicon& lexicon);

// A noun and the case particle behind it, of which 을 and 를 are one kind.
struct CaseReading {
    std::string_view noun;
    int kind;  // 0 to 6
};

// For each case particle that the word may end in, what it would be. Used to learn nouns.
std::vector<CaseReading> case_readings(std::string_view word);

}  // namespace nonmun
