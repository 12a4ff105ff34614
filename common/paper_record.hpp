// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/paper.hpp"

namespace nonmun {

// The record that is stored with a document: the paper's line of JSON, compressed by zstd with a
// checksum. A single paper has little repetition, so a dictionary of such lines is part of the
// program: an average paper of the real archive has 2,037 bytes, compressed 757, without the
// dictionary 1,193.
//
// The dictionary (common/record_dictionary.jsonl, written by `nonmun export` from data/) must not
// change without a new schema_version.
std::string record_of_line(std::string_view line);

// Throws Error(input) for a damaged record.
std::string line_of_record(std::string_view record);

std::string record_of(const Paper& paper);
Paper paper_from_record(std::string_view record);  // throws as line_of_record

// The values of a paper's document that depend on its record alone; "" for an empty slot.
std::vector<std::pair<Xapian::valueno, std::string>> paper_values(const Paper& paper);

}  // namespace nonmun
