// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/date.hpp"
#include "common/fields.hpp"

namespace nonmun {

// How a part of a query counts within its group.
enum class Occur { should, must, must_not };

enum class NodeKind {
    words,   // plain text, analyzed and ranked
    phrase,  // "…": the words in this order
    prefix,  // diffus*
    dates,   // date:…
    votes,   // votes:…
    group,   // children, each with its Occur
    any,     // children joined by OR
};

// A query as it was understood: what the parser makes and the builder turns into Xapian's form.
struct QueryNode {
    NodeKind kind = NodeKind::group;
    Occur occur = Occur::should;
    Field field = Field::any;
    std::string text;
    // Where a leaf's text stands in ParsedQuery::text, in bytes, without sign, field, quotes and
    // asterisk; empty for what was not typed so.
    std::size_t begin = 0;
    std::size_t end = 0;
    DateRange dates;               // both ends included
    std::int64_t least_votes = 0;  // both ends included
    std::int64_t most_votes = 0;
    std::vector<QueryNode> children;
};

struct ParsedQuery {
    QueryNode root;    // a group, possibly empty
    std::string text;  // the query as it was read: in NFC, harmless on a terminal
    std::vector<std::string>
        remarks;  // what looked like syntax and was searched as words, for the person who typed it
};

// Reads the query language (docs/query-language.md). Nothing is an error: what cannot be read as
// syntax is words.
ParsedQuery parse_query(const std::string& text);

// The query written back in the query language, so that a person can see how it was read.
std::string to_string(const QueryNode& node);

}  // namespace nonmun
