// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

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

// The words, quoted phrases and parentheses of a query, with the sign and the field before them,
// and then one Lexeme of Kind::end. Skips empty phrases and words of signs only.
std::vector<Lexeme> lexemes_of(const std::string& query);

}  // namespace nonmun
