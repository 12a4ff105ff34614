// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/token_places.hpp"

#include "common/schema.hpp"

namespace nonmun {
namespace {

bool same_form(SequenceToken a, SequenceToken b) {
    return ((a ^ b) & ~term_bits) == 0;
}

bool matches(SequenceToken token, const PhraseToken& wanted) {
    return wanted.in_form ? token == wanted.token : same_term(token, wanted.token);
}

// The half-open range of tokens of the part.
struct Range {
    std::size_t begin, end;
};

Range range_of(const TokenSequence& sequence, SequencePart part) {
    std::size_t title = 0;
    while (title < sequence.size() && sequence[title] != sequence_gap) ++title;
    if (part == SequencePart::title) return {0, title};
    std::size_t end = title;
    while (end < sequence.size() && sequence[end] != words_within) ++end;
    return {part == SequencePart::any ? 0 : title, end};
}

}  // namespace

SequencePart part_of(Field field) {
    return field == Field::title     ? SequencePart::title
           : field == Field::summary ? SequencePart::summary
                                     : SequencePart::any;
}

bool has_phrase(std::string_view value, const std::vector<PhraseToken>& tokens, SequencePart part) {
    const TokenSequence sequence(value);
    const Range range = range_of(sequence, part);
    for (std::size_t begin = range.begin; begin + tokens.size() <= range.end; ++begin) {
        std::size_t i = 0;
        while (i < tokens.size() && matches(sequence[begin + i], tokens[i]) &&
               (!tokens[i].in_word || same_form(sequence[begin + i - 1], sequence[begin + i])))
            ++i;
        if (i == tokens.size()) return true;
    }
    return false;
}

bool has_term(std::string_view value, SequenceToken token, SequencePart part) {
    const TokenSequence sequence(value);
    const Range range = range_of(sequence, part);
    for (std::size_t i = range.begin; i < range.end; ++i) {
        if (same_term(sequence[i], token) && sequence[i] != sequence_gap) return true;
    }
    return false;
}

TokenSet::TokenSet(const std::vector<PhraseToken>& tokens) : terms_(term_bits + 1) {
    for (const PhraseToken& token : tokens) {
        if (token.in_form) {
            forms_.insert(token.token);
        } else {
            terms_[token.token & term_bits] = true;
        }
    }
}

bool has_any(std::string_view value, const TokenSet& tokens, SequencePart part) {
    const TokenSequence sequence(value);
    const Range range = range_of(sequence, part);
    for (std::size_t i = range.begin; i < range.end; ++i) {
        if (tokens.has(sequence[i])) return true;
    }
    return false;
}

std::uint32_t count_of(std::string_view value, SequenceToken token) {
    const TokenSequence sequence(value);
    std::uint32_t count = 0, weight = title_weight;
    for (std::size_t i = 0; i < sequence.size() && sequence[i] != words_within; ++i) {
        if (sequence[i] == sequence_gap) {
            weight = 1;
        } else if (same_term(sequence[i], token)) {
            count += weight;
        }
    }
    return count;
}

}  // namespace nonmun
