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
                word.stems.push_back({term, token.kind == TokenKind::part, form});
            }
            break;
        case TokenKind::bigram:
            word.bigrams.push_back(term);
            break;
    }
}

// Sets the bigrams of a Hangul word to all of them, including those in words of the lexicon: the
// whole word may occur inside a longer word that the lexicon lacks.
void set_bigrams(QueryWord& word) {
    std::string whole;
    for (const QueryStem& stem : word.stems) {
        if (!stem.hangul) return;
        whole += stem.text;
    }
    word.bigrams.clear();
    constexpr std::size_t bigram_bytes = 2 * syllable_bytes;
    for (std::size_t at = 0; at + bigram_bytes <= whole.size(); at += syllable_bytes)
        word.bigrams.push_back(whole.substr(at, bigram_bytes));
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
        if (word.hangul()) set_bigrams(word);
    }
    return words;
}

std::string term_of(const QueryStem& stem, Field field) {
    const FieldRow& row = row_of(field);
    return prefixed(stem.hangul ? row.prefix : row.stem_prefix, stem.text);
}

SequenceToken token_of(const QueryStem& stem) {
    return sequence_token(term_of(stem), stem.form);
}

std::vector<std::string> joined_forms(const QueryWord& word) {
    std::vector<std::string> forms;
    if (word.stems.empty() || word.hangul()) return forms;
    for (const std::string& joined : word.compound)
        forms.push_back(prefixed(row_of(Field::any).stem_prefix, joined));
    return forms;
}

}  // namespace nonmun
