// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/fields.hpp"
#include "common/token_sequence.hpp"

namespace nonmun {

// What the order of a query's words, and the forms that they are written in, ask of a paper: weight
// for terms that stand near each other there too, and for the same forms. It is given to the best
// candidates alone: read from their token sequences, it costs microseconds a paper, while a search
// for nearness in all papers takes longer than all else.
struct Nearness {
    struct Term {
        SequenceToken token;  // of the term, and the form asked for
        double weight;        // of standing there at all, beside what the search gave for it
        double form_weight;   // of a place in that form
    };
    struct Pair {
        std::uint32_t first, second;  // of `terms`; not the same
        std::uint32_t places;         // apart, at most, in either order
        double weight;
    };

    std::vector<Term> terms;  // each once
    std::vector<Pair> pairs;

    bool empty() const { return terms.empty(); }
};

// At most so many terms of a query are looked for.
inline constexpr std::size_t most_near_terms = 64;

// The most that a paper can have.
double greatest_weight(const Nearness& nearness);

// The weight of a paper with this sequence value, 0 or more.
double weight_of(const Nearness& nearness, std::string_view value);

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

// How often the term of the token stands in the words of the sequence value, a place in the title
// counted title_weight times.
std::uint32_t count_of(std::string_view value, SequenceToken token);

}  // namespace nonmun
