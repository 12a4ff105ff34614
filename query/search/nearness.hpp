// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

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

}  // namespace nonmun
