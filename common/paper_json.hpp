// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

#include "common/json.hpp"
#include "common/paper.hpp"
#include "common/paper_line.hpp"

// A paper as a tree of JSON values: the one schema (common/paper_members) of the record in the
// index, of the JSON of every command, and of the JSON Lines that nonmun-index reads.
namespace nonmun {

Json to_json(const Paper& paper);

// Reads a paper, also in the short form of other sources ("text" in place of "summary"). Only "id"
// and one of title, summary and text are required; null and "" mean absent; unknown members are
// ignored. Throws Error(input) that names the member that is wrong.
Paper paper_from_json(Json json);

// The same, from the text of one JSON object.
Paper paper_from_line(std::string_view line);

// The JSON Schema (2020-12) of a paper that to_line(Paper) writes, as docs/paper.schema.json
// publishes it.
Json paper_schema();

}  // namespace nonmun
