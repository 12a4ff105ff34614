// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/paper_json.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

#include "common/author_name.hpp"
#include "common/error.hpp"
#include "common/json_line.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

[[noreturn]] void reject(const std::string& what) {
    throw Error(ErrorKind::input, what);
}

// Of a paper, and of the objects in it.
constexpr std::array<std::string_view, 12> members = {
    "id",    "title",   "url",     "date", "votes",       "authors",
    "media", "summary", "section", "text", "appearances", "kind"};

template <typename T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json or_null(const std::optional<Date>& date) {
    return date ? Json(to_string(*date)) : Json(nullptr);
}

bool is_empty_string(const Json& json) {
    return json.is_string() && json.get_ref<const std::string&>().empty();
}

// The member, or nullptr where it is missing, null or "".
const Json* member(const Json& json, const char* key) {
    const auto found = json.find(key);
    const bool absent = found == json.end() || found->is_null() || is_empty_string(*found);
    return absent ? nullptr : &*found;
}

std::string text_of(const Json& json, const char* key) {
    const Json* value = member(json, key);
    if (!value) return {};
    if (!value->is_string()) reject(std::string("\"") + key + "\" is not a string");
    return clean_text(value->get_ref<const std::string&>());
}

std::optional<Date> date_of(const Json& json) {
    const std::string text = text_of(json, "date");
    if (text.empty()) return std::nullopt;
    const auto date = parse_date(text);
    if (!date) reject("\"date\" is not a day (YYYY-MM-DD): " + text);
    return date;
}

std::optional<std::int64_t> votes_of(const Json& json) {
    const Json* value = member(json, "votes");
    if (!value) return std::nullopt;
    if (!value->is_number_integer()) reject("\"votes\" is not a whole number");
    if (value->is_number_unsigned() && value->get<std::uint64_t>() > max_votes)
        reject("\"votes\" is out of range");
    const auto votes = value->get<std::int64_t>();
    if (votes < 0 || votes > max_votes) reject("\"votes\" is out of range");
    return votes;
}

std::vector<std::string> authors_of(const Json& json) {
    const Json* value = member(json, "authors");
    if (!value) return {};
    if (!value->is_array()) reject("\"authors\" is not a list");
    std::vector<std::string> names;
    for (const Json& name : *value) {
        if (!name.is_string()) reject("\"authors\" holds something that is not a string");
        names.push_back(clean_text(name.get_ref<const std::string&>()));
    }
    return distinct_names(names);
}

std::optional<Media> media_of(const Json& json) {
    const Json* value = member(json, "media");
    if (!value) return std::nullopt;
    if (!value->is_object()) reject("\"media\" is not an object");
    Media media{text_of(*value, "kind"), text_of(*value, "url")};
    if (media.kind != "image" && media.kind != "video")
        reject("\"media\" is neither image nor video");
    return media;
}

void add_lines(std::vector<SummaryItem>& summary, std::string_view text) {
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = trim(text.substr(0, end));
        if (!line.empty()) summary.push_back({std::nullopt, std::string(line)});
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
}

std::vector<SummaryItem> summary_of(const Json& json) {
    std::vector<SummaryItem> summary;
    const Json* items = member(json, "summary");
    if (!items) {
        add_lines(summary, text_of(json, "text"));
        return summary;
    }
    if (items->is_string()) {
        add_lines(summary, text_of(json, "summary"));
        return summary;
    }
    if (!items->is_array()) reject("\"summary\" is not a list");
    for (const Json& item : *items) {
        if (item.is_string()) {
            const std::string text = clean_text(item.get_ref<const std::string&>());
            if (!text.empty()) summary.push_back({std::nullopt, text});
            continue;
        }
        if (!item.is_object())
            reject("\"summary\" holds something that is neither string nor object");
        SummaryItem read{std::nullopt, text_of(item, "text")};
        if (std::string section = text_of(item, "section"); !section.empty())
            read.section = section;
        if (!read.text.empty() || read.section) summary.push_back(read);
    }
    return summary;
}

