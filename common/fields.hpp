// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace nonmun {

// The fields that a query can name before a colon.
enum class Field { any, title, summary, author, section, id, date, votes };

// How a field is indexed and searched.
enum class FieldKind {
    text,     // analyzed words: prefix for exact words and Hangul parts, stem_prefix for stems
    keyword,  // one folded term for the whole value
    range,    // a value slot
};

struct FieldRow {
    Field field;
    std::string_view name;
    FieldKind kind;
    std::string_view prefix;
    std::string_view stem_prefix;
};

// A new field needs a row here, and its postings in indexer/document_builder (for a text field also
// its words in the sequence value, which phrase search reads).
inline constexpr std::array field_table = {
    FieldRow{Field::any, "", FieldKind::text, "", "Z"},
    // Title and summary share their terms; the token sequence has their positions.
    FieldRow{Field::title, "title", FieldKind::text, "", "Z"},
    FieldRow{Field::summary, "summary", FieldKind::text, "", "Z"},
    FieldRow{Field::author, "author", FieldKind::text, "XA", "XA"},
    FieldRow{Field::section, "section", FieldKind::keyword, "XL", "XL"},
    FieldRow{Field::id, "id", FieldKind::keyword, "Q", "Q"},
    FieldRow{Field::date, "date", FieldKind::range, "", ""},
    FieldRow{Field::votes, "votes", FieldKind::range, "", ""},
};

static_assert(
    [] {
        for (std::size_t i = 0; i < field_table.size(); ++i) {
            if (field_table[i].field != static_cast<Field>(i)) return false;
        }
        return true;
    }(),
    "the rows must be in the order of Field");

constexpr const FieldRow& row_of(Field field) {
    return field_table[static_cast<std::size_t>(field)];
}

// The field called `name`, or nullptr.
constexpr const FieldRow* find_field(std::string_view name) {
    for (const FieldRow& row : field_table) {
        if (!row.name.empty() && row.name == name) return &row;
    }
    return nullptr;
}

// The term with its prefix, as in the index.
inline std::string prefixed(std::string_view prefix, std::string_view term) {
    std::string whole(prefix);
    return whole += term;
}

}  // namespace nonmun
