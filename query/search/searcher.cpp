// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/searcher.hpp"

#include <algorithm>
#include <unordered_map>

#include "common/schema.hpp"
#include "common/title.hpp"
#include "query/index/ineb2.hpp"
#include "query/index/number_column.hpp"
#include "query/index/value_condition.hpp"
#include "query/language/query_node.hpp"
#include "query/language/suggestion.hpp"
#include "query/search/feedback.hpp"
#include "query/search/listed_since.hpp"
#include "query/search/rerank.hpp"
#include "query/search/time_limit.hpp"

namespace nonmun {
namespace {

// What full votes weigh beside the relevance, whose differences between neighbours are about 0.1 to
// 1: enough to order papers that fit alike, too little to lift one that does not.
constexpr double votes_scale = 0.5;

// What a paper of the very day weighs beside the relevance at weight 1: half a year makes 0.5, as
// much as full votes.
constexpr double recency_scale = 1;

QueryNode filter(Field field, NodeKind kind) {
    QueryNode node;
    node.kind = kind;
    node.field = field;
    node.occur = Occur::must;
    return node;
}

// The request's filters, as if they had been typed.
void add_filters(QueryNode& root, const SearchRequest& request) {
    for (const std::string& author : request.authors) {
        QueryNode node = filter(Field::author, NodeKind::words);
        node.text = author;
        root.children.push_back(std::move(node));
    }
    if (request.from || request.to) {
        QueryNode node = filter(Field::date, NodeKind::dates);
        node.dates = {request.from.value_or(Date{1, 1, 1}),
                      request.to.value_or(Date{9999, 12, 31})};
        root.children.push_back(std::move(node));
    }
    if (request.least_votes) {
        QueryNode node = filter(Field::votes, NodeKind::votes);
        node.least_votes = *request.least_votes;
        node.most_votes = max_votes;
        root.children.push_back(std::move(node));
    }
}

Xapian::Query with_votes(const Xapian::Query& query, double weight, NumberColumns* columns) {
    using Xapian::Query;
    if (weight <= 0 || query.empty()) return query;
    const Query levels = number_as_weight(vote_level_slot, columns);
    return Query(Query::OP_AND_MAYBE, query, Query(Query::OP_SCALE_WEIGHT, levels, weight));
}

// Every paper gets 2^(-age / half life) of the weight, one of after the day all of it, one without
// a day nothing; `as_of` must be set. The growth in the slot, through that of the day, is the
// first; where there are later papers, they are taken apart.
Xapian::Query with_recency(const Xapian::Query& query, const Xapian::Database& database,
                           const PartWeights& weights, NumberColumns* columns) {
    if (weights.recency <= 0 || query.empty()) return query;
    using Xapian::Query;
    const Date as_of = *weights.as_of;
    const double weight = weights.recency * recency_scale;
    Query recency(Query::OP_SCALE_WEIGHT, number_as_weight(recency_slot, columns),
                  weight / recency_growth(days_since_epoch(as_of)));
    const std::string last = date_value(as_of);
    if (database.get_value_upper_bound(date_slot) > last) {
        auto* whole = new Xapian::FixedWeightPostingSource(weight);
        const Query until(Query::OP_VALUE_LE, date_slot, last);
        const Query later(Query::OP_VALUE_GE, date_slot, last + "~");
        recency = Query(Query::OP_OR, Query(Query::OP_FILTER, recency, until),
                        Query(Query::OP_FILTER, Query(whole->release()), later));
    }
    return Query(Query::OP_AND_MAYBE, query, recency);
}

double recency_part(const Xapian::Document& document, const PartWeights& weights) {
    const std::string growth = document.get_value(recency_slot);
    if (growth.empty()) return 0;
    const int as_of = days_since_epoch(*weights.as_of);
    return weights.recency * recency_scale *
           std::min(1.0, Xapian::sortable_unserialise(growth) / recency_growth(as_of));
}

void set_order(Xapian::Enquire& enquire, SortOrder order) {
    switch (order) {
        case SortOrder::relevance:
            break;
        case SortOrder::votes:
            enquire.set_sort_by_value_then_relevance(votes_slot, true);
            break;
        case SortOrder::date:
            enquire.set_sort_by_value_then_relevance(date_slot, true);
            break;
    }
}

using ScoresByDocument = std::unordered_map<Xapian::docid, double>;

void keep_page(std::vector<Match>& matches, const SearchRequest& request) {
    const auto begin = matches.begin();
    matches.erase(begin,
                  begin + static_cast<std::ptrdiff_t>(std::min(request.offset, matches.size())));
    matches.resize(std::min(matches.size(), request.limit));
}

// The scores that a query alone gives to these matches.
ScoresByDocument scores_of(Xapian::Enquire& enquire, const Xapian::Query& query,
                           const std::vector<Match>& matches) {
    std::vector<Xapian::Query> papers;
    for (const Match& match : matches)
        papers.emplace_back(std::string(id_prefix) + stored_id(match.document));
    const Xapian::Query any(Xapian::Query::OP_OR, papers.begin(), papers.end());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, query, any));
    const auto count = static_cast<Xapian::doccount>(matches.size());
    const Xapian::MSet scored = enquire.get_mset(0, count, count);
    ScoresByDocument scores;
    for (auto match = scored.begin(); match != scored.end(); ++match)
        scores[*match] = match.get_weight();
    return scores;
}

