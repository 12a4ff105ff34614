// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/paper_json.hpp"

#include <algorithm>
#include <utility>

#include "common/author_name.hpp"
#include "common/error.hpp"
#include "common/paper_members.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

using Key = std::string_view;

[[noreturn]] void reject(const std::string& what) {
    throw Error(ErrorKind::input, what);
}

[[noreturn]] void reject(Key key, const char* what) {
    reject("\"" + std::string(key) + "\" " + what);
}

// The member, or nullptr where it is missing, null or "".
const Json* member(const Json& json, Key key) {
    const auto found = json.find(key);
    const bool absent = found == json.end() || found->is_null() ||
                        (found->is_string() && found->get_ref<const std::string&>().empty());
    return absent ? nullptr : &*found;
}

template <typename Object>
void read_members(const Json& json, Object& object);

// Each read() checks the value of the member `key` and takes it.
void read(const Json& json, Key key, std::string& text) {
    if (!json.is_string()) reject(key, "is not a string");
    text = clean_text(json.get_ref<const std::string&>());
}

void read(const Json& json, Key key, std::optional<std::string>& text) {
    read(json, key, text.emplace());
    if (text->empty()) text.reset();
}

void read(const Json& json, Key key, std::optional<Date>& date) {
    std::string text;
    read(json, key, text);
    if (text.empty()) return;
    date = parse_date(text);
    if (!date) reject("\"" + std::string(key) + "\" is not a day (YYYY-MM-DD): " + text);
}

void read(const Json& json, Key key, std::optional<std::int64_t>& votes) {
    if (!json.is_number_integer()) reject(key, "is not a whole number");
    // A number over 2^63 would be negative as an int64.
    const bool too_large =
        json.is_number_unsigned() && json.get<std::uint64_t>() > std::uint64_t{max_votes};
    votes = json.get<std::int64_t>();
    if (too_large || *votes < 0) reject(key, "is out of range");
}

void read(const Json& json, Key key, std::vector<std::string>& names) {
    if (!json.is_array()) reject(key, "is not a list");
    for (const Json& name : json) {
        if (!name.is_string()) reject(key, "holds something that is not a string");
        names.push_back(clean_text(name.get_ref<const std::string&>()));
    }
    names = distinct_names(names);
}

void read(const Json& json, Key key, std::optional<Media>& media) {
    if (!json.is_object()) reject(key, "is not an object");
    read_members(json, media.emplace());
    if (media->kind != "image" && media->kind != "video") reject(key, "is neither image nor video");
}

void read(const Json& json, Key key, std::vector<SummaryItem>& summary) {
    if (json.is_string()) {
        const std::string text = clean_text(json.get_ref<const std::string&>());
        for (std::string_view line : split(text, '\n')) {
            line = trim(line);
            if (!line.empty()) summary.push_back({std::nullopt, std::string(line)});
        }
        return;
    }
    if (!json.is_array()) reject(key, "is not a list");
    for (const Json& item : json) {
        SummaryItem row;
        if (item.is_string()) {
            read(item, key, row.text);
        } else if (item.is_object()) {
            read_members(item, row);
        } else {
            reject(key, "holds something that is neither string nor object");
        }
        if (!row.text.empty() || row.section) summary.push_back(std::move(row));
    }
}

void read(const Json& json, Key key, std::vector<Appearance>& appearances) {
    if (!json.is_array()) reject(key, "is not a list");
    for (const Json& item : json) {
        if (!item.is_object()) reject(key, "holds something that is not an object");
        read_members(item, appearances.emplace_back());
    }
}

template <typename Object>
void read_members(const Json& json, Object& object) {
    for_each_member(object, [&](const Member& row, auto& value) {
        if (const Json* found = member(json, row.name)) read(*found, row.name, value);
    });
}

// Writes the short form in the members of the schema.
void expand_short_form(Json& json) {
    if (const Json* id = member(json, "id"); id && id->is_number_integer()) json["id"] = id->dump();
    if (const Json* text = member(json, "text"); text && !member(json, "summary")) {
        if (!text->is_string()) reject("text", "is not a string");
        json["summary"] = Json(*text);
    }
    // The day and the votes are then those of the appearances.
    if (const Json* listed = member(json, "appearances"); listed && !listed->empty()) {
        json.erase("date");
        json.erase("votes");
    }
}

