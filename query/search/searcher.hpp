// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "common/date.hpp"
#include "query/index/index.hpp"
#include "query/language/query_node.hpp"
#include "query/search/hit.hpp"

namespace nonmun {

enum class SortOrder { relevance, votes, date };

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

// Searches one index. Holds an analyzer: one searcher for each thread.
class Searcher {
  public:
    explicit Searcher(Index& index) : index_(index) {}

    // Throws Error: io; usage for a facet that is none. Papers of equal score come in the order of
    // the index.
    HitList search(const SearchRequest& request);

    Index& index() { return index_; }
    // With the words that the index has now.
    Analyzer& analyzer();

  private:
    void find(const ParsedQuery& parsed, const SearchRequest& request,
              const Xapian::Database& database, HitList& answer);

    Index& index_;
    std::optional<Analyzer> analyzer_;
    unsigned words_read_ = 0;  // of the index, when the analyzer was made
};

}  // namespace nonmun
