// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "common/paper.hpp"

namespace nonmun {

// What is stored with a document: the paper's line of JSON (common/paper_json), compressed. One
// paper alone holds too little that repeats; a dictionary of lines of the same schema, which is
// part of the program, makes 2,037 bytes of a paper of the real archive 757 where without it they
// would be 1,193. A checksum tells damage.
//
// The dictionary (common/record_dictionary.jsonl, written by `nonmun export` of data/) must never
// change without a new schema_version.
std::string record_of_line(std::string_view line);

// Throws Error(input) for what is no record, or a damaged one.
std::string line_of_record(std::string_view record);

std::string record_of(const Paper& paper);
Paper paper_from_record(std::string_view record);  // throws as line_of_record

}  // namespace nonmun
