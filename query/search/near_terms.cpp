// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/near_terms.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "query/index/ineb2.hpp"
#include "query/index/token_places.hpp"

namespace nonmun {
namespace {

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

}  // namespace

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

}  // namespace nonmun
