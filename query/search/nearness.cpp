// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/nearness.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <cassert>
#include <limits>
#include <optional>
#include <vector>

#include "common/best_of.hpp"
#include "common/schema.hpp"
#include "query/index/ineb2.hpp"
#include "query/index/token_places.hpp"
#include "query/search/query_builder.hpp"

namespace nonmun {
namespace {

constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

// Two adjacent query terms are near if at most one other word is between them. Query terms that are
// up to far_gap apart are near in a wider sense within far_distance.
constexpr std::uint32_t near_distance = 2;
constexpr std::uint32_t far_distance = 11;
constexpr std::size_t far_gap = 3;

// The document_score() (query/index/ineb2.hpp) of a term that occurs once in a paper of average
// length: log2(1 + c) / (log2(1 + c) + 1), 0.57 for its c, rounded.
constexpr double single_score = 0.6;

struct QueryTerm {
    std::optional<std::uint32_t> number;  // in Nearness::terms; nullopt beyond the maximum
    double gain;                          // what the term adds to a score
    bool hangul;
};

// The number of the term in `nearness`, to which it is added if necessary; nullopt beyond the
// maximum.
std::optional<std::uint32_t> number_of(SequenceToken token, double form_weight,
                                       Nearness& nearness) {
    auto& terms = nearness.terms;
    for (std::uint32_t i = 0; i < terms.size(); ++i) {
        if (same_term(terms[i].token, token)) return i;
    }
    if (terms.size() >= max_near_terms) return std::nullopt;
    terms.push_back({token, 0, form_weight});
    return static_cast<std::uint32_t>(terms.size() - 1);
}

void add_pair(const QueryTerm& a, const QueryTerm& b, std::uint32_t distance, double weight,
              Nearness& nearness) {
    if (!a.number || !b.number || a.number == b.number || weight == 0) return;
    nearness.pairs.push_back({*a.number, *b.number, distance, weight * (a.gain + b.gain)});
}

void add_pairs(const std::vector<QueryTerm>& terms, const QueryWeights& weights,
               Nearness& nearness) {
    for (std::size_t i = 0; i < terms.size(); ++i) {
        for (std::size_t j = i + 1; j < std::min(terms.size(), i + 1 + far_gap); ++j) {
            const bool korean = terms[i].hangul || terms[j].hangul;
            if (j == i + 1)
                add_pair(terms[i], terms[j], near_distance,
                         korean ? weights.near : weights.near_latin, nearness);
            if (korean) add_pair(terms[i], terms[j], far_distance, weights.far, nearness);
        }
    }
}

bool greater(const double& a, const double& b) {
    return a > b;
}

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

void note_near_terms(const std::vector<QueryWord>& words, const Xapian::Database& database,
                     const QueryWeights& weights, Nearness& nearness) {
    const std::size_t terms_before = nearness.terms.size();
    const std::size_t pairs_before = nearness.pairs.size();
    const auto gain_of = [&](const std::string& term) {
        return single_score * term_weight(database, {term});
    };
    // The particle of a single word has no meaning: 모델을 is 모델.
    const double form = words.size() > 1 ? weights.form : 0;
    std::vector<QueryTerm> terms;
    for (const QueryWord& word : words) {
        for (const QueryStem& stem : word.stems) {
            if (terms.size() == max_near_terms) break;
            const double gain = gain_of(term_of(stem));
            const double form_weight = stem.hangul ? gain * form : 0;
            terms.push_back({number_of(token_of(stem), form_weight, nearness), gain, stem.hangul});
        }
    }
    add_pairs(terms, weights, nearness);
    // A word that the lexicon lacks may be written as several words: papers with its bigrams gain.
    const std::size_t words_end = nearness.terms.size();
    for (const QueryWord& word : words) {
        for (const std::string& bigram : word.bigrams) {
            const std::string term = prefixed(row_of(Field::any).prefix, bigram);
            const auto number = number_of(sequence_token(term, {}), 0, nearness);
            if (number && *number >= words_end)
                nearness.terms[*number].weight = weights.bigram * gain_of(term);
        }
    }
    if (form == 0 && nearness.pairs.size() == pairs_before && nearness.terms.size() == words_end)
        nearness.terms.resize(terms_before);
}

std::vector<Match> rerank_by_nearness(const Xapian::MSet& found, const Nearness& nearness,
                                      std::size_t wanted, NearWeights& weights) {
    std::vector<Match> matches;
    matches.reserve(found.size());
    for (auto match = found.begin(); match != found.end(); ++match)
        matches.push_back({*match, match.get_weight(), match.get_document()});
    if (nearness.empty() || wanted == 0) return matches;
    const double most = max_weight(nearness);
    BestOf<double, greater> best(std::min(wanted, matches.size()));
    auto end = matches.begin();
    for (; end != matches.end() && end - matches.begin() < near_depth; ++end) {
        // No later match can be among the first `wanted`.
        if (best.full() && end->score + most < best.worst()) break;
        const auto [weight, is_new] = weights.try_emplace(end->id);
        if (is_new) weight->second = weight_of(nearness, end->document.get_value(sequence_slot));
        end->score += weight->second;
        best.offer(end->score);
    }
    std::sort(matches.begin(), end, [](const Match& a, const Match& b) {
        return a.score != b.score ? a.score > b.score : a.id < b.id;
    });
    return matches;
}

}  // namespace nonmun
