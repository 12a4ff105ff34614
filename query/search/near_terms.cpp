// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/near_terms.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "query/index/ineb2.hpp"
#include "query/index/token_places.hpp"

namespace nonmun {
namespace {

// Two query terms are near when at most one other stands between them; terms that are up to far_gap
// apart in the query are still near in a wider sense within far_places.
constexpr std::uint32_t near_places = 2;
constexpr std::uint32_t far_places = 11;
constexpr std::size_t far_gap = 3;

// What a term adds to the score of a paper of middling length that has it once, beside its single
// weight: log2(1 + c) / (log2(1 + c) + 1) of IneB2 (query/index/ineb2.hpp), 0.57 at its c, rounded.
constexpr double single_share = 0.6;

class NearTerms {
  public:
    NearTerms(const Xapian::Database& database, const QueryWeights& weights, Nearness& nearness)
        : database_(database), weights_(weights), nearness_(nearness) {}

    void note(const std::vector<QueryWord>& words) {
        const std::size_t terms_before = nearness_.terms.size();
        const std::size_t pairs_before = nearness_.pairs.size();
        // A particle says something between words: asked alone, 모델을 is 모델.
        const double form = words.size() > 1 ? weights_.form : 0;
        add_terms(words, form);
        add_pairs();
        const bool split = add_words_within(words);
        if (form == 0 && nearness_.pairs.size() == pairs_before && !split)
            nearness_.terms.resize(terms_before);
    }

  private:
    struct Asked {
        std::optional<std::uint32_t> number;  // of the term; none for one too many
        double gain;                          // what the term adds to a score
        bool hangul;
    };

    void add_terms(const std::vector<QueryWord>& words, double form) {
        for (const QueryWord& word : words) {
            for (std::size_t i = 0; i < word.stems.size(); ++i) {
                if (asked_.size() == most_near_terms) break;
                const double gain = gain_of(general_term(word, i));
                const bool hangul = word.hangul[i];
                asked_.push_back(
                    {number_of(token_of(word, i), hangul ? gain * form : 0), gain, hangul});
            }
        }
    }

    void add_pairs() {
        for (std::size_t i = 0; i < asked_.size(); ++i) {
            for (std::size_t j = i + 1; j < std::min(asked_.size(), i + 1 + far_gap); ++j) {
                const bool korean = asked_[i].hangul || asked_[j].hangul;
                if (j == i + 1)
                    add_pair(asked_[i], asked_[j], near_places,
                             korean ? weights_.near : weights_.near_latin);
                if (korean) add_pair(asked_[i], asked_[j], far_places, weights_.far);
            }
        }
    }

    void add_pair(const Asked& a, const Asked& b, std::uint32_t places, double weight) {
        if (!a.number || !b.number || a.number == b.number || weight == 0) return;
        nearness_.pairs.push_back({*a.number, *b.number, places, weight * (a.gain + b.gain)});
    }

    // A word that the lexicon lacks may be written apart: its syllables are looked for two by two.
    bool add_words_within(const std::vector<QueryWord>& words) {
        auto& terms = nearness_.terms;
        const std::size_t before = terms.size();
        for (const QueryWord& word : words) {
            for (const std::string& bigram : word.bigrams) {
                const std::string term = prefixed(row_of(Field::any).prefix, bigram);
                const auto number = number_of(sequence_token(term, {}), 0);
                if (number && *number >= before)
                    terms[*number].weight = weights_.bigram * gain_of(term);
            }
        }
        return terms.size() > before;
    }

    // The number of the term among those looked for, of the whole query; nullopt for one too many.
    std::optional<std::uint32_t> number_of(SequenceToken token, double form_weight) {
        auto& terms = nearness_.terms;
        for (std::uint32_t i = 0; i < terms.size(); ++i) {
            if (same_term(terms[i].token, token)) return i;
        }
        if (terms.size() >= most_near_terms) return std::nullopt;
        terms.push_back({token, 0, form_weight});
        return static_cast<std::uint32_t>(terms.size() - 1);
    }

    double gain_of(const std::string& term) const {
        return single_share * single_weight(database_, term);
    }

    const Xapian::Database& database_;
    const QueryWeights& weights_;
    Nearness& nearness_;
    std::vector<Asked> asked_;
};

}  // namespace

void note_near_terms(const std::vector<QueryWord>& words, const Xapian::Database& database,
                     const QueryWeights& weights, Nearness& nearness) {
    NearTerms(database, weights, nearness).note(words);
}

}  // namespace nonmun
