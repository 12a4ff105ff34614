// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>

#include "common/analyzer/analyzer.hpp"
#include "common/fields.hpp"

namespace nonmun {

// How well one text field of the index knows words. Title and summary count as the whole text. All
// references must outlive it.
class FieldWords {
  public:
    FieldWords(Field field, const Xapian::Database& database, Analyzer& analyzer)
        : field_(field), row_(row_of(field)), database_(database), analyzer_(analyzer) {}

    Field field() const { return field_; }
    const Xapian::Database& database() const { return database_; }
    std::string_view prefix() const { return row_.prefix; }

    // In documents, of a folded word or its stem.
    double of_latin(const std::string& word) const;

    // In documents, of the rarest part of what the text's Hangul runs are made of; 0 when there is
    // none.
    double of_hangul(const std::string& text) const;

    // Whether the lexicon knows the stem for a word, wherever it was learned.
    bool is_korean(const std::string& stem) const;

    // Of a field of the text: whether it is a word of an author's name.
    bool is_author(const std::string& word) const;

    // Documents, up to a hundred, where the two stand side by side.
    double side_by_side(const std::string& first, const std::string& second) const;

    // The documents with every word of the text, or with all as words of names where the field is
    // any.
    Xapian::Query papers(const std::string& text) const;

  private:
    double frequency(std::string_view prefix, std::string_view term) const;

    Field field_;
    const FieldRow& row_;
    const Xapian::Database& database_;
    Analyzer& analyzer_;
};

}  // namespace nonmun
