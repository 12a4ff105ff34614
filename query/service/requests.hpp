// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "common/cli/options.hpp"
#include "query/related/related.hpp"
#include "query/related/trends.hpp"
#include "query/report/report.hpp"
#include "query/search/searcher.hpp"

// Makes requests of the arguments of a command line, an HTTP request or a tool call. All have the
// same names, the same checks and the same messages. Everything here throws Error(usage).
namespace nonmun {

// How much one request may ask for, beyond the bounds of its options. A command line may ask for
// everything.
struct RequestLimits {
    std::size_t query_bytes = static_cast<std::size_t>(-1);
    std::size_t query_words = static_cast<std::size_t>(-1);  // separated by blanks
    std::int64_t depth = 1'001'000'000;                      // of the last paper in the list
    std::int64_t values = 1'000'000;  // of one parameter: papers, authors, terms
    std::int64_t report_papers = 1'000'000'000;
    std::size_t report_compared = static_cast<std::size_t>(-1);  // ReportRequest::most_compared
    QueryLimits query;
};

// The limits of requests from outside.
RequestLimits served_limits();

// Checks the length of a query. `name` is what messages call it.
void check_query(const std::string& text, const std::string& name, const RequestLimits& limits);

// The first or the last day of the period that a Period option names; nullopt if it is not given.
std::optional<Date> date_of(const Arguments& arguments, const std::string& option, bool last_day);

// The words of `arguments` are the query.
SearchRequest search_request(const Arguments& arguments, const RequestLimits& limits = {});

// Throws if there is neither a query nor a filter.
void check_is_asked(const SearchRequest& request);

// Throws unless there is one kind of seed: in the request, or in a file. `hint` names the kinds.
void check_one_seed(const RelatedRequest& request, const char* hint, bool has_file = false);

// The words are ids. --author and --text are other seeds; `text` is the text itself.
RelatedRequest related_request(const Arguments& arguments, const RequestLimits& limits = {});

// The author that the words name, and the limit of the related papers.
std::string author_name(const Arguments& arguments, const RequestLimits& limits = {});
RelatedRequest author_request(const Arguments& arguments);

// "no author is called exactly NAME".
std::string no_author(const std::string& name);

// The words are ids.
ReportRequest report_request(const Arguments& arguments, const RequestLimits& limits = {});

// The words are a query that the papers must match.
TrendsRequest trends_request(const Arguments& arguments, const RequestLimits& limits = {});

}  // namespace nonmun
