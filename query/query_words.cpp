#include "query/query_words.hpp"

#include <algorithm>

#include "common/schema.hpp"

namespace nonmun {
namespace {

void add_token(QueryWord& word, const Token& token, const std::string& term, std::size_t stem_end) {
    switch (token.kind) {
        case TokenKind::word:
            word.exact.push_back(term);
            break;
        case TokenKind::stem:
        case TokenKind::part:
            if (token.compound) {
                word.compound.push_back(term);
            } else {
                word.stems.push_back(term);
                word.hangul.push_back(token.kind == TokenKind::part);
            }
            break;
        case TokenKind::bigram:
            word.bigrams.push_back(term);
            if (token.end <= stem_end) word.stem_bigrams = word.bigrams.size();
            break;
    }
}

}  // namespace

std::vector<QueryWord> query_words(const std::string& text, Analyzer& analyzer) {
    const Tokens tokens = analyzer.analyze(text);
    std::vector<QueryWord> words;
    std::uint32_t run = 0, begin = 0, end = 0;
    for (const Token& token : tokens.list) {
        if (words.empty() || token.run != run) {
            words.emplace_back();
            run = token.run;
            begin = token.begin;
            end = token.end;
        }
        add_token(words.back(), token, std::string(tokens.term(token)), end);
        if (token.kind != TokenKind::bigram) end = std::max(end, token.end);
        words.back().written = text.substr(begin, end - begin);
    }
    return words;
}

std::string term_in_field(const QueryWord& word, std::size_t i, const FieldRow& field) {
    return prefixed(word.hangul[i] ? field.prefix : field.stem_prefix, word.stems[i]);
}

std::string general_term(const QueryWord& word, std::size_t i) {
    return term_in_field(word, i, row_of(Field::any));
}

std::vector<std::string> joined_forms(const QueryWord& word) {
    std::vector<std::string> forms;
    if (word.hangul.empty() || word.hangul.front()) return forms;
    for (const std::string& joined : word.compound)
        forms.push_back(prefixed(row_of(Field::any).stem_prefix, joined));
    return forms;
}

}  // namespace nonmun
