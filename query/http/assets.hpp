// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <span>
#include <string_view>

#include "query/http/answer.hpp"

namespace nonmun {

// A file of the page. It is part of the program; CMake makes the table from query/http/page/.
struct Asset {
    const char* path;  // "/style.css"
    std::string_view (*content)();
};

std::span<const Asset> assets();

// The answer with the file at a path, or nullptr. "/" and the addresses of the page's views
// ("/paper/2404.19756") are the page itself.
const HttpAnswer* asset_answer(std::string_view path);

}  // namespace nonmun
