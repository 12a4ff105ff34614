// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "common/fields.hpp"
#include "common/token_sequence.hpp"

// Searches in token sequence values.
namespace nonmun {

// Whether both tokens have the same term, in any form.
inline bool same_term(SequenceToken a, SequenceToken b) {
    return ((a ^ b) & term_bits) == 0;
}

enum class SequencePart { any, title, summary };

// The part of the sequence that a text field searches.
SequencePart part_of(Field field);

struct PhraseToken {
    SequenceToken token;
    bool in_form = false;  // the form must be the same too
    bool in_word = false;  // must be in the same word as the token before it
};

// Whether the tokens are adjacent in the sequence value, in this order. The first must not be
// in_word.
bool has_phrase(std::string_view value, const std::vector<PhraseToken>& tokens, SequencePart part);

// Whether the sequence value has the term of the token, in any form.
bool has_term(std::string_view value, SequenceToken token, SequencePart part);

// A set of tokens; searching for thousands takes as long as searching for one.
class TokenSet {
  public:
    explicit TokenSet(const std::vector<PhraseToken>& tokens);

    bool has(SequenceToken token) const {
        return token != sequence_gap &&
               (terms_[token & term_bits] || (!forms_.empty() && forms_.contains(token)));
    }

  private:
    std::vector<bool> terms_;                  // by the bits of a term: in any form
    std::unordered_set<SequenceToken> forms_;  // in this form
};

// Whether the sequence value has one of the tokens.
bool has_any(std::string_view value, const TokenSet& tokens, SequencePart part);

// How often the term of the token occurs in the sequence value; in the title, each counts
// title_weight times.
std::uint32_t count_of(std::string_view value, SequenceToken token);

}  // namespace nonmun
