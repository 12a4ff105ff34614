#include "query/related.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "common/author_name.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

// The constants of the score: see RelatedFinder, and docs/ranking.md for where they were measured.
constexpr double authors_scale = 0.3;
constexpr double authors_half = 3;
constexpr double authors_gate = 0.1;
constexpr double votes_scale = 0.02;

constexpr std::size_t strongest_terms = 60;
constexpr Xapian::doccount candidate_count = 1000;
constexpr std::size_t first_page = 10;
constexpr std::size_t shown_terms = 6;

bool better(double score_a, Xapian::docid a, double score_b, Xapian::docid b) {
    return score_a != score_b ? score_a > score_b : a < b;
}

}  // namespace

std::vector<Xapian::docid> documents_of_author(const Xapian::Database& database,
                                               const std::string& key) {
    const std::string term = std::string(author_prefix) + key.substr(0, 200);
    return {database.postlist_begin(term), database.postlist_end(term)};
}

RelatedFinder::RelatedFinder(const Xapian::Database& database, Analyzer& analyzer)
    : database_(database), analyzer_(analyzer), vectors_(database) {}

HitList RelatedFinder::find(const RelatedRequest& request) {
    const Seed seed = seed_of(request);
    std::vector<Candidate> scored;
    for (const Xapian::docid document : candidates(seed, request.limit)) {
        scored.push_back(score(seed, document, request.weights));
    }
    std::sort(scored.begin(), scored.end(), [](const Candidate& a, const Candidate& b) {
        return better(a.score, a.document, b.score, b.document);
    });
    HitList list;
    list.total = scored.size();
    for (const Candidate& candidate : pick(std::move(scored), request)) {
        list.hits.push_back(hit_of(seed, candidate, request));
        list.hits.back().rank = list.hits.size();
    }
    return list;
}

RelatedFinder::Seed RelatedFinder::seed_of(const RelatedRequest& request) {
    Seed seed;
    std::vector<Xapian::docid> documents;
    for (const std::string& id : request.ids) documents.push_back(require_paper(database_, id));
    if (request.author) {
        documents = documents_of_author(database_, author_key(*request.author));
        if (documents.empty()) {
            throw Error(ErrorKind::missing, "no author with the name " + printable(*request.author),
                        "look for spellings with: nonmun author NAME");
        }
    }
    if (request.text) {
        seed.vector = vectors_.of_text(clean_text(*request.text), analyzer_);
    } else {
        seed.vector = documents.size() == 1 ? vectors_.of_paper(documents.front())
                                            : vectors_.centroid(documents);
    }
    for (const Xapian::docid document : documents) {
        for (const std::string& term : author_terms(document)) seed.author_terms.push_back(term);
        seed.papers.insert(document);
    }
    std::sort(seed.author_terms.begin(), seed.author_terms.end());
    seed.author_terms.erase(std::unique(seed.author_terms.begin(), seed.author_terms.end()),
                            seed.author_terms.end());
    for (const std::string& id : request.excluded) {
        if (const Xapian::docid document = find_paper(database_, id)) seed.papers.insert(document);
    }
    return seed;
}

std::vector<std::string> RelatedFinder::author_terms(Xapian::docid document) const {
    std::vector<std::string> terms;
    auto term = database_.termlist_begin(document);
    const auto end = database_.termlist_end(document);
    for (term.skip_to(std::string(author_prefix));
         term != end && (*term).starts_with(author_prefix); ++term) {
        terms.push_back(*term);
    }
    return terms;
}

