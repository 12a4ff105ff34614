// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "common/unicode.hpp"

namespace nonmun {

// A token of the query language.
struct Lexeme {
    enum class Kind { open, close, quoted, word, end } kind = Kind::end;
    std::string text;       // of a word, or between the quotes
    std::string sign;       // "+", "-" or ""
    std::string field;      // before the colon, or ""
    std::size_t begin = 0;  // of the text, in bytes
    std::size_t end = 0;
};

// Splits a query into words, quoted phrases and parentheses, with the sign and the field before
// them. With `flat`, parentheses are blanks. Skips empty phrases and words of signs only.
class Lexer {
  public:
    Lexer(std::string text, bool flat);

    Lexeme next();

  private:
    Lexeme read();
    void drop_lone_quote();
    bool separates(std::size_t at) const;
    void read_sign(Lexeme& lexeme);
    void read_field(Lexeme& lexeme);
    void read_quoted(Lexeme& lexeme);
    void read_word(Lexeme& lexeme);
    std::size_t closed_in_word(std::size_t at) const;
    CodePoint peek() const { return code_point_at(text_, at_); }

    std::string text_;
    bool flat_;
    std::size_t at_ = 0;
};

}  // namespace nonmun
