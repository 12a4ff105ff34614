// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/json.hpp"
#include "common/paper.hpp"

// A paper as one line of JSON, written and read without building a tree of values. This takes a
// tenth of the time of common/paper_json, and is done for every paper of an answer.
namespace nonmun {

// Appends the paper's line, without a newline.
void append_json(std::string& to, const Paper& paper);

std::string to_line(const Paper& paper);

// Reads a line that to_line(Paper) wrote. Returns nullopt for every other line, and for lines with
// rare escapes (anything but \" and \\); paper_from_line() reads those.
std::optional<Paper> paper_from_own_line(std::string_view line);

}  // namespace nonmun
