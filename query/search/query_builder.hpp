// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <unordered_set>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "common/analyzer/glossary.hpp"
#include "query/index/term_scores.hpp"
#include "query/index/token_places.hpp"
#include "query/language/query_node.hpp"
#include "query/search/nearness.hpp"

namespace nonmun {

// How much each part of a query's words weighs beside a term of weight 1. Found on the dev queries
// of the evaluation sets; docs/ranking.md has the numbers.
struct QueryWeights {
    double compound = 1;      // the joined form beside its parts
    double hidden = 0.1;      // a word that stands within a longer one that the lexicon lacks
    double bigram = 0.35;     // two syllables of a word that the lexicon lacks
    double form = 0.15;       // a Korean term in the very form that was asked for
    double near = 0.6;        // two neighbouring terms, one of them Korean, at most one word apart
    double near_latin = 0.1;  // the same, neither of them Korean
    double far = 0.5;        // two terms up to three apart, one of them Korean, within twelve words
    double translation = 3;  // the Korean words for an English one
};

// What a query is built for.
struct QueryContext {
    Analyzer& analyzer;
    const Xapian::Database& database;  // asked for document frequencies
    const Glossary& glossary;
    double author_weight = 1;  // scales the part of words that are authors' names; 0 leaves it out
    TermScoreCache* shares = nullptr;  // of a database on this machine; nullptr: Xapian weighs
    QueryWeights weights = {};
};

// A query ready to run, and what is needed to show its answer.
struct BuiltQuery {
    Xapian::Query query;  // empty when there was no word and no condition
    Nearness nearness;    // what the best of the papers found gain by the order of their words
    std::unordered_set<std::string>
        terms;  // general terms asked for, with prefix: what a snippet marks
    std::vector<std::string> prefixes;      // folded beginnings asked for by "…*"
    std::vector<std::string> author_terms;  // author words that were taken as names
    std::vector<std::string> translations;  // "diffus = 확산", for the person who asks
    bool hangul = false;                    // a Korean word was asked for
    std::size_t words = 0;                  // that are ranked
    std::vector<std::string> dropped;       // function words left out
    bool cut = false;                       // there were too many words, and the last were left out
    bool cut_prefix = false;                // more words begin as typed than were searched
    bool cut_beginning = false;             // more names, ids or labels do
    bool cut_tests = false;                 // not all candidates of a condition were tested
};

// Turns a parsed query into Xapian's form.
BuiltQuery build_query(const QueryNode& root, const QueryContext& context);

}  // namespace nonmun
