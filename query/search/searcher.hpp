// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "common/date.hpp"
#include "query/index/budget.hpp"
#include "query/index/index.hpp"
#include "query/language/query_parser.hpp"
#include "query/search/hit.hpp"

namespace nonmun {

enum class SortOrder { relevance, votes, date };

struct SearchRequest {
    std::string text;
    std::size_t offset = 0;
    std::size_t limit = 10;
    SortOrder sort = SortOrder::relevance;
    std::vector<std::string> authors;  // all must be authors of the paper
    std::optional<Date> from;          // first day, inclusive
    std::optional<Date> to;            // last day, inclusive
    // Only papers that a digest listed on this day or later, also repeated ones (`from` and `to`
    // are for the first listing). Reads the record of every paper found.
    std::optional<Date> listed_since;
    std::optional<std::int64_t> least_votes;
    PartWeights weights;
    bool with_suggestion = true;      // compute HitList::suggestion
    std::vector<std::string> facets;  // names of facets to count
    std::size_t facet_limit = 10;     // the maximum number of authors and of sections
    bool exact_total = true;          // false: HitList::total may be an estimate, which is faster
    bool mark_summary = false;        // true: hits have summary_matches
    // When the time for building the query and matching is up, the answer is what was found so far,
    // and each later step gets a quarter of it. Remote databases then only return an estimate of
    // the total.
    QueryLimits limits;
    bool with_papers = true;  // false: of each paper, hits have the id only
};

// Searches one index. Not thread-safe.
class Searcher {
  public:
    explicit Searcher(Index& index) : index_(index) {}

    // Papers of equal score are in the order of the index. Throws Error: io; usage for an unknown
    // facet.
    HitList search(const SearchRequest& request);

    Index& index() { return index_; }
    // With the current lexicon of the index.
    Analyzer& analyzer();

  private:
    void find(const ParsedQuery& parsed, const SearchRequest& request,
              const Xapian::Database& database, HitList& answer);

    Index& index_;
    std::optional<Analyzer> analyzer_;
    unsigned vocabulary_version_ = 0;  // of the analyzer
};

// The ids of all papers that a query finds; of all papers for "". Ascending, distinct. Throws
// Error(usage) if the query exceeds the limits.
std::vector<std::string> ids_in_scope(Searcher& searcher, const std::string& query,
                                      const QueryLimits& limits);

// The last day on which a digest listed the paper; nullopt if none is known.
std::optional<Date> last_listed(const Paper& paper);

}  // namespace nonmun
