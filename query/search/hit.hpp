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

// How much each named part of a score counts; 0 switches it off.
struct PartWeights {
    double votes = 1;
    double authors = 1;
    double recency = 0;
    std::optional<Date> as_of;  // the day that recency is seen from; nullopt: today
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
    std::size_t total = 0;  // papers found; an estimate where that was asked for, or is partial
    std::size_t offset = 0;
    std::string understood;                 // the query as it was read
    std::vector<std::string> dropped;       // function words that were left out
    std::vector<std::string> translations;  // "diffus = 확산": Korean words that were searched too
    std::vector<std::string> feedback;      // stems of the first results that were given weight too
    std::vector<std::string> remarks;       // what a person should know of how it was read
    std::optional<std::string> suggestion;  // what the query may have been meant to be
    bool partial = false;  // the time was up: there may be more and better papers, and more of them
    std::vector<Facet> facets;  // those that were asked for, over all papers found
};

}  // namespace nonmun