// What names add to the matches: their score with them, less that of the same query whose names
// weigh next to nothing. The terms of a paper do not tell it, since a name adds nothing in a part
// of the query that the paper does not match.
ScoresByDocument author_parts(const Xapian::Database& database, const Xapian::Query& named,
                              const Xapian::Query& nameless, const std::vector<Match>& matches) {
    if (matches.empty()) return {};
    constexpr double nothing = 1e-9;
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(Xapian::IneB2Weight(ineb2_c));
    ScoresByDocument parts = scores_of(enquire, named, matches);
    const ScoresByDocument without = scores_of(enquire, nameless, matches);
    for (auto& [document, score] : parts) {
        if (const auto other = without.find(document); other != without.end())
            score -= other->second;
        if (score < nothing) score = 0;
    }
    return parts;
}

std::vector<ScorePart> parts_of(const Xapian::Document& document, double score, double authors,
                                const PartWeights& weights) {
    const double votes = weights.votes * votes_scale *
                         Xapian::sortable_unserialise(document.get_value(vote_level_slot));
    const double recency = weights.recency > 0 ? recency_part(document, weights) : 0;
    std::vector<ScorePart> parts = {
        {"relevance", score - votes - authors - recency}, {"votes", votes}, {"authors", authors}};
    if (weights.recency > 0) parts.push_back({"recency", recency});
    return parts;
}

// How many papers the query finds, and the facets of all of them. Votes and the like add weight and
// no papers: counting does without them.
std::size_t count(Xapian::Enquire& enquire, const Xapian::Database& database,
                  const Xapian::Query& query, FacetCounter& facets) {
    enquire.set_query(query);
    facets.watch(enquire);
    return enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated();
}

Hit hit_of(const Match& match, const SearchRequest& request, Marker& marker) {
    Hit hit;
    hit.score = match.score;
    if (request.with_lines) hit.line = stored_line(match.document);
    if (!request.with_papers) {
        if (!request.with_lines) hit.paper.id = stored_id(match.document);
        return hit;
    }
    hit.paper = stored_paper(match.document);
    std::vector<MarkedText> summary = marker.mark_summary(hit.paper);
    hit.snippet = make_snippet(summary);
    hit.title_matches = marker.mark(readable_title(hit.paper.title)).matches;
    for (std::size_t i = 0; i < summary.size() && request.mark_summary; ++i)
        hit.summary_matches.push_back(std::move(summary[i].matches));
    return hit;
}