std::vector<Appearance> appearances_of(const Json& json) {
    const Json* value = member(json, "appearances");
    if (!value) return {};
    if (!value->is_array()) reject("\"appearances\" is not a list");
    std::vector<Appearance> appearances;
    for (const Json& item : *value) {
        if (!item.is_object()) reject("\"appearances\" holds something that is not an object");
        appearances.push_back({date_of(item), votes_of(item), text_of(item, "title")});
    }
    return appearances;
}

// JSON text that can be shown on a terminal as it is: what would steer it is written as \uXXXX.
std::string without_steering(std::string&& json) {
    std::string escaped;
    std::size_t kept = 0;
    for (std::size_t at = 0; at < json.size(); ++at) {
        // What such a character begins with, beside the controls that JSON escapes itself.
        if (json[at] != '\x7F' && json[at] != '\xC2' && json[at] != '\xE2') continue;
        const CodePoint c = code_point_at(json, at);
        if (!steers_terminal(c.value)) continue;
        char code[8];
        std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c.value));
        escaped.append(json, kept, at - kept).append(code);
        kept = c.end;
        at = c.end - 1;
    }
    if (kept == 0) return std::move(json);
    return escaped.append(json, kept);
}

}  // namespace

Json to_json(const Paper& paper) {
    Json json;
    json["id"] = paper.id;
    json["title"] = paper.title;
    json["url"] = paper.url;
    json["date"] = or_null(paper.date);
    json["votes"] = or_null(paper.votes);
    json["authors"] = paper.authors;
    json["media"] =
        paper.media ? Json{{"kind", paper.media->kind}, {"url", paper.media->url}} : Json(nullptr);
    json["summary"] = Json::array();
    for (const SummaryItem& item : paper.summary) {
        json["summary"].push_back({{"section", or_null(item.section)}, {"text", item.text}});
    }
    json["appearances"] = Json::array();
    for (const Appearance& a : paper.appearances) {
        json["appearances"].push_back(
            {{"date", or_null(a.date)}, {"votes", or_null(a.votes)}, {"title", a.title}});
    }
    return json;
}

std::string to_line(const Json& json) {
    return without_steering(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string to_line(const Paper& paper) {
    std::string line;
    append_json(line, paper);
    return line;
}

Paper paper_from_json(const Json& json) {
    if (!json.is_object()) reject("not a JSON object");
    Paper paper;
    const Json* id = member(json, "id");
    if (id && id->is_number_integer()) {
        paper.id = id->dump();
    } else {
        paper.id = text_of(json, "id");
    }
    if (paper.id.empty()) reject("\"id\" is missing");
    if (!is_paper_id(paper.id))
        reject("\"id\" has a blank or control character, or is over 200 bytes");
    paper.title = text_of(json, "title");
    paper.url = text_of(json, "url");
    paper.authors = authors_of(json);
    paper.media = media_of(json);
    paper.summary = summary_of(json);
    if (paper.title.empty() && paper.summary.empty())
        reject("none of \"title\", \"summary\" and \"text\" is there");
    // Through merge_into, so that the order, the first date and the highest votes are those of the
    // appearances.
    Paper history;
    history.appearances = appearances_of(json);
    if (history.appearances.empty())
        history.appearances = {{date_of(json), votes_of(json), paper.title}};
    merge_into(paper, history);
    return paper;
}

Paper paper_from_line(std::string_view line) {
    if (is_nested_too_deep(line)) reject("nested too deep");
    // Other members are not even kept: an object finds each by going through those before it.
    const auto wanted = [](int, Json::parse_event_t event, const Json& parsed) {
        return event != Json::parse_event_t::key ||
               std::find(members.begin(), members.end(), parsed.get_ref<const std::string&>()) !=
                   members.end();
    };
    const Json json = Json::parse(line, wanted, false);
    if (json.is_discarded()) reject("not valid JSON");
    return paper_from_json(json);
}

}  // namespace nonmun
