// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/saved_search.hpp"

#include <unicode/uchar.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "common/atomic_file.hpp"
#include "common/cli/configuration.hpp"
#include "common/cli/file.hpp"
#include "common/error.hpp"
#include "common/paper_json.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"
#include "query/service/options.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 100;  // bytes

// The options of search that select and order papers.
constexpr const char* saved_options[] = {"author",         "from",  "to",           "min-votes",
                                         "sort",           "limit", "votes-weight", "author-weight",
                                         "recency-weight", "as-of"};

constexpr std::string_view ending = ".json";

std::string searches_folder() {
    return configuration_folder() + "/searches";
}

std::string search_file(const std::string& name) {
    return searches_folder() + "/" + name + std::string(ending);
}

std::string reported_file(const std::string& name) {
    return state_folder() + "/digests/" + name;
}

[[noreturn]] void fail(const std::string& what, const std::string& path, int reason) {
    throw Error(ErrorKind::io, "cannot " + what + " " + path + ": " + std::strerror(reason),
                "check the folder");
}

[[noreturn]] void refuse_unknown(const std::string& name) {
    const std::string known = joined(saved_searches());
    throw Error(
        ErrorKind::missing, "no search is saved as " + printable(name),
        known.empty() ? "save one with: nonmun search QUERY --save SEARCH" : "there are: " + known);
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

SavedSearch saved_search_of(const Arguments& arguments, const std::string& name) {
    SavedSearch search{name, arguments.joined_words(), {}};
    for (const char* option : saved_options) {
        if (arguments.has(option)) search.options[option] = arguments.texts(option);
    }
    return search;
}

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

std::string description(const SavedSearch& search) {
    std::string text = search.query;
    for (const auto& [option, values] : search.options) {
        for (const std::string& value : values)
            text += (text.empty() ? "--" : " --") + option + " " + value;
    }
    return text;
}

bool is_saved(const std::string& name) {
    std::error_code error;
    return fs::exists(search_file(name), error);
}

void save_search(const SavedSearch& search) {
    Json options = Json::object();
    for (const auto& [option, values] : search.options) options[option] = values;
    write_file_atomically(search_file(search.name),
                          to_line(Json{{"query", search.query}, {"options", options}}) + "\n");
}

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

void remove_saved_search(const std::string& name) {
    if (!is_saved(name)) refuse_unknown(name);
    for (const std::string& file : {reported_file(name), search_file(name)}) {
        if (::unlink(file.c_str()) != 0 && errno != ENOENT) fail("remove", file, errno);
    }
}

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

void save_reported_day(const std::string& name, const Date& day) {
    write_file_atomically(reported_file(name), to_string(day) + "\n");
}

}  // namespace nonmun
