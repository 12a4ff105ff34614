#include "indexer/document_builder.hpp"

#include <algorithm>
#include <limits>

#include "common/author_name.hpp"
#include "common/fields.hpp"
#include "common/paper_json.hpp"
#include "common/schema.hpp"
#include "common/title.hpp"

namespace nonmun {

namespace {

constexpr unsigned title_weight = 2;
// A Korean word that is said again says little more: measured on the Korean sets, issue of ranking (docs/ranking.md).
constexpr unsigned most_hangul_wdf = 1;
// Positions between two summary items, so that no phrase reaches from one into the next.
constexpr Xapian::termpos item_gap = 16;
// Positions between two authors.
constexpr Xapian::termpos author_gap = 16;

std::string with_prefix(std::string_view prefix, std::string_view term) {
    std::string whole(prefix);
    return whole += term;
}

bool has_position(const Token& token) { return token.kind == TokenKind::word || token.kind == TokenKind::part; }

void add_authors(Xapian::Document& document, const std::vector<std::string>& authors) {
    Xapian::termpos position = 1;
    for (const std::string& name : authors) {
        const std::string key = author_key(name);
        if (!key.empty()) document.add_boolean_term(with_prefix(author_prefix, key.substr(0, 200)));
        for (const std::string& word : author_words(name)) {
            document.add_posting(with_prefix(row_of(Field::author).prefix, word.substr(0, 200)), position++, 0);
        }
        position += author_gap;
    }
}

void add_values(Xapian::Document& document, const Paper& paper) {
    if (paper.date) document.add_value(date_slot, date_value(*paper.date));
    if (paper.votes) document.add_value(votes_slot, Xapian::sortable_serialise(static_cast<double>(*paper.votes)));
    document.add_value(vote_level_slot, Xapian::sortable_serialise(vote_level(paper.votes)));
}

}  // namespace

Xapian::Document DocumentBuilder::build(const Paper& paper) {
    Xapian::Document document;
    ranking_.clear();
    ranking_text_.clear();
    add_title(document, readable_title(paper.title));
    add_summary(document, paper.summary);
    add_ranking_terms(document);
    add_authors(document, paper.authors);
    add_values(document, paper);
    document.add_boolean_term(with_prefix(id_prefix, paper.id));
    document.set_data(to_line(paper));
    return document;
}

void DocumentBuilder::add_title(Xapian::Document& document, const std::string& title) {
    const FieldRow& field = row_of(Field::title);
    analyzer_.analyze(title, tokens_);
    for (const Token& token : tokens_.list) {
        if (has_position(token)) {
            document.add_posting(with_prefix(field.prefix, tokens_.term(token)), token.position + 1, 0);
        } else if (token.kind == TokenKind::stem) {
            document.add_term(with_prefix(field.stem_prefix, tokens_.term(token)), 0);
        }
    }
    collect(title_weight, true);
}

void DocumentBuilder::add_summary(Xapian::Document& document, const std::vector<SummaryItem>& summary) {
    Xapian::termpos position = 1;
    for (const SummaryItem& item : summary) {
        analyzer_.analyze(item.text, tokens_);
        for (const Token& token : tokens_.list) {
            if (!has_position(token)) continue;
            document.add_posting(with_prefix(row_of(Field::summary).prefix, tokens_.term(token)), position + token.position, 0);
        }
        position += tokens_.positions + item_gap;
        collect(1, false);
        if (item.section) {
            const std::string label = keyword_term(*item.section);
            if (!label.empty()) document.add_boolean_term(with_prefix(row_of(Field::section).prefix, label));
        }
    }
}

// Puts the ranking terms of tokens_ aside, with their prefix.
void DocumentBuilder::collect(unsigned weight, bool title) {
    for (const Token& token : tokens_.list) {
        if (token.kind == TokenKind::word) continue;
        const std::string_view prefix = token.kind == TokenKind::stem     ? row_of(Field::any).stem_prefix
                                        : token.kind == TokenKind::bigram ? bigram_prefix
                                                                          : row_of(Field::any).prefix;
        const auto begin = static_cast<std::uint32_t>(ranking_text_.size());
        ranking_text_.append(prefix).append(tokens_.term(token));
        ranking_.push_back({begin, static_cast<std::uint32_t>(ranking_text_.size() - begin), weight,
                            token.kind != TokenKind::stem, title});
    }
}

// One posting a distinct term, with the sum of its weights.
void DocumentBuilder::add_ranking_terms(Xapian::Document& document) {
    const std::string_view text = ranking_text_;
    const auto term_of = [&](const RankingTerm& term) { return text.substr(term.begin, term.size); };
    std::sort(ranking_.begin(), ranking_.end(),
              [&](const RankingTerm& a, const RankingTerm& b) { return term_of(a) < term_of(b); });
    for (std::size_t i = 0; i < ranking_.size();) {
        const std::string_view term = term_of(ranking_[i]);
        unsigned wdf = 0;
        bool title_only = true;
        const bool capped = ranking_[i].capped;
        for (; i < ranking_.size() && term_of(ranking_[i]) == term; ++i) {
            wdf += ranking_[i].weight;
            title_only = title_only && ranking_[i].title;
        }
        document.add_term(std::string(term), capped ? std::min(wdf, most_hangul_wdf) : wdf);
        if (title_only && !term.starts_with(bigram_prefix)) document.add_boolean_term(with_prefix(title_only_prefix, term));
    }
}

std::string source_term(const std::string& source_key) { return with_prefix(source_prefix, source_key); }

}  // namespace nonmun
