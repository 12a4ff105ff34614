#include "query/searcher.hpp"

#include <algorithm>
#include <unordered_set>

#include "common/schema.hpp"
#include "common/title.hpp"
#include "query/feedback.hpp"
#include "query/query_node.hpp"

namespace nonmun {
namespace {

// Inverse expected document frequency with Bernoulli after-effect and normalization 2 (Amati and
// van Rijsbergen, 2002). Of Xapian's schemes the best on the evaluation sets of both languages; c
// chosen there (docs/ranking.md).
constexpr double ineb2_c = 1.5;

// What full votes weigh beside the relevance, whose differences between neighbours are about 0.1 to
// 1: enough to order papers that fit alike, too little to lift one that does not.
constexpr double votes_scale = 0.5;

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

Xapian::Query with_votes(const Xapian::Query& query, double weight) {
    if (weight <= 0 || query.empty()) return query;
    auto* source = new Xapian::ValueWeightPostingSource(vote_level_slot);
    return Xapian::Query(
        Xapian::Query::OP_AND_MAYBE, query,
        Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(source->release()), weight));
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

std::vector<ScorePart> parts_of(const Xapian::Database& database, const Xapian::Document& document,
                                double score, const BuiltQuery& built, const PartWeights& weights) {
    const double votes = weights.votes * votes_scale *
                         Xapian::sortable_unserialise(document.get_value(vote_level_slot));
    double authors = 0;
    if (!built.author_terms.empty()) {
        const std::unordered_set<std::string> terms(document.termlist_begin(),
                                                    document.termlist_end());
        for (const std::string& term : built.author_terms) {
            if (terms.contains(term))
                authors += weights.authors * author_word_weight(database, term);
        }
    }
    return {{"relevance", score - votes - authors}, {"votes", votes}, {"authors", authors}};
}

}  // namespace

HitList Searcher::search(const SearchRequest& request) {
    ParsedQuery parsed = parse_query(request.text);
    HitList list;
    add_filters(parsed.root, request);
    list.understood = to_string(parsed.root);
    list.remarks = std::move(parsed.remarks);
    list.offset = request.offset;
    return index_.read([&](const Xapian::Database& database) {
        HitList answer = list;
        const BuiltQuery built = build_query(
            parsed.root, {analyzer_, database, index_.glossary(), request.weights.authors});
        answer.dropped = built.dropped;
        if (built.cut)
            answer.remarks.push_back("only the first words of so long a query were searched");
        answer.translations = built.translations;
        Xapian::Enquire enquire(database);
        enquire.set_weighting_scheme(Xapian::IneB2Weight(ineb2_c));
        const Xapian::Query query = with_feedback(enquire, database, built, answer.feedback);
        enquire.set_query(with_votes(query, request.weights.votes * votes_scale));
        set_order(enquire, request.sort);
        FacetCounter facets(request.facets);
        facets.watch(enquire);
        const Xapian::MSet matches =
            enquire.get_mset(static_cast<Xapian::doccount>(request.offset),
                             static_cast<Xapian::doccount>(request.limit), database.get_doccount());
        answer.total =
            matches.get_matches_estimated();  // exact, since every document was looked at
        answer.facets = facets.facets(request.facet_limit);
        for (auto match = matches.begin(); match != matches.end(); ++match) {
            const Xapian::Document document = match.get_document();
            Hit hit;
            hit.rank = match.get_rank() + 1;
            hit.score = match.get_weight();
            if (!request.with_papers) hit.paper.id = stored_id(document);
            if (request.with_papers) {
                hit.paper = stored_paper(document);
                hit.parts = parts_of(database, document, hit.score, built, request.weights);
                hit.snippet = make_snippet(hit.paper, built, analyzer_);
                hit.title_matches = mark(readable_title(hit.paper.title), built, analyzer_).matches;
            }
            answer.hits.push_back(std::move(hit));
        }
        return answer;
    });
}

}  // namespace nonmun
