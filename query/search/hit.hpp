// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/date.hpp"
#include "common/paper.hpp"
#include "query/search/facets.hpp"
#include "query/search/snippet.hpp"

namespace nonmun {

// The weights of the named parts of a score; 0 switches one off.
struct PartWeights {
    double votes = 1;
    double authors = 1;
    double recency = 0;
    std::optional<Date> as_of;  // the day for recency; nullopt: today
};

// A named part of a score: "relevance", "votes", "authors", "recency" if it is on, and others. The
// parts of a hit add up to its score.
struct ScorePart {
    std::string name;
    double value;
};

struct Hit {
    Paper paper;
    std::size_t rank = 0;  // from 1
    double score = 0;
    std::vector<ScorePart> parts;
    MarkedText snippet;
    std::vector<std::vector<std::pair<std::size_t, std::size_t>>>
        summary_matches;  // begin and end in bytes, for each item of the summary; with mark_summary
    std::vector<std::pair<std::size_t, std::size_t>>
        title_matches;                      // begin and end in bytes of readable_title(paper.title)
    std::vector<std::string> shared_terms;  // of related papers
    std::vector<std::string> shared_authors;
};

struct HitList {
    std::vector<Hit> hits;
    std::size_t total = 0;  // papers found; an estimate if requested, or if partial
    std::size_t offset = 0;
    std::string understood;                 // the query as it was parsed
    std::vector<std::string> dropped;       // stop words that were not searched
    std::vector<std::string> translations;  // "diffus = 확산": Korean words that were added
    std::vector<std::string> feedback;      // stems that were added by with_feedback()
    std::vector<std::string> remarks;       // notes for the user on how the query was run
    std::optional<std::string> suggestion;  // a corrected query
    bool partial = false;       // the time limit was reached: more and better papers may exist
    std::vector<Facet> facets;  // the requested ones, over all papers found
};

}  // namespace nonmun
