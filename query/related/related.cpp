// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/related.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "common/author_name.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

constexpr std::size_t first_page = 10;

}  // namespace

std::vector<Xapian::docid> documents_of_author(const Xapian::Database& database,
                                               const std::string& key) {
    const std::string term = author_key_term(key);
    return {database.postlist_begin(term), database.postlist_end(term)};
}

std::vector<ScorePart> score_parts(const Candidate& candidate, const PartWeights& weights) {
    std::vector<ScorePart> parts = {
        {"content", candidate.content},       {"topics", candidate.topics},
        {"authors", candidate.authors},       {"other papers", candidate.other_papers},
        {"neighbours", candidate.neighbours}, {"votes", candidate.votes}};
    if (weights.recency > 0) parts.push_back({"recency", candidate.recency});
    return parts;
}

RelatedFinder::RelatedFinder(const Xapian::Database& database, Analyzer& analyzer,
                             std::shared_ptr<const Similarity> similarity)
    : database_(database),
      analyzer_(analyzer),
      similarity_(std::move(similarity)),
      model_(similarity_->model),
      scorer_(model_) {}

HitList RelatedFinder::find(const RelatedRequest& request) {
    const Seed seed = seed_of(request);
    HitList list;
    if (request.text && seed.vector.empty()) {
        list.remarks = {"the text has no word that a paper has"};
        return list;
    }
    std::vector<Xapian::docid> documents;
    for (const std::uint32_t paper : seed.papers) documents.push_back(model_.document(paper));
    const SurfaceForms forms = surface_forms(database_, documents);
    std::vector<Candidate> best = scorer_.best(seed, request.weights, request.limit);
    std::set<std::uint32_t> hidden(seed.papers.begin(), seed.papers.end());
    hidden.insert(seed.excluded.begin(), seed.excluded.end());
    list.total = model_.size() - hidden.size();
    for (const Candidate& candidate : pick(std::move(best), request)) {
        list.hits.push_back(hit_of(seed, forms, candidate, request));
        list.hits.back().rank = list.hits.size();
    }
    return list;
}

Seed RelatedFinder::seed_of(const RelatedRequest& request) const {
    std::vector<std::uint32_t> papers;
    for (const std::string& id : request.ids) {
        papers.push_back(model_.paper(require_paper(database_, id)));
    }
    if (request.author) {
        for (const Xapian::docid document :
             documents_of_author(database_, author_key(*request.author))) {
            papers.push_back(model_.paper(document));
        }
        if (papers.empty()) {
            throw Error(ErrorKind::missing, "no author with the name " + printable(*request.author),
                        "look for spellings with: nonmun author NAME");
        }
    }
    Seed seed = scorer_.seed_of(std::move(papers));
    if (request.text) seed.vector = model_.vector_of_text(*request.text, analyzer_);
    for (const std::string& id : request.excluded) {
        if (const Xapian::docid document = find_paper(database_, id))
            seed.excluded.push_back(model_.paper(document));
    }
    return seed;
}

// Moves papers beyond same_author_limit of one author from the first ten to the places after them.
std::vector<Candidate> RelatedFinder::pick(std::vector<Candidate> scored,
                                           const RelatedRequest& request) const {
    const std::size_t count = std::min(request.limit, scored.size());
    if (request.same_author_limit == 0) {
        scored.resize(count);
        return scored;
    }
    std::vector<Candidate> picked, passed;
    std::map<std::uint32_t, std::size_t> papers;  // picked, by author
    for (const Candidate& candidate : scored) {
        const auto authors = model_.authors(candidate.paper);
        const bool passes = picked.size() == std::min(first_page, count) ||
                            std::any_of(authors.begin(), authors.end(), [&](std::uint32_t author) {
                                return papers[author] >= request.same_author_limit;
                            });
        (passes ? passed : picked).push_back(candidate);
        if (passes) continue;
        for (const std::uint32_t author : authors) ++papers[author];
    }
    picked.insert(picked.end(), passed.begin(), passed.end());
    picked.resize(count);
    return picked;
}

Hit RelatedFinder::hit_of(const Seed& seed, const SurfaceForms& forms, const Candidate& candidate,
                          const RelatedRequest& request) const {
    Hit hit;
    hit.score = candidate.score;
    const Xapian::Document document = database_.get_document(model_.document(candidate.paper));
    if (!request.with_papers) {
        hit.paper.id = stored_id(document);
        return hit;
    }
    hit.paper = stored_paper(document);
    hit.parts = score_parts(candidate, request.weights);
    hit.shared_terms = shared_words(model_, seed.vector, model_.vector(candidate.paper), forms);
    hit.shared_authors = shared_names(model_, hit.paper.authors, seed.authors);
    hit.snippet = beginning_of_summary(hit.paper);
    return hit;
}

}  // namespace nonmun
