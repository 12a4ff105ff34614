// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/report.hpp"

namespace nonmun {

const std::map<std::string, ReportRenderer, std::less<>>& report_renderers() {
    static const std::map<std::string, ReportRenderer, std::less<>> renderers = {
        {"jsonl", render_report_jsonl},       {"csv", render_report_csv},
        {"markdown", render_report_markdown}, {"graphml", render_report_graphml},
        {"html", render_report_html},
    };
    return renderers;
}

std::vector<const Json*> records_of(const std::vector<Json>& records, std::string_view type) {
    std::vector<const Json*> found;
    for (const Json& record : records) {
        if (text_of(record, "type") == type) found.push_back(&record);
    }
    return found;
}

std::string joined_list(const Json& record, const char* key, const char* separator) {
    std::string text;
    const auto list = record.find(key);
    if (list == record.end()) return text;
    for (const Json& item : *list)
        text += (text.empty() ? "" : separator) + item.get<std::string>();
    return text;
}

std::string text_of(const Json& record, const char* key) {
    const auto value = record.find(key);
    if (value == record.end() || value->is_null()) return "";
    return value->is_string() ? value->get<std::string>() : value->dump();
}

}  // namespace nonmun
