// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "common/paper.hpp"
#include "query/facets.hpp"
#include "query/index.hpp"
#include "query/query_node.hpp"
#include "query/snippet.hpp"

namespace nonmun {

enum class SortOrder { relevance, votes, date };

// How much each named part of a score counts; 0 switches it off.
struct PartWeights {
    double votes = 1;
    double authors = 1;
    double recency = 0;
    std::optional<Date> as_of;  // the day that recency is seen from; nullopt: today
};

struct SearchRequest {
    std::string text;
    std::size_t offset = 0;
    std::size_t limit = 10;
    SortOrder sort = SortOrder::relevance;
    std::vector<std::string> authors;  // each must be an author
    std::optional<Date> from;          // first day, included
    std::optional<Date> to;            // last day, included
    // Only papers that a digest listed on this day or later, be it again; reads the record of every
    // paper found. `from` is of the day that a digest listed them first.
    std::optional<Date> listed_since;
    std::optional<std::int64_t> least_votes;
    PartWeights weights;
    bool with_suggestion = true;      // false: for runs that would not show it
    std::vector<std::string> facets;  // names of facets to be counted
    std::size_t facet_limit = 10;     // at most so many authors and sections of each
    bool exact_total =
        true;  // false: HitList::total may be an estimate, which saves looking at every paper
    bool mark_summary = false;  // true: hits have summary_matches
    // How long the matching may take; what was found so far is the answer then. nullopt: as long as
    // it takes. Of remote databases only the exact total is given up.
    std::optional<std::chrono::milliseconds> time_limit;
    bool with_papers = true;  // false: hits carry the id alone, or the line when that is asked for
    bool with_lines = false;  // hits carry their line of JSON too, for those who pass it on unread
};

// A part of a score, by name: "relevance", "votes", "authors", "recency" when it is on, …; a hit's
// parts add up to its score.
struct ScorePart {
    std::string name;
    double value;
};

struct Hit {
    Paper paper;
    std::string line;      // of JSON, when it was asked for
    std::size_t rank = 0;  // from 1
    double score = 0;
    std::vector<ScorePart> parts;
    MarkedText snippet;
    std::vector<std::vector<std::pair<std::size_t, std::size_t>>>
        summary_matches;  // bytes of each item of the summary, when they were asked for
    std::vector<std::pair<std::size_t, std::size_t>>
        title_matches;                      // bytes of readable_title(paper.title)
    std::vector<std::string> shared_terms;  // of related papers: what the two have in common
    std::vector<std::string> shared_authors;
};

struct HitList {
    std::vector<Hit> hits;
    std::size_t total = 0;  // exact number of papers found
    std::size_t offset = 0;
    std::string understood;                 // the query as it was read
    std::vector<std::string> dropped;       // function words that were left out
    std::vector<std::string> translations;  // "diffus = 확산": Korean words that were searched too
    std::vector<std::string> feedback;      // stems of the first results that were given weight too
    std::vector<std::string> remarks;       // what was not understood as syntax
    std::optional<std::string> suggestion;  // what the query may have been meant to be
    bool partial = false;  // the time was up: there may be more and better papers, and more of them
    std::vector<Facet> facets;  // those that were asked for, over all papers found
};

// Searches one index. Holds an analyzer: one searcher for each thread.
class Searcher {
  public:
    explicit Searcher(Index& index) : index_(index), analyzer_(index.lexicon()) {}

    // Throws Error: io; usage for a facet that is none. Papers of equal score come in the order of
    // the index.
    HitList search(const SearchRequest& request);

    Index& index() { return index_; }
    Analyzer& analyzer() { return analyzer_; }

  private:
    void find(const ParsedQuery& parsed, const SearchRequest& request,
              const Xapian::Database& database, HitList& answer);

    Index& index_;
    Analyzer analyzer_;
};

}  // namespace nonmun
