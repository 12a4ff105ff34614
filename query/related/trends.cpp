// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/trends.hpp"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <map>
#include <numeric>

#include "common/schema.hpp"
#include "common/token_sequence.hpp"
#include "query/related/display_words.hpp"

namespace nonmun {
namespace {

constexpr std::uint32_t least_papers = 3;
constexpr std::size_t month_terms = 8;
constexpr double significant = 10.83;
constexpr double most_share_before = 0.1;
constexpr double least_title_share = 0.2;
constexpr double most_topic_share = 0.5;

// Decides which terms are subjects, by how many of their papers have them in the title. Reads the
// titles once for all terms.
class Subjects {
  public:
    Subjects(const Xapian::Database& database, const SimilarityModel& model)
        : database_(database), model_(model), titles_with_(model.term_count()) {
        std::vector<SequenceToken> tokens(model.term_count());
        for (std::uint32_t term = 0; term < tokens.size(); ++term)
            tokens[term] = sequence_token(model.term(term), {}) & term_bits;
        std::bitset<term_bits + 1> title;
        std::vector<SequenceToken> places;
        auto value = database.valuestream_begin(sequence_slot);
        for (; value != database.valuestream_end(sequence_slot); ++value) {
            const std::string sequence = *value;
            for (const SequenceToken token : places) title.reset(token);
            places = title_terms(sequence);
            for (const SequenceToken token : places) title.set(token);
            has_titles_ = has_titles_ || !places.empty();
            for (const TermWeight& entry : model.vector(model.paper(value.get_docid())))
                if (title[tokens[entry.term]]) ++titles_with_[entry.term];
        }
    }

    // Whether a term of the model is a subject. If no paper has a title, every term is.
    bool operator()(std::uint32_t term) const {
        return !has_titles_ ||
               titles_with_[term] >= least_title_share * database_.get_termfreq(model_.term(term));
    }

  private:
    static std::vector<SequenceToken> title_terms(std::string_view value) {
        std::vector<SequenceToken> terms;
        const TokenSequence sequence(value);
        for (std::size_t i = 0; i < sequence.size() && sequence[i] != sequence_gap; ++i)
            terms.push_back(sequence[i] & term_bits);
        return terms;
    }

