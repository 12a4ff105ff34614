// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/saved_search.hpp"

#include <unicode/uchar.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>

#include "common/atomic_file.hpp"
#include "common/cli/configuration.hpp"
#include "common/cli/file.hpp"
#include "common/cli/pager.hpp"
#include "common/cli/program.hpp"
#include "common/cli/terminal.hpp"
#include "common/paper_json.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"
#include "query/commands/command.hpp"
#include "query/render/markdown.hpp"
#include "query/search/searcher.hpp"
#include "query/service/options.hpp"
#include "query/service/requests.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 100;  // bytes
constexpr int first_days = 7;              // that the first digest of a search reports

// The options of search that select and order papers.
constexpr const char* saved_options[] = {"author",         "from",  "to",           "min-votes",
                                         "sort",           "limit", "votes-weight", "author-weight",
                                         "recency-weight", "as-of"};

constexpr std::string_view ending = ".json";

struct SavedSearch {
    std::string name;
    std::string query;
    std::map<std::string, std::vector<std::string>> options;  // some of saved_options
};

std::string searches_folder() {
    return configuration_folder() + "/searches";
}

std::string search_file(const std::string& name) {
    return searches_folder() + "/" + name + std::string(ending);
}

std::string reported_file(const std::string& name) {
    return state_folder() + "/digests/" + name;
}

// The names, sorted.
std::vector<std::string> saved_searches() {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator at(searches_folder(), error), end; !error && at != end;
         at.increment(error)) {
        const std::string file = at->path().filename().string();
        if (file.ends_with(ending) && !file.starts_with('.'))
            names.push_back(file.substr(0, file.size() - ending.size()));
    }
    std::sort(names.begin(), names.end());
    return names;
}

[[noreturn]] void refuse_unknown(const std::string& name) {
    const std::string known = joined(saved_searches());
    throw Error(
        ErrorKind::missing, "no search is saved as " + printable(name),
        known.empty() ? "save one with: nonmun search QUERY --save SEARCH" : "there are: " + known);
}

// Throws Error(missing) that lists the saved searches, and Error(input) for a damaged file.
SavedSearch read_saved_search(const std::string& name) {
    if (!is_saved(name)) refuse_unknown(name);
    const std::string file = search_file(name);
    const Json json = Json::parse(read_file(file), nullptr, false);
    try {
        return {name, json.at("query").get<std::string>(),
                json.at("options").get<std::map<std::string, std::vector<std::string>>>()};
    } catch (const Json::exception&) {
        throw Error(ErrorKind::input, file + ": not a saved search",
                    "save it again with --force, or: nonmun digest --remove " + name);
    }
}

// The command line of a saved search. Throws Error(input) for unknown options.
Arguments search_arguments(const SavedSearch& search) {
    static const std::vector<OptionRow> rows = command_options("search");
    std::vector<std::string> words = {"--"};
    if (!search.query.empty()) words.push_back(search.query);
    Arguments arguments(words, rows, "nonmun search");
    const std::string file = search_file(search.name);
    std::vector<Setting> settings;
    for (const auto& [option, values] : search.options) {
        if (std::find(std::begin(saved_options), std::end(saved_options), option) ==
            std::end(saved_options)) {
            throw Error(ErrorKind::input, file + ": there is no option " + printable(option),
                        "save it again with --force");
        }
        settings.push_back({option, values, file + ": " + option});
    }
    arguments.add(settings);
    return arguments;
}

// The search as it would be typed: "강화 학습 --min-votes 5".
std::string description(const SavedSearch& search) {
    std::string text = search.query;
    for (const auto& [option, values] : search.options) {
        for (const std::string& value : values)
            text += (text.empty() ? "--" : " --") + option + " " + value;
    }
    return text;
}

// The last day that a digest of the search has reported; nullopt before the first digest.
std::optional<Date> last_reported_day(const std::string& name) {
    const std::string file = reported_file(name);
    std::error_code error;
    if (!fs::exists(file, error)) return std::nullopt;
    const auto day = parse_date(trim(read_file(file)));
    if (!day) {
        throw Error(ErrorKind::input, file + ": not a day",
                    "write the last reported day there, or remove the file");
    }
    return day;
}

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
    for (const std::string& name : names) {
        if (!is_saved(name)) refuse_unknown(name);
        for (const std::string& file : {reported_file(name), search_file(name)}) {
            std::error_code error;
            fs::remove(file, error);
            if (error) {
                throw Error(ErrorKind::io, "cannot remove " + file + ": " + error.message(),
                            "check the folder");
            }
        }
    }
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

std::string search_name(const std::string& typed) {
    std::string name = clean_text(typed);
    bool good = is_utf8(typed) && !name.empty() && name.size() <= longest_name && name[0] != '-';
    for (const CodePoint c : code_points(name))
        good &= u_isalnum(static_cast<UChar32>(c.value)) || c.value == '-' || c.value == '_';
    if (good) return name;
    throw Error(ErrorKind::usage, "not a name for a search: " + printable(typed),
                "take letters, digits, - and _");
}

bool is_saved(const std::string& name) {
    std::error_code error;
    return fs::exists(search_file(name), error);
}

void save_search(const Arguments& arguments, const std::string& name) {
    Json options = Json::object();
    for (const char* option : saved_options) {
        if (arguments.has(option)) options[option] = arguments.texts(option);
    }
    const Json search = {{"query", arguments.joined_words()}, {"options", options}};
    write_file_atomically(search_file(name), to_line(search) + "\n");
}

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
        write_file_atomically(reported_file(searches[i].name), to_string(reported[i]) + "\n");
    // Only on a terminal, since cron mails every line.
    if (!any && ::isatty(output_descriptor())) std::cerr << "nothing new\n";
    return any ? exit_found : exit_nothing;
}

}  // namespace nonmun
