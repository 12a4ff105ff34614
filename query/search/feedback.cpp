// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/feedback.hpp"

#include <algorithm>
#include <cmath>

#include "common/analyzer/stop_words.hpp"
#include "common/fields.hpp"
#include "common/schema.hpp"

namespace nonmun {
namespace {

// Tuned on the English evaluation sets (docs/ranking.md). Values in a wide range around these give
// nearly the same results.
constexpr Xapian::doccount first_results = 8;
constexpr std::size_t least_words = 3;  // shorter queries gain nothing
constexpr Xapian::doccount least_english = 5;
constexpr double least_score_ratio = 0.55;  // of the last of the first results to the best
constexpr Xapian::termcount added_terms = 20;
constexpr Xapian::doccount least_frequency = 5;
// The weight of the best added term for a query of ten terms. It grows with the square root of the
// number of query terms, which keeps the proportion for queries of 5 words and of 50.
constexpr double feedback_weight = 0.8;
constexpr double feedback_weight_terms = 10;

bool is_english(const Xapian::Document& document) {
    auto term = document.termlist_begin();
    term.skip_to(std::string(english_term));
    return term != document.termlist_end() && *term == english_term;
}

// Accepts stems that are no numbers and no stop words and occur in enough papers. Terms without wdf
// must not be in an ESet: Bo1 gives them an infinite weight.
class UsefulStems : public Xapian::ExpandDecider {
  public:
    explicit UsefulStems(const Xapian::Database& database) : database_(database) {}

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
                            const BuiltQuery& built, NearWeights& near_weights,
                            std::vector<std::string>& words) {
    if (built.hangul || built.words < least_words) return built.query;
    enquire.set_query(built.query);
    std::vector<Match> first = rerank_by_nearness(enquire.get_mset(0, near_depth), built.nearness,
                                                  first_results, near_weights);
    if (first.size() < first_results) return built.query;
    first.resize(first_results);
    if (first.back().score < least_score_ratio * first.front().score) return built.query;
    Xapian::RSet relevant;
    Xapian::doccount english = 0;
    for (const Match& match : first) {
        relevant.add_document(match.id);
        if (is_english(match.document)) ++english;
    }
    if (english < least_english) return built.query;
    enquire.set_expansion_scheme("bo1");
    const UsefulStems useful(database);
    const Xapian::ESet terms =
        enquire.get_eset(added_terms, relevant, Xapian::Enquire::INCLUDE_QUERY_TERMS, &useful);
    const double weight = feedback_weight * std::sqrt(static_cast<double>(built.terms.size()) /
                                                      feedback_weight_terms);
    std::vector<Xapian::Query> added;
    for (auto term = terms.begin(); term != terms.end(); ++term) {
        const double ratio = term.get_weight() / terms.begin().get_weight();
        added.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(*term),
                           weight * ratio * ratio);
        words.push_back((*term).substr(row_of(Field::any).stem_prefix.size()));
    }
    if (added.empty()) return built.query;
    return Xapian::Query(Xapian::Query::OP_AND_MAYBE, built.query,
                         Xapian::Query(Xapian::Query::OP_OR, added.begin(), added.end()));
}

}  // namespace nonmun