std::vector<Xapian::docid> RelatedFinder::candidates(const Seed& seed, std::size_t wanted) const {
    TermVector strongest = seed.vector;
    std::sort(strongest.begin(), strongest.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    strongest.resize(std::min(strongest.size(), strongest_terms));
    std::vector<Xapian::Query> terms;
    for (const auto& [number, weight] : strongest) {
        terms.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(vectors_.term(number)),
                           weight);
    }
    const auto best = [&](const Xapian::Query& query, Xapian::doccount count,
                          std::unordered_set<Xapian::docid>& found) {
        Xapian::Enquire enquire(database_);
        enquire.set_weighting_scheme(Xapian::TfIdfWeight("Ltn"));
        enquire.set_query(query);
        const Xapian::MSet matches = enquire.get_mset(0, count);
        for (auto match = matches.begin(); match != matches.end(); ++match) {
            if (!seed.papers.contains(*match)) found.insert(*match);
        }
    };
    std::unordered_set<Xapian::docid> found;
    const auto all = static_cast<Xapian::doccount>(std::max<std::size_t>(candidate_count, wanted) +
                                                   seed.papers.size());
    if (!terms.empty())
        best(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()), all, found);
    for (const std::string& term : seed.author_terms) {
        for (auto posting = database_.postlist_begin(term); posting != database_.postlist_end(term);
             ++posting) {
            if (!seed.papers.contains(*posting)) found.insert(*posting);
        }
    }
    // A paper that shares no word with any other still has neighbours: what there is, by votes.
    if (found.size() < wanted) {
        Xapian::Query votes(new Xapian::ValueWeightPostingSource(vote_level_slot));
        best(votes, static_cast<Xapian::doccount>(wanted + seed.papers.size()), found);
    }
    std::vector<Xapian::docid> sorted(found.begin(), found.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

RelatedFinder::Candidate RelatedFinder::score(const Seed& seed, Xapian::docid document,
                                              const PartWeights& weights) {
    Candidate candidate;
    candidate.document = document;
    candidate.content = dot(seed.vector, vectors_.of_paper(document));
    if (weights.authors > 0 && !seed.author_terms.empty()) {
        const double documents = database_.get_doccount();
        double shared = 0;
        for (const std::string& term : author_terms(document)) {
            if (!std::binary_search(seed.author_terms.begin(), seed.author_terms.end(), term))
                continue;
            shared +=
                std::log(1 + documents / database_.get_termfreq(term)) / std::log(1 + documents);
        }
        candidate.authors = weights.authors * authors_scale * shared / (shared + authors_half) *
                            std::min(1.0, candidate.content / authors_gate);
    }
    if (weights.votes > 0) {
        const std::string level =
            database_.get_document(document, Xapian::DOC_ASSUME_VALID).get_value(vote_level_slot);
        candidate.votes = weights.votes * votes_scale * Xapian::sortable_unserialise(level);
    }
    candidate.score = candidate.content + candidate.authors + candidate.votes;
    return candidate;
}

// The best, with at most same_author_limit papers of one author in the first ten; those passed over
// come after.
std::vector<RelatedFinder::Candidate> RelatedFinder::pick(std::vector<Candidate> scored,
                                                          const RelatedRequest& request) const {
    const std::size_t count = std::min(request.limit, scored.size());
    if (request.same_author_limit == 0) {
        scored.resize(count);
        return scored;
    }
    std::vector<Candidate> picked, passed;
    std::map<std::string, std::size_t> papers;
    for (std::size_t i = 0; i < scored.size() && picked.size() < std::min(first_page, count); ++i) {
        const std::vector<std::string> authors = author_terms(scored[i].document);
        const bool full = std::any_of(
            authors.begin(), authors.end(),
            [&](const std::string& author) { return papers[author] >= request.same_author_limit; });
        if (full) {
            passed.push_back(scored[i]);
            continue;
        }
        for (const std::string& author : authors) ++papers[author];
        picked.push_back(scored[i]);
    }
    const std::size_t seen = picked.size() + passed.size();
    picked.insert(picked.end(), passed.begin(), passed.end());
    picked.insert(picked.end(), scored.begin() + static_cast<std::ptrdiff_t>(seen), scored.end());
    picked.resize(count);
    return picked;
}

Hit RelatedFinder::hit_of(const Seed& seed, const Candidate& candidate,
                          const RelatedRequest& request) {
    Hit hit;
    hit.score = candidate.score;
    const Xapian::Document document = database_.get_document(candidate.document);
    if (!request.with_papers) {
        auto term = document.termlist_begin();
        term.skip_to(std::string(id_prefix));
        hit.paper.id = (*term).substr(id_prefix.size());
        return hit;
    }
    hit.paper = stored_paper(document);
    hit.parts = {
        {"content", candidate.content}, {"authors", candidate.authors}, {"votes", candidate.votes}};
    for (const std::uint32_t term :
         vectors_.shared(seed.vector, vectors_.of_paper(candidate.document), shown_terms)) {
        hit.shared_terms.push_back(readable_term(vectors_.term(term)));
    }
    for (const std::string& name : hit.paper.authors) {
        const std::string term = std::string(author_prefix) + author_key(name).substr(0, 200);
        if (std::binary_search(seed.author_terms.begin(), seed.author_terms.end(), term))
            hit.shared_authors.push_back(name);
    }
    if (!hit.paper.summary.empty())
        hit.snippet.text = cut_to_width(hit.paper.summary.front().text, 240);
    return hit;
}

}  // namespace nonmun
