// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/error.hpp"
#include "common/paper.hpp"

namespace nonmun {

// What a line of a digest was read as. Every line is one of these; only `unread` lines are in no
// paper.
enum class LineKind {
    blank,         // nothing, or a horizontal rule
    day,           // ## Daily Papers (2024-05-01)
    entry,         // ### [Title](https://arxiv.org/abs/2404.19296)
    media,         // ![](…), [Watch Video](…), <div><video src="…">
    votes,         // Vote: 44
    authors,       // Authors: A, B
    item,          // - text, nested or numbered too
    continuation,  // bare text that goes on from the item above
    unread,        // outside of every readable entry; a diagnostic says so
};

// What could be read of one digest file.
struct Digest {
    std::vector<Paper> entries;  // in the order of the file, with one appearance each
    std::vector<Diagnostic> diagnostics;
    std::vector<LineKind> lines;  // one a line of the file
};

// Reads a digest (Markdown; the format is described in data/README.txt). Never throws on its
// content: what cannot be read is a diagnostic with `file` and line, and every readable entry is
// kept.
Digest parse_digest(std::string_view text, const std::string& file);

// The arXiv id in a link (".../abs/2404.19296v2" → "2404.19296"), old ids such as "cs/0112017"
// included; empty when none.
std::string arxiv_id(std::string_view url);

}  // namespace nonmun
