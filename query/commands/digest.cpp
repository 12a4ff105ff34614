// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/digest.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "common/cli/pager.hpp"
#include "common/cli/program.hpp"
#include "common/cli/terminal.hpp"
#include "common/schema.hpp"
#include "query/commands/command.hpp"
#include "query/commands/saved_search.hpp"
#include "query/render/markdown.hpp"
#include "query/search/searcher.hpp"
#include "query/service/requests.hpp"

namespace nonmun {
namespace {

constexpr int first_days = 7;  // that the first digest of a search reports

Date days_after(const Date& day, int days) {
    return date_of_day(days_since_epoch(day) + days);
}

// The newest first day of a paper; nullopt if no day is known. A day after tomorrow is an error in
// a digest and counts as tomorrow, so that later digests still report new papers.
std::optional<Date> newest_day(Index& index) {
    return index.read([](const Xapian::Database& database) -> std::optional<Date> {
        Xapian::Enquire enquire(database);
        enquire.set_query(Xapian::Query::MatchAll);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_sort_by_value(date_slot, true);
        const Xapian::MSet newest = enquire.get_mset(0, 1);
        if (newest.empty()) return std::nullopt;
        const auto day = date_of_value(newest.begin().get_document().get_value(date_slot));
        return day ? std::optional(std::min(*day, days_after(today(), 1))) : std::nullopt;
    });
}

int list_searches() {
    const std::vector<std::string> names = saved_searches();
    for (const std::string& name : names) {
        const auto reported = last_reported_day(name);
        std::cout << one_line(name) << '\t' << (reported ? to_string(*reported) : "-") << '\t'
                  << one_line(description(read_saved_search(name))) << '\n';
    }
    return names.empty() ? exit_nothing : exit_found;
}

int remove_searches(const std::vector<std::string>& names) {
    if (names.empty())
        throw Error(ErrorKind::usage, "no name to remove", "see: nonmun digest --list");
    for (const std::string& name : names) remove_saved_search(name);
    return exit_found;
}

// The saved searches of these names; all of them without names.
std::vector<SavedSearch> searches_called(std::vector<std::string> names) {
    if (names.empty()) names = saved_searches();
    if (names.empty()) {
        throw Error(ErrorKind::usage, "no searches are saved",
                    "save one with: nonmun search QUERY --save SEARCH");
    }
    std::vector<SavedSearch> searches;
    for (const std::string& name : names) searches.push_back(read_saved_search(name));
    return searches;
}

// Prints what is new for one search, and returns the last day that this reports.
Date report_news(Searcher& searcher, const SavedSearch& search, const Date& since,
                 const Date& newest, bool& any) {
    SearchRequest request = search_request(search_arguments(search));
    check_is_asked(request);
    request.listed_since = since;
    request.with_suggestion = false;
    const HitList list = searcher.search(request);
    any = any || !list.hits.empty();
    if (!list.hits.empty())
        render_digest_markdown(search.name + ": " + description(search), since, list, std::cout);
    Date last = newest;
    for (const Hit& hit : list.hits) {
        if (const auto day = last_listed(hit.paper)) last = std::max(last, *day);
    }
    return std::min(last, std::max(newest, days_after(today(), 1)));
}

}  // namespace

int run_digest(const Arguments& arguments) {
    std::vector<std::string> names;
    for (const std::string& word : arguments.words()) names.push_back(search_name(word));
    if (arguments.has("list")) return list_searches();
    if (arguments.has("remove")) return remove_searches(names);
    const std::vector<SavedSearch> searches = searches_called(names);
    const std::optional<Date> asked = date_of(arguments, "since", false);
    Index index = open_index(arguments);
    Searcher searcher(index);
    const std::optional<Date> newest = newest_day(index);
    if (!newest) return exit_nothing;
    bool any = false;
    std::vector<Date> reported;
    for (const SavedSearch& search : searches) {
        const std::optional<Date> last = last_reported_day(search.name);
        const Date since = asked  ? *asked
                           : last ? days_after(*last, 1)
                                  : days_after(*newest, 1 - first_days);
        const Date day = report_news(searcher, search, since, *newest, any);
        reported.push_back(last ? std::max(day, *last)
                                : day);  // never earlier, even with an older index
    }
    std::cout.flush();  // throws if the output was not written; then no day is saved
    for (std::size_t i = 0; i < searches.size() && !asked; ++i)
        save_reported_day(searches[i].name, reported[i]);
    // Only on a terminal, since cron mails every line.
    if (!any && ::isatty(output_descriptor())) std::cerr << "nothing new\n";
    return any ? exit_found : exit_nothing;
}

}  // namespace nonmun
