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

}  // namespace nonmun
