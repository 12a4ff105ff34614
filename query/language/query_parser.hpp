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

// How a node counts within its group.
enum class Occur { should, must, must_not };

enum class NodeKind {
    words,   // plain text, analyzed and ranked
    phrase,  // "…": these words in this order
    prefix,  // diffus*
    dates,   // date:…
    votes,   // votes:…
    group,   // children, each with its Occur
    any,     // children joined by OR
};

// A parsed query: parse_query() makes it, build_query() turns it into a Xapian query.
struct QueryNode {
    NodeKind kind = NodeKind::group;
    Occur occur = Occur::should;
    Field field = Field::any;
    std::string text;
    // The position of a leaf's text in ParsedQuery::text, in bytes, without sign, field, quotes and
    // asterisk; begin == end if the text was not typed.
    std::size_t begin = 0;
    std::size_t end = 0;
    DateRange dates;               // both ends included
    std::int64_t least_votes = 0;  // both ends included
    std::int64_t most_votes = 0;
    std::vector<QueryNode> children;
};

struct ParsedQuery {
    QueryNode root;                    // a group, possibly empty
    std::string text;                  // the query in NFC, without control characters
    std::vector<std::string> remarks;  // for the user: syntax that was searched as words
};

// Parses the query language (docs/query-language.md). There are no errors: text that is not valid
// syntax is searched as words.
ParsedQuery parse_query(const std::string& text);

// The query in the query language, to show the user how it was parsed.
std::string to_string(const QueryNode& node);

}  // namespace nonmun
