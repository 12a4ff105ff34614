// SPDX-License-Identifier: GPL-2.0-or-later
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
#include "query/search/listed_since.hpp"

namespace nonmun {
namespace {

constexpr int first_days = 7;  // of the index, that a first digest tells of

Date days_after(const Date& day, int days) {
    return date_of_day(days_since_epoch(day) + days);
}

// The newest first day of a paper; nullopt when none is known. A day after tomorrow is a flaw of a
// digest, and must not make all days to come old.
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
        const auto told = last_told_day(name);
        std::cout << one_line(name) << '\t' << (told ? to_string(*told) : "-") << '\t'
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

// The searches of the names, each checked; all there are without names.
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

// What is new for one search is written; the last day that this tells of is returned.
Date tell(Searcher& searcher, const SavedSearch& search, const Date& since, const Date& newest,
          bool& any) {
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
    std::vector<Date> told;
    for (const SavedSearch& search : searches) {
        const std::optional<Date> last = last_told_day(search.name);
        const Date since = asked  ? *asked
                           : last ? days_after(*last, 1)
                                  : days_after(*newest, 1 - first_days);
        const Date day = tell(searcher, search, since, *newest, any);
        told.push_back(last ? std::max(day, *last) : day);  // of an older index: nothing twice
    }
    std::cout.flush();  // what could not be written was not told
    for (std::size_t i = 0; i < searches.size() && !asked; ++i)
        remember_told_day(searches[i].name, told[i]);
    // Cron would send a line of this.
    if (!any && ::isatty(output_descriptor())) std::cerr << "nothing new\n";
    return any ? exit_found : exit_nothing;
}

}  // namespace nonmun
