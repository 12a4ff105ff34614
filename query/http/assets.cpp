// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/assets.hpp"

#include <algorithm>
#include <map>

namespace nonmun {
namespace {

// Addresses of views of the page. One that ends with / is the beginning of addresses.
constexpr std::string_view view_paths[] = {"/", "/paper/", "/author/", "/trends", "/lists"};

constexpr std::pair<std::string_view, const char*> type_table[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
};

HttpAnswer answer_with(const Asset& asset) {
    HttpAnswer answer;
    answer.body = asset.content();
    answer.compressed = gzip(answer.body);
    answer.tag = entity_tag(answer.body);
    for (const auto& [ending, type] : type_table) {
        if (std::string_view(asset.path).ends_with(ending)) answer.type = type;
    }
    return answer;
}

}  // namespace

const HttpAnswer* asset_answer(std::string_view path) {
    static const std::map<std::string_view, HttpAnswer> answers = [] {
        std::map<std::string_view, HttpAnswer> made;
        for (const Asset& asset : assets()) made.emplace(asset.path, answer_with(asset));
        return made;
    }();
    const bool is_view =
        std::any_of(std::begin(view_paths), std::end(view_paths), [&](std::string_view view) {
            return path == view ||
                   (view.size() > 1 && view.ends_with('/') && path.starts_with(view));
        });
    auto found = answers.find(path);
    if (found == answers.end() && is_view) found = answers.find("/index.html");
    return found == answers.end() ? nullptr : &found->second;
}

}  // namespace nonmun
