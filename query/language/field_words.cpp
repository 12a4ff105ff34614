// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/field_words.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "common/author_name.hpp"
#include "common/schema.hpp"
#include "query/index/token_places.hpp"
#include "query/index/value_condition.hpp"

namespace nonmun {
namespace {

// The minimum number of different forms of a stem; a single one may be a typing error.
constexpr std::uint32_t min_forms = 2;

}  // namespace

double FieldWords::frequency(std::string_view prefix, std::string_view term) const {
    return database_.get_termfreq(prefixed(prefix, term));
}

double FieldWords::of_latin(const std::string& word) const {
    const double count = frequency(row_.prefix, word);
    if (field_ == Field::author) return count;
    return std::max(count, frequency(row_.stem_prefix, english_stem(word)));
}

double FieldWords::of_hangul(const std::string& text) const {
    if (field_ == Field::author) return frequency(row_.prefix, text);
    const Tokens tokens = analyzer_.analyze(text);
    double least = 0;
    bool first = true;
    for (const Token& token : tokens.list) {
        if (token.kind != TokenKind::part || token.compound) continue;
        const double count = frequency(row_.prefix, tokens.term(token));
        least = first ? count : std::min(least, count);
        first = false;
    }
    return least;
}

bool FieldWords::is_korean(const std::string& stem) const {
    const Lexicon& lexicon = analyzer_.lexicon();
    return field_ != Field::author &&
           (lexicon.is_noun(stem) || lexicon.stem_count(stem) >= min_forms);
}

bool FieldWords::is_author(const std::string& word) const {
    return field_ == Field::any && frequency(row_of(Field::author).prefix, word) > 0;
}

double FieldWords::side_by_side(const std::string& first, const std::string& second) const {
    const std::string terms[] = {prefixed(row_of(Field::any).stem_prefix, english_stem(first)),
                                 prefixed(row_of(Field::any).stem_prefix, english_stem(second))};
    const std::vector<PhraseToken> tokens = {{sequence_token(terms[0], first), false},
                                             {sequence_token(terms[1], second), false}};
    const SequencePart part = part_of(field_);
    const Xapian::Query both(Xapian::Query::OP_AND, std::begin(terms), std::end(terms));
    Xapian::Enquire enquire(database_);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    bool cut = false;  // ignored: a hundred papers are enough
    enquire.set_query(with_value(
        database_, both, sequence_slot,
        [tokens, part](const std::string& sequence) { return has_phrase(sequence, tokens, part); },
        cut));
    return enquire.get_mset(0, 100).size();
}

Xapian::Query FieldWords::papers(const std::string& text) const {
    using Xapian::Query;
    std::vector<Query> words, names;
    for (const std::string& word : author_words(text)) names.emplace_back(author_word_term(word));
    Query of_authors(Query::OP_AND, names.begin(), names.end());
    if (field_ == Field::author) return of_authors;
    const Tokens tokens = analyzer_.analyze(text);
    for (const Token& token : tokens.list) {
        const bool counts = token.kind == TokenKind::part || token.kind == TokenKind::stem;
        if (!counts || token.compound) continue;
        const bool stem = token.kind == TokenKind::stem;
        words.emplace_back(prefixed(stem ? row_.stem_prefix : row_.prefix, tokens.term(token)));
    }
    const Query of_text(Query::OP_AND, words.begin(), words.end());
    return field_ == Field::any ? of_text | of_authors : of_text;
}

}  // namespace nonmun
