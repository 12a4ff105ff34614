// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/error.hpp"
#include "common/paper.hpp"

namespace nonmun {

// Longer entries of a digest and lines of JSON Lines are left out, with this diagnostic.
inline constexpr std::size_t longest_paper = 16 << 20;  // bytes
inline constexpr const char* too_long_message = "a paper of more than 16 MB, left out";

// What could be read of one digest file.
struct Digest {
    std::vector<Paper> entries;  // in the order of the file, with one appearance each
    std::vector<Diagnostic> diagnostics;
};

// Parses a digest (Markdown; data/README.txt describes the format). Its content never makes it
// throw: what cannot be read becomes a diagnostic with `file` and line, and every readable entry is
// kept.
Digest parse_digest(std::string_view text, const std::string& file);

// The arXiv id in a link (".../abs/2404.19296v2" → "2404.19296"), old ids such as "cs/0112017"
// included; empty when none.
std::string arxiv_id(std::string_view url);

}  // namespace nonmun