    const Xapian::Database& database_;
    const SimilarityModel& model_;
    std::vector<std::uint32_t> titles_with_;  // by term
    bool has_titles_ = false;
};

// The likelihood ratio 2 · ln(L2 / L1) of "k of n papers now, m of b papers before" under two rates
// and under one rate; 0 if the rate fell.
double likelihood_ratio(double k, double n, double m, double b) {
    const auto part = [](double count, double of, double rate) {
        double sum = 0;
        if (count > 0) sum += count * std::log(rate);
        if (of - count > 0) sum += (of - count) * std::log1p(-rate);
        return sum;
    };
    if (b <= 0 || k / n <= m / b) return 0;
    const double common = (k + m) / (n + b);
    return 2 * (part(k, n, k / n) + part(m, b, m / b) - part(k, n, common) - part(m, b, common));
}

bool has_term(const SimilarityModel& model, std::uint32_t paper, std::uint32_t term) {
    const auto vector = model.vector(paper);
    const auto entry =
        std::lower_bound(vector.begin(), vector.end(), term,
                         [](const TermWeight& e, std::uint32_t t) { return e.term < t; });
    return entry != vector.end() && entry->term == term;
}

using Papers = std::vector<std::uint32_t>;

Papers papers_with(const SimilarityModel& model, const Papers& papers, std::uint32_t term) {
    Papers found;
    for (const std::uint32_t paper : papers) {
        if (has_term(model, paper, term)) found.push_back(paper);
    }
    return found;
}

// A term that is new or growing in a month.
struct Rise {
    std::uint32_t term;
    double ratio;
    std::uint32_t papers;
    std::uint32_t before;  // papers of all earlier months
};

struct Month {
    std::string name;
    Papers papers;
    std::size_t months_before = 0;
    std::vector<Rise> rises;  // the most significant first, ties by term
};

std::vector<Month> months_of(const SimilarityModel& model, const Subjects& is_subject,
                             const Papers& scope) {
    std::map<std::string, Papers> papers_of;
    for (const std::uint32_t paper : scope) {
        if (const auto day = model.day(paper))
            papers_of[to_string(date_of_day(*day)).substr(0, 7)].push_back(paper);
    }
    std::vector<Month> months;
    std::vector<std::uint32_t> before(model.term_count()), counts(model.term_count());
    std::size_t papers_before = 0;
    for (auto& [name, papers] : papers_of) {
        Month month{name, std::move(papers), months.size(), {}};
        std::fill(counts.begin(), counts.end(), 0);
        for (const std::uint32_t paper : month.papers) {
            for (const TermWeight& entry : model.vector(paper)) ++counts[entry.term];
        }
        for (std::uint32_t term = 0; term < counts.size() && !months.empty(); ++term) {
            if (counts[term] < least_papers) continue;
            const auto all_before = static_cast<double>(papers_before);
            const double ratio = likelihood_ratio(
                counts[term], static_cast<double>(month.papers.size()), before[term], all_before);
            const bool grows =
                ratio > significant && before[term] <= most_share_before * all_before;
            if ((before[term] == 0 || grows) && is_subject(term))
                month.rises.push_back({term, ratio, counts[term], before[term]});
        }
        std::stable_sort(month.rises.begin(), month.rises.end(),
                         [](const Rise& a, const Rise& b) { return a.ratio > b.ratio; });
        for (std::size_t term = 0; term < counts.size(); ++term) before[term] += counts[term];
        papers_before += month.papers.size();
        months.push_back(std::move(month));
    }
    return months;
}

// The most significant of the month's new terms, or of its growing terms.
std::vector<MonthTerm> month_terms_of(const Xapian::Database& database,
                                      const SimilarityModel& model, const Month& month,
                                      bool fresh) {
    std::vector<MonthTerm> terms;
    std::size_t left = 2 * month_terms;  // terms to try: some have no word to show
    for (const Rise& rise : month.rises) {
        if ((rise.before == 0) != fresh) continue;
        if (terms.size() == month_terms || left-- == 0) break;
        const auto words = display_words(database, model, {WeightedTerm{rise.term, rise.ratio}},
                                         papers_with(model, month.papers, rise.term), 1);
        if (words.empty()) continue;
        const double average = rise.before / static_cast<double>(month.months_before);
        terms.push_back({words.front(), rise.papers, std::round(average * 100) / 100});
    }
    return terms;
}

MonthTrend trend_of(const Xapian::Database& database, const SimilarityModel& model,
                    const Month& month) {
    return {month.name, month.papers.size(), month_terms_of(database, model, month, true),
            month_terms_of(database, model, month, false)};
}

// Counts each month's papers that have all of the terms.
TopicTrend topic_of(const SimilarityModel& model, const std::string& name,
                    const std::vector<std::uint32_t>& terms, const std::vector<Month>& months) {
    TopicTrend topic{name, 0, {}};
    for (const Month& month : months) {
        const auto has_all = [&](std::uint32_t paper) {
            return std::all_of(terms.begin(), terms.end(),
                               [&](std::uint32_t term) { return has_term(model, paper, term); });
        };
        const auto papers =
            terms.empty() ? 0 : std::count_if(month.papers.begin(), month.papers.end(), has_all);
        topic.months.push_back(static_cast<std::size_t>(papers));
        topic.papers += topic.months.back();
    }
    return topic;
}

// Terms by their greatest rise in a month, then the other terms by number of papers.
std::vector<WeightedTerm> rising_terms(const SimilarityModel& model, const Subjects& is_subject,
                                       const std::vector<Month>& months) {
    std::map<std::uint32_t, double> ratios;
    std::vector<std::uint32_t> counts(model.term_count());
    std::size_t papers = 0;
    for (const Month& month : months) {
        for (const Rise& rise : month.rises) {
            double& ratio = ratios[rise.term];
            ratio = std::max(ratio, rise.ratio);
        }
        for (const std::uint32_t paper : month.papers) {
            for (const TermWeight& entry : model.vector(paper)) ++counts[entry.term];
        }
        papers += month.papers.size();
    }
    std::vector<WeightedTerm> rising, frequent;
    for (const auto& [term, ratio] : ratios) rising.push_back({term, ratio});
    for (std::uint32_t term = 0; term < counts.size(); ++term) {
        const bool many = counts[term] > most_topic_share * static_cast<double>(papers);
        if (counts[term] < least_papers || many || ratios.contains(term)) continue;
        if (is_subject(term)) frequent.push_back({term, static_cast<double>(counts[term])});
    }
    std::sort(rising.begin(), rising.end(), heavier);
    std::sort(frequent.begin(), frequent.end(), heavier);
    rising.insert(rising.end(), frequent.begin(), frequent.end());
    return rising;
}

std::vector<TopicTrend> topics_of(const Xapian::Database& database, const SimilarityModel& model,
                                  const Subjects& is_subject, Analyzer& analyzer,
                                  const std::vector<Month>& months, const TrendsRequest& request) {
    std::vector<TopicTrend> topics;
    for (const std::string& asked : request.terms) {
        std::vector<std::uint32_t> terms;
        for (const TermWeight& entry : model.vector_of_text(asked, analyzer))
            terms.push_back(entry.term);
        topics.push_back(topic_of(model, asked, terms, months));
    }
    const std::vector<WeightedTerm> rising = rising_terms(model, is_subject, months);
    Papers papers;
    for (const Month& month : months)
        papers.insert(papers.end(), month.papers.begin(), month.papers.end());
    std::size_t left = request.topics;
    for (std::size_t i = 0; i < rising.size() && left > 0; ++i) {
        const std::uint32_t term = rising[i].term;
        const auto words =
            display_words(database, model, {rising[i]}, papers_with(model, papers, term), 1);
        const auto same = [&](const TopicTrend& t) { return t.term == words.front(); };
        if (words.empty() || std::any_of(topics.begin(), topics.end(), same)) continue;
        topics.push_back(topic_of(model, words.front(), {term}, months));
        --left;
    }
    return topics;
}

}  // namespace

std::vector<MonthTrend> month_trends(const Xapian::Database& database, const SimilarityModel& model,
                                     const Papers& scope) {
    std::vector<MonthTrend> trends;
    for (const Month& month : months_of(model, Subjects(database, model), scope))
        trends.push_back(trend_of(database, model, month));
    return trends;
}

Trends find_trends(Searcher& searcher, const TrendsRequest& request,
                   const SimilaritySource& similarity) {
    // Outside of read(), since a search inside it could open another revision.
    std::vector<std::string> ids;
    if (!request.scope.empty()) ids = ids_in_scope(searcher, request.scope, request.limits);
    return searcher.index().read([&](const Xapian::Database& database) {
        const auto known = similarity(database);
        const SimilarityModel& model = known->model;
        Papers scope(request.scope.empty() ? model.size() : 0);
        std::iota(scope.begin(), scope.end(), 0U);
        for (const std::string& id : ids) {
            if (const Xapian::docid document = find_paper(database, id))
                scope.push_back(model.paper(document));
        }
        const Subjects is_subject(database, model);
        std::vector<Month> months = months_of(model, is_subject, scope);
        std::erase_if(months, [&](const Month& month) {
            return (request.from && month.name < to_string(*request.from).substr(0, 7)) ||
                   (request.to && month.name > to_string(*request.to).substr(0, 7));
        });
        Trends trends;
        for (const Month& month : months) {
            trends.papers += month.papers.size();
            trends.months.push_back(trend_of(database, model, month));
        }
        trends.topics =
            topics_of(database, model, is_subject, searcher.analyzer(), months, request);
        return trends;
    });
}

}  // namespace nonmun