void say(const BuiltQuery& built, HitList& answer) {
    answer.dropped = built.dropped;
    answer.translations = built.translations;
    if (built.cut)
        answer.remarks.push_back("only the first words of so long a query were searched");
    if (built.cut_prefix)
        answer.remarks.push_back("only the most frequent of the words that begin so were searched");
    if (built.cut_beginning)
        answer.remarks.push_back(
            "only the first of the names, ids or sections that begin so were searched");
    if (built.cut_tests)
        answer.remarks.push_back(
            "so many papers have the words of a phrase, a name or a field that over remote "
            "databases "
            "only the first " +
            std::to_string(most_tested_remotely) + " were looked at");
}

}  // namespace

Analyzer& Searcher::analyzer() {
    if (words_read_ != index_.words_read()) {
        analyzer_.emplace(index_.lexicon());
        words_read_ = index_.words_read();
    }
    return *analyzer_;
}

HitList Searcher::search(const SearchRequest& request) {
    ParsedQuery parsed = parse_query(request.text);
    HitList list;
    add_filters(parsed.root, request);
    list.understood = to_string(parsed.root);
    list.remarks = parsed.remarks;
    list.offset = request.offset;
    return index_.read([&](const Xapian::Database& database) {
        HitList answer = list;
        find(parsed, request, database, answer);
        return answer;
    });
}

void Searcher::find(const ParsedQuery& parsed, const SearchRequest& request,
                    const Xapian::Database& database, HitList& answer) {
    PartWeights weights = request.weights;
    if (!weights.as_of) weights.as_of = today();
    const auto build = [&](double author_weight) {
        return build_query(parsed.root, {analyzer(), database, index_.glossary(), author_weight,
                                         index_.term_scores()});
    };
    BuiltQuery built = build(weights.authors);
    say(built, answer);
    if (request.with_suggestion) answer.suggestion = suggest(parsed, database, analyzer());
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(Xapian::IneB2Weight(ineb2_c));
    TimeLimit limit(request.time_limit, index_.has_remote());
    const Xapian::Query whole = built.query;  // for the few papers shown, whose parts are told
    limit.put_on(enquire, built.query);
    const Xapian::Query query =
        with_feedback(enquire, database, built, index_.sequences(), answer.feedback);
    limit.restart();
    const Xapian::Query voted = with_votes(query, weights.votes * votes_scale, index_.columns());
    enquire.set_query(with_recency(voted, database, weights, index_.columns()));
    set_order(enquire, request.sort);
    const bool by_relevance = request.sort == SortOrder::relevance;
    const Nearness nearness = by_relevance ? built.nearness : Nearness();
    const auto wanted = request.listed_since
                            ? database.get_doccount()
                            : static_cast<Xapian::doccount>(request.offset + request.limit);
    const Xapian::MSet found =
        enquire.get_mset(0, nearness.empty() ? wanted : std::max(wanted, near_depth));
    std::vector<Match> matches = rerank_by_nearness(found, nearness, wanted, index_.sequences());
    answer.total = found.get_matches_estimated();
    const bool is_exact = found.get_matches_lower_bound() == found.get_matches_upper_bound();
    if ((request.exact_total && !is_exact) || !request.facets.empty()) {
        FacetCounter facets(request.facets);
        answer.total = std::max(matches.size(), count(enquire, database, built.query, facets));
        answer.facets = facets.facets(request.facet_limit);
    }
    answer.partial = limit.is_over();
    if (request.listed_since) {
        keep_listed_since(matches, *request.listed_since);
        answer.total = matches.size();
    }
    keep_page(matches, request);
    ScoresByDocument authors;
    if (request.with_papers && !built.author_terms.empty()) {
        constexpr double nearly_none = 1e-12;  // with 0 the builder would leave names out
        authors = author_parts(database, whole, build(nearly_none).query, matches);
    }
    Marker marker(built, analyzer());
    for (const Match& match : matches) {
        Hit hit = hit_of(match, request, marker);
        hit.rank = request.offset + answer.hits.size() + 1;
        if (request.with_papers)
            hit.parts = parts_of(match.document, hit.score, authors[match.id], weights);
        answer.hits.push_back(std::move(hit));
    }
}

}  // namespace nonmun
