// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "common/cli/options.hpp"

// What options and commands do that the command line has, and requests from outside have too: told
// once, for --help as for the description of the API and of the tools. A request's parameter has
// the option's name with _ for -. The defaults of counts and of the order hold as they stand here.
namespace nonmun {

// The default that the row of a whole number tells: of "0, off" it is 0.
constexpr std::int64_t told_default(const OptionRow& option) {
    std::int64_t number = 0;
    for (const char* c = option.otherwise; *c >= '0' && *c <= '9'; ++c)
        number = 10 * number + (*c - '0');
    return number;
}

// Of all that searches.
inline constexpr OptionRow time_limit_option = {
    "time-limit", "MS", "How long one search may take; then it answers what was found so far",
    "2000"};

// Of a list of papers.
inline constexpr OptionRow limit_option = {"limit", "N", "How many papers", "10"};
inline constexpr OptionRow offset_option = {"offset", "N", "How many papers to pass over first",
                                            "0"};

// Of what counts for a score.
inline constexpr OptionRow votes_weight_option = {"votes-weight", "X",
                                                  "How much votes count; 0 switches them off", "1"};
inline constexpr OptionRow author_weight_option = {
    "author-weight", "X", "How much authors count; 0 switches them off", "1"};
inline constexpr OptionRow recency_weight_option = {
    "recency-weight", "X", "How much recent papers gain; it halves with every 180 days", "0, off"};
inline constexpr OptionRow as_of_option = {
    "as-of", "DATE", "The day that recency is seen from; later papers count as of it", "today"};

// Of search.
inline constexpr OptionRow sort_option = {"sort", "ORDER", "By date the newest come first",
                                          "relevance", "relevance votes date"};
inline constexpr OptionRow by_author_option = {"author", "NAME", "Only papers of this author",
                                               "",       "",     true};
inline constexpr OptionRow from_day_option = {"from", "DATE",
                                              "Only papers from this day, month or year on"};
inline constexpr OptionRow to_day_option = {"to", "DATE",
                                            "Only papers up to this day, month or year"};
inline constexpr OptionRow least_votes_option = {"min-votes", "N",
                                                 "Only papers known to have so many votes"};
inline constexpr OptionRow facets_option = {
    "facets", "NAMES", "How all papers found are counted too; several with commas between", "",
    "month author votes section"};
inline constexpr OptionRow facet_limit_option = {
    "facet-limit", "N", "At most so many authors and sections of the facets", "10"};

// Of related papers.
inline constexpr OptionRow like_author_option = {"author", "NAME",
                                                 "Related to this author's papers, taken together"};
inline constexpr OptionRow not_option = {"not", "ID", "Leave out the paper with this id",
                                         "",    "",   true};
inline constexpr OptionRow same_author_limit_option = {
    "same-author-limit", "N",
    "At most so many papers of one author among the first ten; 0: no limit", "3"};

// Of an author.
inline constexpr OptionRow author_limit_option = {"limit", "N", "How many related papers by others",
                                                  "10"};

// Of authors whose names are half typed.
inline constexpr OptionRow authors_limit_option = {"limit", "N", "How many authors", "10"};

// Of trends.
inline constexpr OptionRow from_month_option = {
    "from", "DATE", "Only from this month on; those before still count as before"};
inline constexpr OptionRow to_month_option = {"to", "DATE", "Only up to this month"};
inline constexpr OptionRow topics_option = {
    "topics", "N", "How many topics: what rose most in a month, then what is frequent", "10"};
inline constexpr OptionRow term_option = {"term", "WORDS", "Follow papers with these words too",
                                          "",     "",      true};

// Of reports.
inline constexpr OptionRow scope_option = {
    "scope", "QUERY", "Only the papers that this query finds, as date:2024-05", "all"};
inline constexpr OptionRow top_option = {"top", "K", "How many similar papers of each", "10"};
inline constexpr OptionRow least_score_option = {"min-score", "S",
                                                 "Leave out similar papers that score less", "0"};

inline constexpr const char* paper_summary = "One paper, whole";
inline constexpr const char* author_summary =
    "An author's papers, co-authors, and related papers by others";
inline constexpr const char* trends_summary = "Topics by month: what is new, and what grows";
inline constexpr const char* statistics_summary = "What is in the index";

}  // namespace nonmun
