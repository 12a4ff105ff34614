// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace nonmun {

// A file of the page, part of the program: the table is made by cmake from query/http/page/.
struct Asset {
    const char* path;  // "/style.css"
    std::string_view (*content)();
};

std::span<const Asset> assets();

// The asset at a path ("/" is "/index.html"), or nullptr. Addresses of the page that name no file
// ("/paper/2404.19756") are the page itself, which reads them.
const Asset* asset_at(std::string_view path);

// The media type by the ending of the path.
const char* type_of(std::string_view path);

}  // namespace nonmun
