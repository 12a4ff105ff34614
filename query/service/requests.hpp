// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/cli/options.hpp"
#include "query/related/related.hpp"
#include "query/related/trends.hpp"
#include "query/report/report.hpp"
#include "query/search/searcher.hpp"

// What a command line, an HTTP request or a tool call asks for: the same names mean the same, are
// checked by the same rules, and fail with the same words. All throw Error(usage).
namespace nonmun {

// How much one request may ask for.
struct RequestLimits {
    std::size_t query_bytes = static_cast<std::size_t>(-1);
    std::size_t query_words = static_cast<std::size_t>(-1);  // separated by blanks
    std::int64_t results = 1'000'000;                        // on a page
    std::int64_t depth = 1'001'000'000;                      // of the last result
    std::int64_t facet_values = 1'000'000;
    std::int64_t values = 1'000'000;  // of one parameter: papers, authors, terms
    std::int64_t report_papers = 1'000'000'000;
    std::int64_t report_neighbours = 1000;
    std::size_t report_compared = static_cast<std::size_t>(-1);  // ReportRequest::most_compared
    std::int64_t topics = 1000;
    std::optional<std::chrono::milliseconds> search_time;
};

// The most that a weight or a score may be.
inline constexpr double most_weight = 1000;

// The value of a count, else the default that its row tells, or `most` where that is less.
std::size_t count_of(const Arguments& arguments, const OptionRow& option, std::int64_t least,
                     std::int64_t most);

// The value of an option that is one of `known`, whose first is the default.
std::string one_of(const Arguments& arguments, const std::string& option,
                   const std::vector<std::string>& known);

// The text against the limits, as `name`.
void check_query(const std::string& text, const std::string& name, const RequestLimits& limits);

// The value of a date option: of a month or a year its first day, or its last.
std::optional<Date> date_of(const Arguments& arguments, const std::string& option, bool last_day);

PartWeights part_weights(const Arguments& arguments);

// The words of `arguments` are the query.
SearchRequest search_request(const Arguments& arguments, const RequestLimits& limits = {});

// There must be a query or a filter.
void check_is_asked(const SearchRequest& request);

// There must be one kind of seed; `hint` tells which there are.
void check_one_seed(int seeds, const char* hint);

// The words are ids; --author and --text are other seeds, `text` being the text itself.
RelatedRequest related_request(const Arguments& arguments, const RequestLimits& limits = {});

// The limits of an author's related papers. `name` of the words.
RelatedRequest author_request(const Arguments& arguments, const RequestLimits& limits = {});
std::string author_name(const Arguments& arguments, const RequestLimits& limits = {});

// "no author is called exactly NAME".
std::string no_author(const std::string& name);

// The words are ids.
ReportRequest report_request(const Arguments& arguments, const RequestLimits& limits = {});

TrendsRequest trends_request(const Arguments& arguments, const RequestLimits& limits = {});

}  // namespace nonmun
