// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/similarity_model.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "common/author_name.hpp"
#include "common/date.hpp"
#include "common/fields.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"
#include "query/index/token_places.hpp"

namespace nonmun {
namespace {

// Whether it is a stem (Z…) or a Hangul part (no prefix, no Latin letter). Bigrams repeat the parts
// and exact words repeat the stems.
bool is_content(std::string_view term) {
    return term.starts_with(row_of(Field::any).stem_prefix) ||
           static_cast<unsigned char>(term.front()) >= 0x80;
}

double weight_of(Xapian::termcount wdf, double idf) {
    return (1 + std::log(static_cast<double>(wdf))) * idf;
}

std::vector<TermWeight> unit_vector(const std::map<std::uint32_t, float>& weights) {
    std::vector<TermWeight> vector;
    double squares = 0;
    for (const auto& [term, weight] : weights) {
        vector.push_back({term, weight});
        squares += static_cast<double>(weight) * weight;
    }
    const auto length = static_cast<float>(std::sqrt(squares));
    for (TermWeight& entry : vector) entry.weight /= length > 0 ? length : 1;
    return vector;
}

// The token sequences of all papers.
std::vector<std::string> sequences_of(const Xapian::Database& database,
                                      const std::vector<Xapian::docid>& documents) {
    std::vector<std::string> sequences(documents.size());
    auto value = database.valuestream_begin(sequence_slot);
    const auto end = database.valuestream_end(sequence_slot);
    for (std::size_t i = 0; i < documents.size() && value != end; ++i) {
        if (value.get_docid() < documents[i]) value.skip_to(documents[i]);
        if (value != end && value.get_docid() == documents[i]) sequences[i] = *value;
    }
    return sequences;
}

// How often a term counts in a paper with this token sequence, given its wdf. A joined form counts
// only if it occurs by itself, because its parts count already. A part's wdf is limited for
// ranking; here every occurrence counts.
Xapian::termcount occurrences(std::string_view term, Xapian::termcount wdf,
                              std::string_view sequence) {
    const SequenceToken token = sequence_token(term, {});
    const bool is_stem = term.starts_with(row_of(Field::any).stem_prefix);
    if (is_stem) return has_term(sequence, token, SequencePart::any) ? wdf : 0;
    return wdf < most_part_wdf ? wdf : std::max(wdf, count_of(sequence, token));
}

}  // namespace

SimilarityModel::SimilarityModel(const Xapian::Database& database,
                                 const std::function<void()>& pulse) {
    documents_.assign(database.postlist_begin(""), database.postlist_end(""));
    read_postings(database, pulse);
    scale_to_length_1();
    by_paper_ = transposed<TermWeight>(
        by_term_, size(), [](const Posting& posting) { return posting.paper; },
        [](std::uint32_t term, const Posting& posting) {
            return TermWeight{term, posting.weight};
        });
    pulse();
    topics_ = Topics(by_paper_, terms_.size());
    read_authors(database);
    read_values(database);
}

std::uint32_t SimilarityModel::paper(Xapian::docid document) const {
    const auto found = std::lower_bound(documents_.begin(), documents_.end(), document);
    return static_cast<std::uint32_t>(found - documents_.begin());
}

// As paper(), for a document at or after documents_[first]. Document numbers are dense except for
// removed ones, so the paper is at most as many places ahead as the document.
std::uint32_t SimilarityModel::paper_from(std::uint32_t first, Xapian::docid document) const {
    const std::size_t apart = document - documents_[first];
    const std::size_t last = std::min(first + apart, size() - 1);
    if (documents_[last] == document) return static_cast<std::uint32_t>(last);
    const auto begin = documents_.begin();
    const auto found =
        std::lower_bound(begin + first, begin + static_cast<std::ptrdiff_t>(last), document);
    return static_cast<std::uint32_t>(found - begin);
}

void SimilarityModel::read_postings(const Xapian::Database& database,
                                    const std::function<void()>& pulse) {
    const double documents = static_cast<double>(size());
    const std::vector<std::string> sequences = sequences_of(database, documents_);
    by_term_.begins.push_back(0);
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
        const std::string name = *term;
        pulse();
        if (term.get_termfreq() < 2 || !is_content(name)) continue;
        const std::size_t begin = by_term_.entries.size();
        std::uint32_t paper = 0;
        for (auto posting = database.postlist_begin(name); posting != database.postlist_end(name);
             ++posting) {
            paper = paper_from(paper, *posting);
            const auto count = occurrences(name, posting.get_wdf(), sequences[paper]);
            if (count > 0) by_term_.entries.push_back({paper, static_cast<float>(count)});
        }
        const std::size_t frequency = by_term_.entries.size() - begin;
        if (frequency < 2) {
            by_term_.entries.resize(begin);
            continue;
        }
        const double idf = std::log((1 + documents) / (1 + static_cast<double>(frequency)));
        for (std::size_t i = begin; i < by_term_.entries.size(); ++i) {
            float& weight = by_term_.entries[i].weight;
            weight = static_cast<float>(weight_of(static_cast<Xapian::termcount>(weight), idf));
        }
        by_term_.begins.push_back(by_term_.entries.size());
        terms_.push_back(name);
        idf_.push_back(static_cast<float>(idf));
    }
    for (std::uint32_t i = 0; i < terms_.size(); ++i) term_numbers_.emplace(terms_[i], i);
}

