// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "common/fields.hpp"
#include "common/token_sequence.hpp"

// What a token sequence value says of where a paper has its words.
namespace nonmun {

// Whether both tokens are of one term, in any form.
inline bool same_term(SequenceToken a, SequenceToken b) {
    return ((a ^ b) & term_bits) == 0;
}

enum class SequencePart { any, title, summary };

// The part that a text field searches.
SequencePart part_of(Field field);

struct PhraseToken {
    SequenceToken token;
    bool in_form = false;  // the very form counts too
    bool in_word = false;  // of the same written word as the token before it
};

// Whether the tokens stand side by side in the sequence value, in their order. The first cannot be
// in_word.
bool has_phrase(std::string_view value, const std::vector<PhraseToken>& tokens, SequencePart part);

// Whether a place of the sequence value has the term of the token, in any form.
bool has_term(std::string_view value, SequenceToken token, SequencePart part);

// Tokens of which any is wanted: looking for thousands costs what looking for one does.
class TokenSet {
  public:
    explicit TokenSet(const std::vector<PhraseToken>& tokens);

    bool has(SequenceToken token) const {
        return token != sequence_gap &&
               (terms_[token & term_bits] || (!forms_.empty() && forms_.contains(token)));
    }

  private:
    std::vector<bool> terms_;                  // by the bits of a term: wanted in any form
    std::unordered_set<SequenceToken> forms_;  // wanted as they are
};

// Whether a place of the sequence value has one of the tokens.
bool has_any(std::string_view value, const TokenSet& tokens, SequencePart part);

// How often the term of the token stands in the words of the sequence value, a place in the title
// counted title_weight times.
std::uint32_t count_of(std::string_view value, SequenceToken token);

}  // namespace nonmun
