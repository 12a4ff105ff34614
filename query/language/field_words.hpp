// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>

#include "common/analyzer/analyzer.hpp"
#include "common/fields.hpp"

namespace nonmun {

// Document frequencies of words in one text field; title and summary have those of the whole text.
// All references must outlive it.
class FieldWords {
  public:
    FieldWords(Field field, const Xapian::Database& database, Analyzer& analyzer)
        : field_(field), row_(row_of(field)), database_(database), analyzer_(analyzer) {}

    Field field() const { return field_; }
    const Xapian::Database& database() const { return database_; }
    std::string_view prefix() const { return row_.prefix; }

    // The number of papers with a folded Latin word or its stem.
    double of_latin(const std::string& word) const;

    // The number of papers with the rarest part of the Hangul words of a text; 0 without any.
    double of_hangul(const std::string& text) const;

    // Whether the stem is a word of the lexicon.
    bool is_korean(const std::string& stem) const;

    // Whether the field is Field::any and the word occurs in the name of an author.
    bool is_author(const std::string& word) const;

    // The number of papers, up to a hundred, where the two words are adjacent.
    double side_by_side(const std::string& first, const std::string& second) const;

    // The papers with every word of the text; in Field::any, or with all of them in author names.
    Xapian::Query papers(const std::string& text) const;

  private:
    double frequency(std::string_view prefix, std::string_view term) const;

    Field field_;
    const FieldRow& row_;
    const Xapian::Database& database_;
    Analyzer& analyzer_;
};

}  // namespace nonmun