void SimilarityModel::scale_to_length_1() {
    std::vector<double> squares(size());
    for (const Posting& posting : by_term_.entries) {
        squares[posting.paper] += static_cast<double>(posting.weight) * posting.weight;
    }
    for (Posting& posting : by_term_.entries) {
        const auto length = static_cast<float>(std::sqrt(squares[posting.paper]));
        posting.weight /= length > 0 ? length : 1;
    }
}

void SimilarityModel::read_authors(const Xapian::Database& database) {
    const std::string prefix(author_prefix);
    papers_of_author_.begins.push_back(0);
    for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix);
         ++term) {
        author_numbers_.emplace(*term, static_cast<std::uint32_t>(papers_of_author_.size()));
        for (auto posting = database.postlist_begin(*term); posting != database.postlist_end(*term);
             ++posting) {
            papers_of_author_.entries.push_back(paper(*posting));
        }
        papers_of_author_.begins.push_back(papers_of_author_.entries.size());
    }
    authors_ = transposed<std::uint32_t>(
        papers_of_author_, size(), [](std::uint32_t paper) { return paper; },
        [](std::uint32_t author, std::uint32_t) { return author; });
}

void SimilarityModel::read_values(const Xapian::Database& database) {
    days_.resize(size());
    for (auto value = database.valuestream_begin(date_slot);
         value != database.valuestream_end(date_slot); ++value) {
        if (const auto date = date_of_value(*value))
            days_[paper(value.get_docid())] = days_since_epoch(*date);
    }
    vote_levels_.resize(size());
    for (auto value = database.valuestream_begin(vote_level_slot);
         value != database.valuestream_end(vote_level_slot); ++value) {
        vote_levels_[paper(value.get_docid())] =
            static_cast<float>(Xapian::sortable_unserialise(*value));
    }
}

std::optional<std::uint32_t> SimilarityModel::author(const std::string& key) const {
    const auto found = author_numbers_.find(author_key_term(key));
    return found == author_numbers_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<TermWeight> SimilarityModel::vector_of_text(const std::string& text,
                                                        Analyzer& analyzer) const {
    const std::string clean = clean_text(text);
    const Tokens tokens = analyzer.analyze(clean);
    const FieldRow& general = row_of(Field::any);
    std::map<std::uint32_t, Xapian::termcount> counts;
    std::map<std::uint32_t, float> weights;
    for (const Token& token : tokens.list) {
        const bool content = token.kind == TokenKind::stem || token.kind == TokenKind::part;
        if (!content || token.compound) continue;
        std::string term(token.kind == TokenKind::stem ? general.stem_prefix : general.prefix);
        const auto known = term_numbers_.find(term += tokens.term(token));
        if (known != term_numbers_.end()) ++counts[known->second];
    }
    for (const auto& [term, count] : counts)
        weights[term] = static_cast<float>(weight_of(count, idf_[term]));
    return unit_vector(weights);
}

std::vector<TermWeight> SimilarityModel::centroid(std::span<const std::uint32_t> papers) const {
    std::map<std::uint32_t, float> sums;
    for (const std::uint32_t paper : papers) {
        for (const TermWeight& entry : vector(paper)) sums[entry.term] += entry.weight;
    }
    return unit_vector(sums);
}

void SimilarityModel::cosines(std::span<const TermWeight> vector,
                              std::vector<float>& cosines) const {
    cosines.assign(size(), 0.0F);
    for (const TermWeight& entry : vector) {
        for (const Posting& posting : by_term_.row(entry.term)) {
            cosines[posting.paper] += entry.weight * posting.weight;
        }
    }
}

std::vector<std::string> shared_names(const SimilarityModel& model,
                                      const std::vector<std::string>& names,
                                      std::span<const std::uint32_t> authors) {
    std::vector<std::string> shared;
    for (const std::string& name : names) {
        const auto author = model.author(author_key(name));
        if (author && std::binary_search(authors.begin(), authors.end(), *author))
            shared.push_back(name);
    }
    return shared;
}

}  // namespace nonmun