// The names that paper_from_json() looks for, in a paper or in an object of it.
std::vector<std::string_view> known_names() {
    std::vector<std::string_view> names = {"text"};
    const auto add = [&](auto object) {
        for_each_member(object, [&](const Member& row, auto&) { names.push_back(row.name); });
    };
    add(Paper());
    add(Media());
    add(SummaryItem());
    add(Appearance());
    return names;
}

// The value without unknown members. They are left out before the objects become ordered ones,
// which compare each added member with all those before it.
Json known_part(const nlohmann::json& json) {
    static const std::vector<std::string_view> known = known_names();
    if (json.is_array()) {
        Json list = Json::array();
        for (const nlohmann::json& item : json) list.push_back(known_part(item));
        return list;
    }
    if (!json.is_object()) return Json(json);
    Json object = Json::object();
    for (const std::string_view name : known) {
        if (const auto found = json.find(name); found != json.end())
            object[std::string(name)] = known_part(*found);
    }
    return object;
}

// The schema of the type that the pointer points to.
Json schema_of(const std::string*) {
    return {{"type", "string"}};
}

Json schema_of(const std::optional<std::string>*) {
    return {{"type", {"string", "null"}}};
}

Json schema_of(const std::optional<Date>*) {
    return {{"type", {"string", "null"}}, {"format", "date"}};
}

Json schema_of(const std::optional<std::int64_t>*) {
    return {{"type", {"integer", "null"}}, {"minimum", 0}};
}

template <typename Object>
Json schema_of(const Object*);

Json schema_of(const std::optional<Media>*) {
    return {{"oneOf", {{{"type", "null"}}, schema_of(static_cast<const Media*>(nullptr))}}};
}

template <typename Item>
Json schema_of(const std::vector<Item>*) {
    return {{"type", "array"}, {"items", schema_of(static_cast<const Item*>(nullptr))}};
}

template <typename Object>
Json schema_of(const Object*) {
    Json required = Json::array(), properties = Json::object();
    Object object;
    for_each_member(object, [&](const Member& row, auto& value) {
        const std::string name(row.name);
        required.push_back(name);
        properties[name] = schema_of(&value);
        if (*row.description != '\0') properties[name]["description"] = row.description;
        properties[name].update(Json::parse("{" + std::string(row.rules) + "}"));
    });
    return {{"type", "object"},
            {"required", std::move(required)},
            {"additionalProperties", false},
            {"properties", std::move(properties)}};
}

}  // namespace

Json to_json(const Paper& paper) {
    return Json::parse(to_line(paper));
}

Paper paper_from_json(Json json) {
    if (!json.is_object()) reject("not a JSON object");
    expand_short_form(json);
    Paper paper;
    read_members(json, paper);
    if (paper.id.empty()) reject("\"id\" is missing");
    if (!is_paper_id(paper.id))
        reject("\"id\" has a blank or control character, or is over 200 bytes");
    if (paper.title.empty() && paper.summary.empty())
        reject("none of \"title\", \"summary\" and \"text\" is there");
    // merge_into() takes the first day and the most votes of the appearances, and one for each day.
    Paper listed;
    listed.appearances = std::exchange(paper.appearances, {});
    if (listed.appearances.empty()) listed.appearances = {{paper.date, paper.votes, paper.title}};
    if (listed.appearances.size() > most_appearances)
        reject("\"appearances\" has more than " + std::to_string(most_appearances) + " days");
    std::stable_sort(listed.appearances.begin(), listed.appearances.end(),
                     [](const Appearance& a, const Appearance& b) { return a.date < b.date; });
    merge_into(paper, listed);
    return paper;
}

Paper paper_from_line(std::string_view line) {
    if (is_nested_too_deep(line)) reject("nested too deep");
    const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
    if (json.is_discarded()) reject("not valid JSON");
    return paper_from_json(known_part(json));
}

Json paper_schema() {
    Json schema = schema_of(static_cast<const Paper*>(nullptr));
    schema["description"] = "What is known of one paper. Unknown votes and days are null, never 0.";
    return schema;
}

}  // namespace nonmun
