// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "common/unicode.hpp"

namespace nonmun {

// A piece of a query's text.
struct Lexeme {
    enum class Kind { open, close, quoted, word, end } kind = Kind::end;
    std::string text;       // of a word or between the quotes
    std::string sign;       // "+", "-" or ""
    std::string field;      // before the colon, or ""
    std::size_t begin = 0;  // where the text stands, in bytes
    std::size_t end = 0;
};

// Cuts the text into words, quoted phrases and parentheses, with the sign and the field that stand
// directly before. With `flat`, parentheses are blanks. An empty phrase and a word of signs alone
// are passed over.
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
