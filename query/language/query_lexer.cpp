// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/query_lexer.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "common/fields.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

bool is_blank(char32_t c) {
    return u_isUWhiteSpace(static_cast<UChar32>(c)) || c < 0x20;
}

// Also typographic quotes, which copied text may have.
bool is_quote(char32_t c) {
    return c == '"' || c == 0x201C || c == 0x201D;
}

bool is_parenthesis(char32_t c) {
    return c == '(' || c == ')';
}

class Lexer {
  public:
    explicit Lexer(std::string text) : text_(std::move(text)) { drop_lone_quote(); }

    Lexeme read() {
        while (at_ < text_.size() && is_blank(peek().value)) at_ = peek().end;
        Lexeme lexeme;
        if (at_ >= text_.size()) return lexeme;
        read_sign(lexeme);
        read_field(lexeme);
        const CodePoint c = at_ < text_.size() ? peek() : CodePoint{' ', at_, at_};
        if (is_quote(c.value)) {
            read_quoted(lexeme);
        } else if (is_parenthesis(c.value)) {
            lexeme.kind = c.value == '(' ? Lexeme::Kind::open : Lexeme::Kind::close;
            at_ = c.end;
        } else {
            read_word(lexeme);
        }
        return lexeme;
    }

  private:
    // Replaces the last of an odd number of quotes, which is never closed, by a blank.
    void drop_lone_quote() {
        std::size_t count = 0;
        CodePoint last{};
        for (const CodePoint c : code_points(text_)) {
            if (!is_quote(c.value)) continue;
            last = c;
            ++count;
        }
        if (count % 2 == 1) std::fill_n(&text_[last.begin], last.end - last.begin, ' ');
    }

    // Ignores several signs in a row ("--x").
    void read_sign(Lexeme& lexeme) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
        if (at_ == begin + 1) lexeme.sign = text_[begin];
    }

    void read_field(Lexeme& lexeme) {
        std::size_t end = at_;
        while (end < text_.size() && (std::isalpha(static_cast<unsigned char>(text_[end])))) ++end;
        if (end == at_ || end >= text_.size() || text_[end] != ':') return;
        const std::string name = fold_case(std::string_view(text_).substr(at_, end - at_));
        const FieldRow* field = find_field(name);
        if (!field || end + 1 == text_.size() || text_[end + 1] == ')') return;
        if (is_blank(code_point_at(text_, end + 1).value)) return;
        if (field->kind == FieldKind::range && text_[end + 1] == '(') return;
        lexeme.field = name;
        at_ = end + 1;
    }

    // The text of a phrase; blanks become one space.
    void read_quoted(Lexeme& lexeme) {
        lexeme.kind = Lexeme::Kind::quoted;
        bool blank = false;
        lexeme.begin = peek().end;
        for (at_ = peek().end; !is_quote(peek().value); at_ = peek().end) {
            if (is_blank(peek().value)) {
                blank = !lexeme.text.empty();
                continue;
            }
            if (blank) lexeme.text += ' ';
            blank = false;
            append_utf8(lexeme.text, peek().value);
        }
        lexeme.end = at_;
        at_ = peek().end;
    }

    void read_word(Lexeme& lexeme) {
        const std::size_t begin = at_;
        while (at_ < text_.size()) {
            const CodePoint c = peek();
            if (is_blank(c.value) || is_quote(c.value)) break;
            at_ = c.end;
            if (!is_parenthesis(c.value)) continue;
            // "f(x)" is one word. A parenthesis that is not closed inside the word ends it.
            const std::size_t closed = c.value == '(' ? closed_in_word(c.end) : 0;
            at_ = closed > 0 ? closed : c.begin;
            if (closed == 0) break;
        }
        lexeme.kind = Lexeme::Kind::word;
        lexeme.text = text_.substr(begin, at_ - begin);
        lexeme.begin = begin;
        lexeme.end = at_;
    }

    // The end of the parenthesis that closes the one before `at`; 0 if there is a blank, quote or
    // parenthesis between.
    std::size_t closed_in_word(std::size_t at) const {
        while (at < text_.size()) {
            const CodePoint c = code_point_at(text_, at);
            if (c.value == ')') return c.end;
            if (c.value == '(' || is_blank(c.value) || is_quote(c.value)) return 0;
            at = c.end;
        }
        return 0;
    }

    CodePoint peek() const { return code_point_at(text_, at_); }

    std::string text_;
    std::size_t at_ = 0;
};

}  // namespace

std::vector<Lexeme> lexemes_of(const std::string& query) {
    Lexer lexer(query);
    std::vector<Lexeme> lexemes;
    do {
        Lexeme lexeme = lexer.read();
        const bool is_text =
            lexeme.kind == Lexeme::Kind::quoted || lexeme.kind == Lexeme::Kind::word;
        if (!is_text || !lexeme.text.empty()) lexemes.push_back(std::move(lexeme));
    } while (lexemes.empty() || lexemes.back().kind != Lexeme::Kind::end);
    return lexemes;
}

}  // namespace nonmun
