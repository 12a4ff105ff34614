// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <unordered_set>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "common/analyzer/glossary.hpp"
#include "query/index/budget.hpp"
#include "query/index/term_scores.hpp"
#include "query/index/token_places.hpp"
#include "query/language/query_parser.hpp"
#include "query/search/nearness.hpp"

namespace nonmun {

// Weights of the parts of a query, relative to a term of weight 1. Tuned on the dev queries of the
// evaluation sets (docs/ranking.md).
struct QueryWeights {
    double compound = 1;      // the joined form of a compound
    double hidden = 0.1;      // a word inside a longer one that the lexicon lacks
    double bigram = 0.35;     // two syllables of such a word
    double form = 0.15;       // a Korean term in the form of the query
    double near = 0.6;        // two adjacent terms, one of them Korean, at most one word apart
    double near_latin = 0.1;  // the same without a Korean one
    double far = 0.5;  // two terms within twelve words, one Korean, up to three apart in the query
    double translation = 3;  // the Korean words for an English one
};

// The input of build_query() besides the query.
struct QueryContext {
    Analyzer& analyzer;
    const Xapian::Database& database;
    const Glossary& glossary;
    double author_weight =
        1;  // of words that are names of authors; 0: they are not searched as names
    bool names_only = false;                // only names of authors have a weight
    TermScoreCache* term_scores = nullptr;  // of a local database; nullptr: Xapian computes scores
    Budget* budget = nullptr;  // must outlive the query; nullptr: no time limit, many posting lists
    QueryWeights weights = {};
};

// The parts of a query that were dropped because it was too large.
struct CutParts {
    bool words = false;         // words beyond the maximum
    bool prefix_words = false;  // rare words with a prefix
    bool expansion = false;     // names, ids or labels with a prefix
    bool tests = false;         // tests of candidates on remote databases
};

// A query ready to run, and what is needed to show its results.
struct BuiltQuery {
    Xapian::Query query;                    // empty if there is no word and no condition
    Nearness nearness;                      // for reranking
    std::unordered_set<std::string> terms;  // to mark in snippets: terms of Field::any
    std::vector<std::string> prefixes;      // to mark in snippets: "…*", folded
    bool has_names = false;                 // some words are searched as names of authors
    std::vector<std::string> translations;  // "diffus = 확산", for the user
    bool hangul = false;                    // there is a Korean word
    std::size_t words = 0;                  // the number of ranked words
    std::vector<std::string> dropped;       // stop words
    CutParts cut;
};

// Turns a parsed query into a Xapian query.
BuiltQuery build_query(const QueryNode& root, const QueryContext& context);

}  // namespace nonmun
