// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/document_builder.hpp"

#include <algorithm>
#include <limits>

#include "common/author_name.hpp"
#include "common/checksum.hpp"
#include "common/fields.hpp"
#include "common/paper_record.hpp"
#include "common/schema.hpp"
#include "common/title.hpp"
#include "common/token_sequence.hpp"

namespace nonmun {

namespace {

// The prefix of a general term.
std::string_view prefix_of(const Token& token) {
    if (token.kind == TokenKind::bigram) return bigram_prefix;
    const FieldRow& general = row_of(Field::any);
    return token.kind == TokenKind::stem ? general.stem_prefix : general.prefix;
}

// The wdf of a term with this sum of weights. Words and forms are filters and do not rank.
unsigned cap(TokenKind kind, unsigned wdf) {
    if (kind == TokenKind::stem) return wdf;
    if (kind == TokenKind::part) return std::min(wdf, most_part_wdf);
    return kind == TokenKind::bigram ? 1 : 0;
}

void add_authors(Xapian::Document& document, const std::vector<std::string>& authors) {
    for (const std::string& name : authors) {
        const std::string key = author_key(name);
        if (!key.empty()) document.add_boolean_term(author_key_term(key));
        for (const std::string& word : author_words(name))
            document.add_term(author_word_term(word), 0);
    }
}

}  // namespace

Xapian::Document DocumentBuilder::build(const SourcedPaper& sourced, double vote_level) {
    const Paper paper = paper_from_record(sourced.record);
    Xapian::Document document;
    ranking_.clear();
    ranking_text_.clear();
    sequence_.clear();
    words_within_.clear();
    latin_over_hangul_ = 0;
    analyzer_.analyze(readable_title(paper.title), tokens_);
    collect(true);
    add_summary(document, paper.summary);
    add_general_terms(document);
    add_authors(document, paper.authors);
    for (const auto& [slot, value] : paper_values(paper)) document.add_value(slot, value);
    add_words_within();
    document.add_value(sequence_slot, sequence_);
    document.add_boolean_term(prefixed(id_prefix, paper.id));
    if (latin_over_hangul_ > 0) document.add_boolean_term(std::string(english_term));
    document.add_value(record_slot, sourced.record);
    document.add_value(checksum_slot, checksum(sourced.record + sequence_));
    document.add_value(vote_level_slot, Xapian::sortable_serialise(vote_level));
    for (const std::string& source : sourced.sources)
        document.add_boolean_term(prefixed(source_prefix, source));
    if (sourced.sources.empty()) document.add_boolean_term(std::string(orphan_term));
    return document;
}

void DocumentBuilder::add_summary(Xapian::Document& document,
                                  const std::vector<SummaryItem>& summary) {
    for (const SummaryItem& item : summary) {
        analyzer_.analyze(item.text, tokens_);
        collect(false);
        if (!item.section) continue;
        const std::string label = keyword_term(*item.section);
        if (!label.empty())
            document.add_boolean_term(prefixed(row_of(Field::section).prefix, label));
    }
}

// Collects the terms of tokens_, with their prefix.
void DocumentBuilder::collect(bool title) {
    std::uint32_t hangul_run = std::numeric_limits<std::uint32_t>::max();
    for (const Token& token : tokens_.list) {
        // The parts of 강화학습 already stand for the compound.
        if (token.kind == TokenKind::part && token.compound) continue;
        if (token.kind == TokenKind::form) continue;
        if (token.kind == TokenKind::stem && !token.compound) ++latin_over_hangul_;
        if (token.kind == TokenKind::part && token.run != hangul_run) {
            --latin_over_hangul_;
            hangul_run = token.run;
        }
        const auto begin = static_cast<std::uint32_t>(ranking_text_.size());
        ranking_text_.append(prefix_of(token)).append(tokens_.term(token));
        ranking_.push_back(
            {begin, static_cast<std::uint32_t>(ranking_text_.size() - begin), token.kind, title});
    }
    append_to_sequence();
}

void DocumentBuilder::append_to_sequence() {
    std::string_view form;
    std::string term;
    for (const Token& token : tokens_.list) {
        if (token.kind == TokenKind::word || token.kind == TokenKind::form)
            form = tokens_.term(token);
        if (token.kind == TokenKind::bigram)
            words_within_.push_back(sequence_token(tokens_.term(token), {}));
        if (token.compound || (token.kind != TokenKind::stem && token.kind != TokenKind::part))
            continue;
        term.assign(prefix_of(token)).append(tokens_.term(token));
        append_token(sequence_, sequence_token(term, form));
    }
    append_token(sequence_, sequence_gap);
}

// Adds each pair of syllables once.
void DocumentBuilder::add_words_within() {
    std::sort(words_within_.begin(), words_within_.end());
    words_within_.erase(std::unique(words_within_.begin(), words_within_.end()),
                        words_within_.end());
    if (!words_within_.empty()) append_token(sequence_, words_within);
    for (const SequenceToken token : words_within_) append_token(sequence_, token);
}

// Adds each distinct term once, with the sum of its weights.
void DocumentBuilder::add_general_terms(Xapian::Document& document) {
    const std::string_view text = ranking_text_;
    const auto term_of = [&](const RankingTerm& term) {
        return text.substr(term.begin, term.size);
    };
    std::stable_sort(
        ranking_.begin(), ranking_.end(),
        [&](const RankingTerm& a, const RankingTerm& b) { return term_of(a) < term_of(b); });
    for (std::size_t i = 0; i < ranking_.size();) {
        const std::string term(term_of(ranking_[i]));
        const TokenKind kind = ranking_[i].kind;
        unsigned wdf = 0;
        for (; i < ranking_.size() && term_of(ranking_[i]) == term; ++i)
            wdf += ranking_[i].title ? title_weight : 1;
        document.add_term(term, cap(kind, wdf));
    }
}

}  // namespace nonmun
