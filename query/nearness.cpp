// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/nearness.hpp"

#include <array>
#include <bitset>
#include <cassert>
#include <limits>

#include "common/schema.hpp"

namespace nonmun {
namespace {

constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

bool same_term(SequenceToken a, SequenceToken b) {
    return ((a ^ b) & term_bits) == 0;
}

bool same_form(SequenceToken a, SequenceToken b) {
    return ((a ^ b) & ~term_bits) == 0;
}

bool fits(SequenceToken token, const PhraseToken& wanted) {
    return wanted.in_form ? token == wanted.token : same_term(token, wanted.token);
}

// The half-open range of tokens that belongs to the part.
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

double greatest_weight(const Nearness& nearness) {
    double weight = 0;
    for (const Nearness::Term& term : nearness.terms) weight += term.weight + term.form_weight;
    for (const Nearness::Pair& pair : nearness.pairs) weight += pair.weight;
    return weight;
}

double weight_of(const Nearness& nearness, std::string_view value) {
    const TokenSequence sequence(value);
    std::bitset<256> known;
    for (const Nearness::Term& term : nearness.terms) known.set(term.token & 0xFF);
    std::array<std::uint32_t, most_near_terms> last;
    std::array<bool, most_near_terms> stands{}, in_form{};
    assert(nearness.terms.size() <= most_near_terms);
    last.fill(nowhere);
    std::vector<bool> met(nearness.pairs.size());
    double weight = 0;
    bool within = false;
    std::uint32_t place = 0;
    for (std::size_t i = 0; i < sequence.size(); ++i, ++place) {
        const SequenceToken token = sequence[i];
        if (token == sequence_gap) place += gap_places;
        within = within || token == words_within;
        if (!known[token & 0xFF]) continue;
        for (std::uint32_t t = 0; t < nearness.terms.size(); ++t) {
            if (!same_term(nearness.terms[t].token, token)) continue;
            if (!stands[t]) weight += nearness.terms[t].weight;
            stands[t] = true;
            if (within) continue;
            if (token == nearness.terms[t].token && !in_form[t]) {
                in_form[t] = true;
                weight += nearness.terms[t].form_weight;
            }
            last[t] = place;
            for (std::size_t p = 0; p < nearness.pairs.size(); ++p) {
                const Nearness::Pair& pair = nearness.pairs[p];
                if (met[p] || (pair.first != t && pair.second != t)) continue;
                const std::uint32_t other = last[pair.first == t ? pair.second : pair.first];
                if (other == nowhere || place - other > pair.places) continue;
                met[p] = true;
                weight += pair.weight;
            }
        }
    }
    return weight;
}

SequencePart part_of(Field field) {
    switch (field) {
        case Field::title:
            return SequencePart::title;
        case Field::summary:
            return SequencePart::summary;
        default:
            return SequencePart::any;
    }
}

bool has_phrase(std::string_view value, const std::vector<PhraseToken>& tokens, SequencePart part) {
    const TokenSequence sequence(value);
    const Range range = range_of(sequence, part);
    for (std::size_t begin = range.begin; begin + tokens.size() <= range.end; ++begin) {
        std::size_t i = 0;
        while (i < tokens.size() && fits(sequence[begin + i], tokens[i]) &&
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
