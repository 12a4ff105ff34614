// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/query_words.hpp"

#include <algorithm>

#include "common/schema.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

void add_token(QueryWord& word, const Token& token, const std::string& term, std::string& form) {
    switch (token.kind) {
        case TokenKind::word:
            word.exact.push_back(term);
            form = term;
            break;
        case TokenKind::form:
            form = term;
            break;
        case TokenKind::stem:
        case TokenKind::part:
            if (token.compound) {
                word.compound.push_back(term);
            } else {
                word.stems.push_back(term);
                word.hangul.push_back(token.kind == TokenKind::part);
                word.forms.push_back(form);
            }
            break;
        case TokenKind::bigram:
            word.bigrams.push_back(term);
            break;
    }
}

// All bigrams of a Hangul stem, known to the lexicon or not: they may stand in what it does not
// know.
void add_bigrams(QueryWord& word) {
    std::string stem;
    for (std::size_t i = 0; i < word.stems.size(); ++i) {
        if (!word.hangul[i]) return;
        stem += word.stems[i];
    }
    word.bigrams.clear();
    constexpr std::size_t bigram_bytes = 2 * syllable_bytes;
    for (std::size_t at = 0; at + bigram_bytes <= stem.size(); at += syllable_bytes)
        word.bigrams.push_back(stem.substr(at, bigram_bytes));
}

}  // namespace

std::vector<QueryWord> query_words(const std::string& text, Analyzer& analyzer) {
    const Tokens tokens = analyzer.analyze(text);
    std::vector<QueryWord> words;
    std::uint32_t run = 0, begin = 0, end = 0;
    std::string form;
    for (const Token& token : tokens.list) {
        if (words.empty() || token.run != run) {
            words.emplace_back();
            run = token.run;
            begin = token.begin;
            end = token.kind == TokenKind::form ? token.begin : token.end;
        }
        add_token(words.back(), token, std::string(tokens.term(token)), form);
        if (token.kind != TokenKind::bigram && token.kind != TokenKind::form)
            end = std::max(end, token.end);
        words.back().written = text.substr(begin, end - begin);
    }
    for (QueryWord& word : words) {
        if (!word.hangul.empty() && word.hangul.front()) add_bigrams(word);
    }
    return words;
}

std::string term_in_field(const QueryWord& word, std::size_t i, const FieldRow& field) {
    return prefixed(word.hangul[i] ? field.prefix : field.stem_prefix, word.stems[i]);
}

std::string general_term(const QueryWord& word, std::size_t i) {
    return term_in_field(word, i, row_of(Field::any));
}

SequenceToken token_of(const QueryWord& word, std::size_t i) {
    return sequence_token(general_term(word, i), word.forms[i]);
}

std::vector<std::string> joined_forms(const QueryWord& word) {
    std::vector<std::string> forms;
    if (word.hangul.empty() || word.hangul.front()) return forms;
    for (const std::string& joined : word.compound)
        forms.push_back(prefixed(row_of(Field::any).stem_prefix, joined));
    return forms;
}

}  // namespace nonmun
