// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/query_words.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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

constexpr std::size_t min_part = 2 * syllable_bytes;
constexpr std::size_t max_compound = 16 * syllable_bytes;  // the time is quadratic in the length

std::string term_of_part(std::string_view part) {
    return prefixed(row_of(Field::any).prefix, part);
}

// A split of the beginning of a word.
struct Split {
    double score = -std::numeric_limits<double>::infinity();  // log probability of its parts
    std::vector<std::string> parts;
};

// Appends the parts of `piece` to `split`. False if the index lacks one of them.
bool append_parts(Split& split, const std::string& piece, Analyzer& analyzer,
                  const Xapian::Database& database) {
    const Tokens tokens = analyzer.analyze(piece);
    bool any = false;
    for (const Token& token : tokens.list) {
        if (token.kind != TokenKind::part || token.compound) continue;
        const std::string_view part = tokens.term(token);
        const double frequency = database.get_termfreq(term_of_part(part));
        if (frequency == 0) return false;
        split.score += std::log(frequency / database.get_doccount());
        split.parts.emplace_back(part);
        any = true;
    }
    return any;
}

// The parts of the best split of a word; empty if there is none.
std::vector<std::string> best_split(const std::string& word, Analyzer& analyzer,
                                    const Xapian::Database& database) {
    std::vector<Split> best(word.size() + 1);  // by the end of what is split
    best[0].score = 0;
    for (std::size_t begin = 0; begin < word.size(); begin += syllable_bytes) {
        if (best[begin].parts.empty() && begin > 0) continue;
        for (std::size_t end = begin + min_part; end <= word.size(); end += syllable_bytes) {
            if (end - begin == word.size()) continue;
            Split split = best[begin];
            const std::string piece = word.substr(begin, end - begin);
            if (append_parts(split, piece, analyzer, database) && split.score > best[end].score)
                best[end] = std::move(split);
        }
    }
    return best.back().parts;
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

void split_unknown(std::vector<QueryWord>& words, Analyzer& analyzer,
                   const Xapian::Database& database) {
    for (QueryWord& word : words) {
        std::vector<QueryStem> stems;
        for (const QueryStem& stem : word.stems) {
            std::vector<std::string> parts;
            if (stem.hangul && stem.text.size() >= 2 * min_part &&
                stem.text.size() <= max_compound && !database.term_exists(term_of_part(stem.text)))
                parts = best_split(stem.text, analyzer, database);
            if (parts.empty()) parts.push_back(stem.text);
            for (std::string& part : parts)
                stems.push_back({std::move(part), stem.hangul, stem.form});
        }
        word.stems = std::move(stems);
    }
}

}  // namespace nonmun
