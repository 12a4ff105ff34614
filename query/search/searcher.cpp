// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/searcher.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "common/schema.hpp"
#include "common/title.hpp"
#include "query/index/ineb2.hpp"
#include "query/index/value_condition.hpp"
#include "query/language/query_parser.hpp"
#include "query/language/suggestion.hpp"
#include "query/search/feedback.hpp"

namespace nonmun {
namespace {

// The weight of the highest vote level. Adjacent results differ in relevance by 0.1 to 1, so votes
// order papers of similar relevance only.
constexpr double votes_scale = 0.5;

// The weight of a paper of the day itself at recency weight 1. After half a year it is 0.5, as much
// as the highest vote level.
constexpr double recency_scale = 1;

QueryNode& add_filter(QueryNode& root, Field field, NodeKind kind) {
    QueryNode& node = root.children.emplace_back();
    node.kind = kind;
    node.field = field;
    node.occur = Occur::must;
    return node;
}

// Adds the filters of the request to the query.
void add_filters(QueryNode& root, const SearchRequest& request) {
    for (const std::string& author : request.authors)
        add_filter(root, Field::author, NodeKind::words).text = author;
    if (request.from || request.to) {
        add_filter(root, Field::date, NodeKind::dates).dates = {
            request.from.value_or(Date{1, 1, 1}), request.to.value_or(Date{9999, 12, 31})};
    }
    if (request.least_votes) {
        QueryNode& node = add_filter(root, Field::votes, NodeKind::votes);
        node.least_votes = *request.least_votes;
        node.most_votes = max_votes;
    }
}

// The number in a value slot as weight; 0 for documents without one.
Xapian::Query value_as_weight(Xapian::valueno slot, double factor) {
    auto* source = new Xapian::ValueWeightPostingSource(slot);
    return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(source->release()), factor);
}

Xapian::Query with_votes(const Xapian::Query& query, double weight) {
    if (weight <= 0 || query.empty()) return query;
    return Xapian::Query(Xapian::Query::OP_AND_MAYBE, query,
                         value_as_weight(vote_level_slot, weight));
}

// Adds weight * 2^(-age / half life) to each paper: all of the weight to papers after `as_of`,
// nothing to papers without a day. `as_of` must be set. The slot has the growth up to the day of a
// paper, so papers after `as_of` need a branch of their own.
Xapian::Query with_recency(const Xapian::Query& query, const Xapian::Database& database,
                           const PartWeights& weights) {
    if (weights.recency <= 0 || query.empty()) return query;
    using Xapian::Query;
    const Date as_of = *weights.as_of;
    const double weight = weights.recency * recency_scale;
    Query recency = value_as_weight(recency_slot, weight / recency_growth(days_since_epoch(as_of)));
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

// What with_recency() adds to the score of this document.
double recency_part(const Xapian::Document& document, const PartWeights& weights) {
    const std::string growth = document.get_value(recency_slot);
    if (growth.empty()) return 0;
    const int as_of = days_since_epoch(*weights.as_of);
    return weights.recency * recency_scale *
           std::min(1.0, Xapian::sortable_unserialise(growth) / recency_growth(as_of));
}

void keep_page(std::vector<Match>& matches, const SearchRequest& request) {
    const auto begin = matches.begin();
    matches.erase(begin,
                  begin + static_cast<std::ptrdiff_t>(std::min(request.offset, matches.size())));
    matches.resize(std::min(matches.size(), request.limit));
}

// The scores of these matches for `query`, by document; 0 for those that it does not match.
std::unordered_map<Xapian::docid, double> scores_of(const Xapian::Database& database,
                                                    const Xapian::Query& query,
                                                    const std::vector<Match>& matches) {
    std::unordered_map<Xapian::docid, double> scores;
    if (matches.empty() || query.empty()) return scores;
    std::vector<Xapian::Query> papers;
    for (const Match& match : matches)
        papers.emplace_back(std::string(id_prefix) + stored_id(match.document));
    const Xapian::Query any(Xapian::Query::OP_OR, papers.begin(), papers.end());
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(Xapian::IneB2Weight(ineb2_c));
    enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, query, any));
    const auto count = static_cast<Xapian::doccount>(matches.size());
    const Xapian::MSet scored = enquire.get_mset(0, count, count);
    for (auto match = scored.begin(); match != scored.end(); ++match)
        scores[*match] = match.get_weight();
    return scores;
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

Hit hit_of(const Match& match, const SearchRequest& request, Marker& marker) {
    Hit hit;
    hit.score = match.score;
    if (!request.with_papers) {
        hit.paper.id = stored_id(match.document);
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

void add_remarks(const CutParts& cut, std::vector<std::string>& remarks) {
    if (cut.words) remarks.push_back("the query is too long: only its first words were searched");
    if (cut.prefix_words)
        remarks.push_back("too many words have the prefix: only the most frequent were searched");
    if (cut.expansion)
        remarks.push_back(
            "too many names, ids or sections have the prefix: only the first were searched");
    if (cut.tests)
        remarks.push_back(
            "too many papers have the words of a phrase, a name or a field: on remote databases "
            "only the first " +
            std::to_string(most_tested_remotely) + " were checked");
}

// The number of papers between two checks of the clock: some microseconds.
constexpr unsigned check_interval = 64;
constexpr double least_remote_time = 0.001;  // seconds; 0 would be no limit

// All documents, until the time of the budget is up. The budget must outlive it.
class TimeLimitSource : public Xapian::PostingSource {
  public:
    explicit TimeLimitSource(Budget& budget) : budget_(budget) {}

    void init(const Xapian::Database& database) override {
        last_ = database.get_lastdocid();
        count_ = database.get_doccount();
        at_ = 0;
        passed_ = 0;
        set_maxweight(0);
    }

    // The minimum must be exact, so that totals stay exact.
    Xapian::doccount get_termfreq_min() const override { return count_; }
    Xapian::doccount get_termfreq_est() const override { return count_; }
    Xapian::doccount get_termfreq_max() const override { return count_; }

    void next(double) override { move_to(at_ + 1); }
    void skip_to(Xapian::docid document, double) override {
        if (document > at_) move_to(document);
    }
    bool at_end() const override { return at_ > last_; }
    Xapian::docid get_docid() const override { return at_; }

    Xapian::PostingSource* clone() const override { return new TimeLimitSource(budget_); }
    std::string get_description() const override { return "time limit"; }

  private:
    void move_to(Xapian::docid document) {
        at_ = document;
        if (passed_++ % check_interval == 0 && at_ <= last_) budget_.is_over();
        if (budget_.over) at_ = last_ + 1;
    }

    Budget& budget_;
    Xapian::docid last_ = 0;
    Xapian::docid at_ = 0;
    Xapian::doccount count_ = 0;
    unsigned passed_ = 0;
};

// Makes matches of `query` end when the time of the budget is up, with what they have found. Remote
// databases cannot be stopped; they only return an estimate of the total.
void limit_time(Budget& budget, bool remote, Xapian::Enquire& enquire, Xapian::Query& query) {
    if (!budget.end) return;
    if (remote) {
        const std::chrono::duration<double> left = *budget.end - Budget::Clock::now();
        enquire.set_time_limit(std::max(left.count(), least_remote_time));
    } else if (!query.empty()) {
        auto* source = new TimeLimitSource(budget);
        query = Xapian::Query(Xapian::Query::OP_FILTER, query, Xapian::Query(source->release()));
    }
}

}  // namespace

Analyzer& Searcher::analyzer() {
    if (vocabulary_version_ != index_.vocabulary_version()) {
        analyzer_.emplace(index_.lexicon());
        vocabulary_version_ = index_.vocabulary_version();
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
    Budget budget(request.limits);
    const auto least_time = request.limits.time.value_or(std::chrono::milliseconds(0)) / 4;
    QueryContext context{analyzer(), database, index_.glossary(), weights.authors};
    context.term_scores = index_.term_scores();
    context.budget = &budget;
    BuiltQuery built = build_query(parsed.root, context);
    answer.dropped = built.dropped;
    answer.translations = built.translations;
    add_remarks(built.cut, answer.remarks);
    if (request.with_suggestion) answer.suggestion = suggest(parsed, database, analyzer());
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(Xapian::IneB2Weight(ineb2_c));
    budget.extend(least_time);
    limit_time(budget, index_.has_remote(), enquire, built.query);
    NearWeights near_weights;
    const Xapian::Query query =
        with_feedback(enquire, database, built, near_weights, answer.feedback);
    budget.extend(least_time);
    enquire.set_query(
        with_recency(with_votes(query, weights.votes * votes_scale), database, weights));
    const bool by_relevance = request.sort == SortOrder::relevance;
    if (!by_relevance)
        enquire.set_sort_by_value_then_relevance(
            request.sort == SortOrder::votes ? votes_slot : date_slot, true);
    const Nearness nearness = by_relevance ? built.nearness : Nearness();
    const auto wanted = request.listed_since
                            ? database.get_doccount()
                            : static_cast<Xapian::doccount>(request.offset + request.limit);
    const Xapian::MSet found =
        enquire.get_mset(0, nearness.empty() ? wanted : std::max(wanted, near_depth));
    std::vector<Match> matches = rerank_by_nearness(found, nearness, wanted, near_weights);
    answer.total = found.get_matches_estimated();
    const bool is_exact = found.get_matches_lower_bound() == found.get_matches_upper_bound();
    if ((request.exact_total && !is_exact) || !request.facets.empty()) {
        budget.extend(least_time);
        enquire.set_query(built.query);  // totals and facets need no votes or recency
        answer.total =
            std::max(matches.size(), count_facets(enquire, database.get_doccount(), request.facets,
                                                  request.facet_limit, answer.facets));
    }
    answer.partial = budget.was_over || (index_.has_remote() && budget.is_over());
    if (request.listed_since) {
        std::erase_if(matches, [&](const Match& match) {
            const auto last = last_listed(stored_paper(match.document));
            return !last || *last < *request.listed_since;
        });
        answer.total = matches.size();
    }
    keep_page(matches, request);
    std::unordered_map<Xapian::docid, double> authors;
    if (request.with_papers && built.has_names) {
        // A name adds nothing in a part of the query that a paper does not match. Therefore its
        // weight comes from the whole query with names as its only weights.
        Budget again({least_time, request.limits.postings});
        if (!request.limits.time) again.end.reset();
        context.budget = &again;
        context.names_only = true;
        authors = scores_of(database, build_query(parsed.root, context).query, matches);
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

std::vector<std::string> ids_in_scope(Searcher& searcher, const std::string& query,
                                      const QueryLimits& limits) {
    std::vector<std::string> ids;
    if (query.empty()) {
        searcher.index().read([&](const Xapian::Database& database) {
            ids.clear();
            const std::string prefix(id_prefix);
            for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix);
                 ++term) {
                ids.push_back((*term).substr(prefix.size()));
            }
        });
    } else {
        SearchRequest search;
        search.text = query;
        search.limit = std::numeric_limits<Xapian::doccount>::max();  // all, of any revision
        search.with_papers = false;
        search.with_suggestion = false;
        search.exact_total = false;
        search.limits = limits;
        const HitList found = searcher.search(search);
        if (found.partial)
            throw Error(ErrorKind::usage, "the query takes too long", "give fewer or longer words");
        for (const Hit& hit : found.hits) ids.push_back(hit.paper.id);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

std::optional<Date> last_listed(const Paper& paper) {
    std::optional<Date> last = paper.date;
    for (const Appearance& appearance : paper.appearances) last = std::max(last, appearance.date);
    return last;
}

}  // namespace nonmun
