// SPDX-License-Identifier: GPL-2.0-or-later
#include <map>

#include "common/title.hpp"
#include "query/render/report.hpp"
#include "query/render/report_html/page.hpp"

namespace nonmun {
namespace {

// JSON as the text of a script element: no character of it can end the element or open a comment,
// and JavaScript would read it too. The JSON stays the same value.
std::string script_json(const std::string& json) {
    std::string escaped;
    escaped.reserve(json.size());
    for (std::size_t at = 0; at < json.size(); ++at) {
        const std::string_view rest = std::string_view(json).substr(at);
        if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) {
            escaped += rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
            at += 2;
        } else if (json[at] == '<') {
            escaped += "\\u003c";
        } else if (json[at] == '>') {
            escaped += "\\u003e";
        } else if (json[at] == '&') {
            escaped += "\\u0026";
        } else {
            escaped += json[at];
        }
    }
    return escaped;
}

// From a title to its readable form, for those that have another.
Json readable_titles(const std::vector<Json>& records) {
    std::map<std::string, std::string> titles;
    const auto add = [&](const Json& paper) {
        const std::string title = text_of(paper, "title");
        if (std::string readable = readable_title(title); readable != title)
            titles[title] = std::move(readable);
    };
    for (const Json* paper : records_of(records, "paper")) {
        add(*paper);
        for (const Json& neighbour : paper->at("neighbours")) add(neighbour);
    }
    for (const Json* group : records_of(records, "near_duplicates")) {
        for (const Json& paper : group->at("papers")) add(paper);
    }
    return titles;
}

// Writes the page up to the place called `name`, and takes that off the page.
void write_until(std::string_view& page, std::string_view name, std::ostream& out) {
    const std::size_t place = page.find(name);
    out << page.substr(0, place);
    page.remove_prefix(place + name.size());
}

}  // namespace

void render_report_html(const std::vector<Json>& records, std::ostream& out) {
    std::string_view page = embedded_report_page();
    write_until(page, "{{titles}}", out);
    out << script_json(to_line(readable_titles(records)));
    write_until(page, "{{records}}", out);
    const char* separator = "[\n";
    for (const Json& record : records) {
        out << separator << script_json(to_line(record));
        separator = ",\n";
    }
    out << (records.empty() ? "[]" : "\n]") << page;
}

}  // namespace nonmun
