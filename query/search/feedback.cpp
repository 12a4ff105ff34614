// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/feedback.hpp"

#include <algorithm>
#include <cmath>

#include "common/analyzer/stop_words.hpp"
#include "common/fields.hpp"
#include "common/schema.hpp"

namespace nonmun {
namespace {

// Found on the English evaluation sets (docs/ranking.md): the wide ranges around them give nearly
// the same.
constexpr Xapian::doccount first_results = 8;
constexpr std::size_t least_words = 3;  // fewer name a thing, and are not in want of more
constexpr Xapian::doccount least_english = 5;
constexpr double least_score_share = 0.55;  // of the last of the first results, beside the best
constexpr Xapian::termcount added_terms = 20;
constexpr Xapian::doccount least_frequency = 5;
// Of the best term, beside ten query terms. The query's own weight grows with its terms; growing
// with their square root keeps what is added in proportion for questions of 5 words and of 50.
constexpr double feedback_weight = 0.8;
constexpr double feedback_weight_terms = 10;

bool is_english(const Xapian::Document& document) {
    auto term = document.termlist_begin();
    term.skip_to(std::string(english_term));
    return term != document.termlist_end() && *term == english_term;
}

// Lets stems through that say something: no number, no function word, none that few papers have.
// Terms without wdf must not get into an ESet at all: Bo1 gives them infinite weight.
class TellingStems : public Xapian::ExpandDecider {
  public:
    explicit TellingStems(const Xapian::Database& database) : database_(database) {}

    bool operator()(const std::string& term) const override {
        const std::string_view prefix = row_of(Field::any).stem_prefix;
        if (!term.starts_with(prefix)) return false;
        const std::string_view stem = std::string_view(term).substr(prefix.size());
        const bool letters = stem.size() >= 2 && (stem.front() < '0' || stem.front() > '9');
        return letters && !is_stop_stem(stem) && database_.get_termfreq(term) >= least_frequency;
    }

  private:
    const Xapian::Database& database_;
};

}  // namespace

Xapian::Query with_feedback(Xapian::Enquire& enquire, const Xapian::Database& database,
                            const BuiltQuery& built, SequenceCache& sequences,
                            std::vector<std::string>& words) {
    if (built.hangul || built.words < least_words) return built.query;
    enquire.set_query(built.query);
    std::vector<Match> first = rerank_by_nearness(enquire.get_mset(0, near_depth), built.nearness,
                                                  first_results, sequences);
    if (first.size() < first_results) return built.query;
    first.resize(first_results);
    if (first.back().score < least_score_share * first.front().score) return built.query;
    Xapian::RSet relevant;
    Xapian::doccount english = 0;
    for (const Match& match : first) {
        relevant.add_document(match.id);
        if (is_english(match.document)) ++english;
    }
    if (english < least_english) return built.query;
    enquire.set_expansion_scheme("bo1");
    const TellingStems telling(database);
    const Xapian::ESet terms =
        enquire.get_eset(added_terms, relevant, Xapian::Enquire::INCLUDE_QUERY_TERMS, &telling);
    const double weight = feedback_weight * std::sqrt(static_cast<double>(built.terms.size()) /
                                                      feedback_weight_terms);
    std::vector<Xapian::Query> added;
    for (auto term = terms.begin(); term != terms.end(); ++term) {
        const double share = term.get_weight() / terms.begin().get_weight();
        added.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(*term),
                           weight * share * share);
        words.push_back((*term).substr(row_of(Field::any).stem_prefix.size()));
    }
    if (added.empty()) return built.query;
    return Xapian::Query(Xapian::Query::OP_AND_MAYBE, built.query,
                         Xapian::Query(Xapian::Query::OP_OR, added.begin(), added.end()));
}

}  // namespace nonmun
