// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "common/paper.hpp"

namespace nonmun {

// The one schema of a paper: the record stored with a document, the JSON of every command, and the
// JSON Lines that nonmun-index reads. Keys keep this order, so equal papers are equal bytes.
using Json = nlohmann::ordered_json;

Json to_json(const Paper& paper);

// Compact, one line, no trailing newline. Text that is not UTF-8 is written with U+FFFD in place of
// the bad bytes.
std::string to_line(const Json& json);
std::string to_line(const Paper& paper);

// Reads a paper from the schema or from its short form for other sources ("text" in place of
// "summary", and only "id" with one of title, summary and text required; null and "" mean absent;
// unknown keys are ignored). Throws Error(input) naming the key that is wrong.
Paper paper_from_json(const Json& json);

// As above, from the text of one JSON object.
Paper paper_from_line(std::string_view line);

}  // namespace nonmun
