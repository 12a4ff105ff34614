// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/token_sequence.hpp"
#include "query/language/query_words.hpp"

namespace nonmun {

struct QueryWeights;

// Weights for papers whose words have the distances and forms of the query's words. Only the best
// candidates get them: reading the token sequence of a paper takes microseconds, while a search for
// nearness in all papers would take longer than the rest of the query.
struct Nearness {
    struct Term {
        SequenceToken token;  // of the term and its form in the query
        double weight;        // if the term occurs
        double form_weight;   // if the term occurs in this form
    };
    struct Pair {
        std::uint32_t first, second;  // indexes of `terms`; different
        std::uint32_t distance;       // maximum number of positions, in either order
        double weight;
    };

    std::vector<Term> terms;  // distinct
    std::vector<Pair> pairs;

    bool empty() const { return terms.empty(); }
};

inline constexpr std::size_t max_near_terms = 64;

// The maximum of weight_of().
double max_weight(const Nearness& nearness);

// The weight of a paper with this token sequence, 0 or more.
double weight_of(const Nearness& nearness, std::string_view value);

// Adds the words of a query, in order, to `nearness`: pairs of terms that should be near each
// other; the forms of the terms; and the bigrams of words that the lexicon lacks.
void note_near_terms(const std::vector<QueryWord>& words, const Xapian::Database& database,
                     const QueryWeights& weights, Nearness& nearness);

// A paper that a query found.
struct Match {
    Xapian::docid id;
    double score;
    Xapian::Document document;
};

// The number of best papers that get a nearness weight. The weight is never negative, so papers
// below them cannot overtake them; a paper that belongs among the first ten is hardly ever below
// them (docs/ranking.md).
inline constexpr Xapian::doccount near_depth = 100;

// Nearness weights of one query, by document.
using NearWeights = std::unordered_map<Xapian::docid, double>;

// The papers found, best first, after the nearness weight was added to the best near_depth of them;
// papers of equal score are in the order of their ids. `found` must begin with the first match.
// Only the first `wanted` are certain to be in the new order. Adds the weights that it computes to
// `weights`, and uses those that are there.
std::vector<Match> rerank_by_nearness(const Xapian::MSet& found, const Nearness& nearness,
                                      std::size_t wanted, NearWeights& weights);

}  // namespace nonmun
