#include "indexer/document_builder.hpp"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "common/author_name.hpp"
#include "common/fields.hpp"
#include "common/paper_json.hpp"
#include "common/schema.hpp"
#include "common/title.hpp"

namespace nonmun {

namespace {

constexpr unsigned title_weight = 2;
// A Korean word that is said again says little more; measured on the Korean sets (docs/ranking.md).
constexpr unsigned most_part_wdf = 3;
// Positions between the title and the summary items, so that no phrase reaches from one into the
// next.
constexpr Xapian::termpos item_gap = 16;
// Positions between two authors.
constexpr Xapian::termpos author_gap = 16;

// The prefix of a general term.
std::string_view prefix_of(const Token& token) {
    const FieldRow& general = row_of(Field::any);
    switch (token.kind) {
        case TokenKind::word:
            return general.prefix;
        case TokenKind::stem:
            return general.stem_prefix;
        case TokenKind::part:
            return general.prefix;
        case TokenKind::bigram:
            return bigram_prefix;
    }
    return general.prefix;
}

unsigned cap(TokenKind kind, unsigned wdf) {
    switch (kind) {
        case TokenKind::word:
            return 0;
        case TokenKind::stem:
            return wdf;
        case TokenKind::part:
            return std::min(wdf, most_part_wdf);
        case TokenKind::bigram:
            return 1;
    }
    return wdf;
}

void add_authors(Xapian::Document& document, const std::vector<std::string>& authors) {
    Xapian::termpos position = 1;
    for (const std::string& name : authors) {
        const std::string key = author_key(name);
        if (!key.empty()) document.add_boolean_term(prefixed(author_prefix, key.substr(0, 200)));
        for (const std::string& word : author_words(name)) {
            document.add_posting(prefixed(row_of(Field::author).prefix, word.substr(0, 200)),
                                 position++, 0);
        }
        position += author_gap;
    }
}

// The labels of the summary, one spelling for each section.
std::vector<std::string> section_labels(const Paper& paper) {
    std::vector<std::string> labels;
    std::unordered_set<std::string> seen;
    for (const SummaryItem& item : paper.summary) {
        if (!item.section) continue;
        const std::string term = keyword_term(*item.section);
        if (!term.empty() && seen.insert(term).second) labels.push_back(*item.section);
    }
    return labels;
}

void add_values(Xapian::Document& document, const Paper& paper) {
    if (paper.date) {
        document.add_value(date_slot, date_value(*paper.date));
        const double growth = recency_growth(days_since_epoch(*paper.date));
        document.add_value(recency_slot, Xapian::sortable_serialise(growth));
    }
    if (paper.votes)
        document.add_value(votes_slot,
                           Xapian::sortable_serialise(static_cast<double>(*paper.votes)));
    document.add_value(authors_slot, list_value(paper.authors));
    document.add_value(sections_slot, list_value(section_labels(paper)));
}

}  // namespace

Xapian::Document DocumentBuilder::build(const Paper& paper) {
    Xapian::Document document;
    ranking_.clear();
    ranking_text_.clear();
    latin_over_hangul_ = 0;
    position_ = 1;
    add_title(document, readable_title(paper.title));
    add_summary(document, paper.summary);
    add_general_terms(document);
    add_authors(document, paper.authors);
    add_values(document, paper);
    document.add_boolean_term(prefixed(id_prefix, paper.id));
    if (latin_over_hangul_ > 0) document.add_boolean_term(std::string(english_term));
    document.set_data(to_line(paper));
    return document;
}

void DocumentBuilder::add_title(Xapian::Document& document, const std::string& title) {
    const FieldRow& field = row_of(Field::title);
    analyzer_.analyze(title, tokens_);
    for (const Token& token : tokens_.list) {
        const std::string_view term = tokens_.term(token);
        if (token.kind == TokenKind::word) document.add_term(prefixed(field.prefix, term), 0);
        if (token.kind == TokenKind::stem)
            document.add_posting(prefixed(field.stem_prefix, term), token.position + 1, 0);
        if (token.kind == TokenKind::part)
            document.add_posting(prefixed(field.prefix, term), token.position + 1, 0);
    }
    collect(true);
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

// Puts the terms of tokens_ aside, with their prefix and position, and moves on behind them.
void DocumentBuilder::collect(bool title) {
    std::uint32_t hangul_run = std::numeric_limits<std::uint32_t>::max();
    for (const Token& token : tokens_.list) {
        // What 강화학습 says, its parts side by side say too.
        if (token.kind == TokenKind::part && token.compound) continue;
        if (token.kind == TokenKind::stem && !token.compound) ++latin_over_hangul_;
        if (token.kind == TokenKind::part && token.run != hangul_run) {
            --latin_over_hangul_;
            hangul_run = token.run;
        }
        const auto begin = static_cast<std::uint32_t>(ranking_text_.size());
        ranking_text_.append(prefix_of(token)).append(tokens_.term(token));
        ranking_.push_back({begin, static_cast<std::uint32_t>(ranking_text_.size() - begin),
                            token.kind, title, token.compound, position_ + token.position});
    }
    position_ += tokens_.positions + item_gap;
}

// One entry a distinct term, with the sum of its weights and all its positions.
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
        const bool has_position = kind == TokenKind::stem || kind == TokenKind::part;
        unsigned wdf = 0;
        bool title_only = true, joined_only = true;
        for (; i < ranking_.size() && term_of(ranking_[i]) == term; ++i) {
            wdf += ranking_[i].title ? title_weight : 1;
            title_only = title_only && ranking_[i].title;
            joined_only = joined_only && ranking_[i].joined;
            if (has_position && !ranking_[i].joined)
                document.add_posting(term, ranking_[i].position, 0);
        }
        const unsigned counted = cap(kind, wdf);
        document.add_term(term, counted);
        // Related papers are the better for knowing.
        if (kind == TokenKind::part && wdf > counted)
            document.add_term(prefixed(repeated_prefix, term), wdf - counted);
        if (title_only && kind != TokenKind::bigram)
            document.add_boolean_term(prefixed(title_only_prefix, term));
        if (joined_only && kind == TokenKind::stem)
            document.add_boolean_term(prefixed(joined_only_prefix, term));
    }
}

std::string source_term(const std::string& source_key) {
    return prefixed(source_prefix, source_key);
}

}  // namespace nonmun
