// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/nearness.hpp"

#include <array>
#include <bitset>
#include <cassert>
#include <limits>
#include <vector>

#include "query/index/token_places.hpp"

namespace nonmun {
namespace {

constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

}  // namespace

double max_weight(const Nearness& nearness) {
    double weight = 0;
    for (const Nearness::Term& term : nearness.terms) weight += term.weight + term.form_weight;
    for (const Nearness::Pair& pair : nearness.pairs) weight += pair.weight;
    return weight;
}

double weight_of(const Nearness& nearness, std::string_view value) {
    const TokenSequence sequence(value);
    std::bitset<256> low_bytes;  // of the terms, to skip other tokens fast
    for (const Nearness::Term& term : nearness.terms) low_bytes.set(term.token & 0xFF);
    std::array<std::uint32_t, max_near_terms> last;
    std::array<bool, max_near_terms> occurs{}, in_form{};
    assert(nearness.terms.size() <= max_near_terms);
    last.fill(nowhere);
    std::vector<bool> met(nearness.pairs.size());
    double weight = 0;
    bool within = false;
    std::uint32_t position = 0;
    for (std::size_t i = 0; i < sequence.size(); ++i, ++position) {
        const SequenceToken token = sequence[i];
        if (token == sequence_gap) position += gap_places;
        within = within || token == words_within;
        if (!low_bytes[token & 0xFF]) continue;
        for (std::uint32_t t = 0; t < nearness.terms.size(); ++t) {
            if (!same_term(nearness.terms[t].token, token)) continue;
            if (!occurs[t]) weight += nearness.terms[t].weight;
            occurs[t] = true;
            if (within) continue;
            if (token == nearness.terms[t].token && !in_form[t]) {
                in_form[t] = true;
                weight += nearness.terms[t].form_weight;
            }
            last[t] = position;
            for (std::size_t p = 0; p < nearness.pairs.size(); ++p) {
                const Nearness::Pair& pair = nearness.pairs[p];
                if (met[p] || (pair.first != t && pair.second != t)) continue;
                const std::uint32_t other = last[pair.first == t ? pair.second : pair.first];
                if (other == nowhere || position - other > pair.distance) continue;
                met[p] = true;
                weight += pair.weight;
            }
        }
    }
    return weight;
}

}  // namespace nonmun
