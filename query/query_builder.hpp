#pragma once

#include <xapian.h>

#include <string>
#include <unordered_set>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "query/query_node.hpp"

namespace nonmun {

// How much each part of a query's words weighs beside a term of weight 1. Found on the dev queries
// of the evaluation sets; docs/ranking.md has the numbers.
struct QueryWeights {
    double compound = 0.5;    // the joined form beside its parts
    double bigram = 0.25;     // each bigram of a Hangul stem
    double proximity = 0.15;  // two neighbouring query terms standing near each other
};

// A query ready to run, and what is needed to show its answer.
struct BuiltQuery {
    Xapian::Query query;  // MatchNothing when nothing could be searched
    std::unordered_set<std::string>
        terms;  // general terms asked for, with prefix: what a snippet marks
    std::vector<std::string> prefixes;      // folded beginnings asked for by "…*"
    std::vector<std::string> author_terms;  // author words that were taken as names
    std::vector<std::string> dropped;       // function words left out
};

// Turns a parsed query into Xapian's form. `database` is asked for document frequencies;
// `author_weight` scales the part of words that are authors' names (0 leaves it out).
BuiltQuery build_query(const QueryNode& root, Analyzer& analyzer, const Xapian::Database& database,
                       double author_weight, const QueryWeights& weights = {});

// The weight, in the author part of a score, of one word that is a name: log2((N + 1) / (df +
// 0.5)), the inverse document frequency of IneB2 with its constants left out.
double author_word_weight(const Xapian::Database& database, const std::string& author_term);

}  // namespace nonmun
