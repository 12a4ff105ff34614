// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/assets.hpp"

#include <algorithm>

namespace nonmun {
namespace {

// The views of the page that have an address of their own.
constexpr std::string_view page_paths[] = {"/paper/", "/author/", "/trends", "/lists"};

struct TypeRow {
    std::string_view ending;
    const char* type;
};
constexpr TypeRow type_table[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
};

}  // namespace

const Asset* asset_at(std::string_view path) {
    const auto at = [](std::string_view wanted) -> const Asset* {
        const auto found = std::find_if(assets().begin(), assets().end(),
                                        [&](const Asset& asset) { return asset.path == wanted; });
        return found == assets().end() ? nullptr : &*found;
    };
    if (path == "/") return at("/index.html");
    if (const Asset* asset = at(path)) return asset;
    const bool of_page =
        std::any_of(std::begin(page_paths), std::end(page_paths), [&](std::string_view known) {
            return known.ends_with('/') ? path.starts_with(known) : path == known;
        });
    return of_page ? at("/index.html") : nullptr;
}

const char* type_of(std::string_view path) {
    for (const TypeRow& row : type_table) {
        if (path.ends_with(row.ending)) return row.type;
    }
    return "application/octet-stream";
}

}  // namespace nonmun
