// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer/lexicon.hpp"

namespace nonmun {

// Korean without a dictionary: rules remove particles (조사) and verb endings (어미), except from
// the lexicon's nouns, and the rest is split into known stems. Words are runs of Hangul syllables
// in UTF-8 (3 bytes each). Results are prefixes and parts of the word, so that offsets into the
// text stay valid.

// Bytes of the stem, which is a prefix of the word. It has at least two syllables ("모델을" →
// "모델"), or is a noun of one syllable in the lexicon ("곡은" → "곡").
std::size_t stem_length(std::string_view word, const Lexicon& lexicon);

// Whether the whole word is a particle or a verb ending ("은", "입니다"), as it follows Latin text.
bool is_ending(std::string_view word);

// The parts of a stem.
struct StemParts {
    std::vector<std::size_t> ends;  // bytes; the last is the stem's size
    bool whole_known = false;       // the stem is split, but as one known word it is more probable
};

// The most probable split into known stems of two syllables or more (unigram Viterbi), or one part.
// "강화학습" → 강화, 학습.
StemParts split_stem(std::string_view stem, const Lexicon& lexicon);

// Whether a part of a stem is unknown to split_stem() and long enough to contain a word.
bool may_hide_words(std::string_view part, const Lexicon& lexicon);

// A noun and the case particle after it. 을 and 를 are one kind.
struct CaseReading {
    std::string_view noun;
    int kind;  // 0 to 6
};

// The readings of a word, one for each case particle that it may end with. Used to learn nouns.
std::vector<CaseReading> case_readings(std::string_view word);

}  // namespace nonmun
