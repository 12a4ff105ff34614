#include "query/related.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "common/analyzer/stop_words.hpp"
#include "common/author_name.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

// The constants of the score: see RelatedFinder, and docs/ranking.md for where they were measured.
constexpr double topics_scale = 0.25;
constexpr double authors_scale = 0.5;
constexpr double authors_half = 3;
constexpr double authors_gate = 0.05;
constexpr double votes_scale = 0.02;
constexpr double recency_scale = 0.05;
constexpr double other_papers_scale = 0.2;
constexpr double neighbours_scale = 0.6;
constexpr double era_years = 10;

constexpr std::size_t reranked_count = 200;
constexpr std::size_t first_page = 10;
constexpr std::size_t shown_terms = 6;

}  // namespace

std::vector<Xapian::docid> documents_of_author(const Xapian::Database& database,
                                               const std::string& key) {
    const std::string term = std::string(author_prefix) + key.substr(0, 200);
    return {database.postlist_begin(term), database.postlist_end(term)};
}

RelatedFinder::RelatedFinder(const Xapian::Database& database, Analyzer& analyzer)
    : database_(database), analyzer_(analyzer), model_(database) {}

HitList RelatedFinder::find(const RelatedRequest& request) {
    const Seed seed = seed_of(request);
    std::vector<Candidate> scored = score_all(seed, request.weights);
    const auto order = [](const Candidate& a, const Candidate& b) {
        return a.score != b.score ? a.score > b.score : a.paper < b.paper;
    };
    HitList list;
    list.total = scored.size();
    const auto end = scored.begin() + static_cast<std::ptrdiff_t>(std::min(
                                          scored.size(), std::max(reranked_count, request.limit)));
    std::partial_sort(scored.begin(), end, scored.end(), order);
    scored.erase(end, scored.end());
    add_neighbours(seed, scored);
    std::sort(scored.begin(), scored.end(), order);
    for (const Candidate& candidate : pick(std::move(scored), request)) {
        list.hits.push_back(hit_of(seed, candidate, request));
        list.hits.back().rank = list.hits.size();
    }
    return list;
}

RelatedFinder::Seed RelatedFinder::seed_of(const RelatedRequest& request) {
    Seed seed;
    for (const std::string& id : request.ids) {
        seed.papers.push_back(model_.paper(require_paper(database_, id)));
    }
    if (request.author) {
        for (const Xapian::docid document :
             documents_of_author(database_, author_key(*request.author))) {
            seed.papers.push_back(model_.paper(document));
        }
        if (seed.papers.empty()) {
            throw Error(ErrorKind::missing, "no author with the name " + printable(*request.author),
                        "look for spellings with: nonmun author NAME");
        }
    }
    if (request.text) {
        seed.vector = model_.vector_of_text(clean_text(*request.text), analyzer_);
    } else {
        seed.vector = model_.centroid(seed.papers);
    }
    seed.topics = model_.topics().project(seed.vector);
    seed.hidden.assign(model_.size(), false);
    read_papers(seed);
    for (const std::string& id : request.excluded) {
        if (const Xapian::docid document = find_paper(database_, id)) {
            seed.hidden[model_.paper(document)] = true;
        }
    }
    return seed;
}

void RelatedFinder::read_papers(Seed& seed) const {
    double days = 0;
    std::size_t dated = 0;
    for (const std::uint32_t paper : seed.papers) {
        seed.hidden[paper] = true;
        const auto authors = model_.authors(paper);
        seed.authors.insert(seed.authors.end(), authors.begin(), authors.end());
        if (const auto day = model_.day(paper)) {
            days += *day;
            ++dated;
        }
        auto term = database_.termlist_begin(model_.document(paper));
        const auto end = database_.termlist_end(model_.document(paper));
        for (; term != end; ++term) {
            const std::string word = *term;
            if (word.empty() || word.front() < 'a' || word.front() > 'z') continue;
            std::string& known = seed.words[english_stem(word)];
            if (known.empty() || word.size() < known.size()) known = word;
        }
    }
    if (dated > 0) seed.day = days / static_cast<double>(dated);
    std::sort(seed.authors.begin(), seed.authors.end());
    seed.authors.erase(std::unique(seed.authors.begin(), seed.authors.end()), seed.authors.end());
}

std::vector<RelatedFinder::Candidate> RelatedFinder::score_all(const Seed& seed,
                                                               const PartWeights& weights) {
    model_.cosines(seed.vector, cosines_);
    model_.topics().cosines(seed.topics, topic_cosines_);
    topic_cosines_.resize(model_.size());
    fits_.assign(model_.size(), 0);
    const int as_of = days_since_epoch(weights.as_of.value_or(today()));
    std::vector<Candidate> scored;
    scored.reserve(model_.size());
    for (std::uint32_t paper = 0; paper < model_.size(); ++paper) {
        if (seed.hidden[paper]) continue;
        Candidate candidate;
        candidate.paper = paper;
        const double cosine = std::min(1.0F, cosines_[paper]);
        const double authors = weights.authors * authors_scale *
                               shared_authors(seed.authors, paper) *
                               std::min(1.0, cosine / authors_gate);
        const double topics = topics_scale * std::max(0.0F, topic_cosines_[paper]);
        fits_[paper] = cosine + topics + authors;
        const double faded = fade(seed, paper);
        candidate.content = faded * cosine;
        candidate.topics = faded * topics;
        candidate.authors = faded * authors;
        candidate.votes = weights.votes * votes_scale * model_.vote_level(paper);
        candidate.score =
            candidate.content + candidate.topics + candidate.authors + candidate.votes;
        if (const auto day = model_.day(paper); day && weights.recency > 0)
            candidate.recency = weights.recency * recency_scale * recency(*day, as_of);
        candidate.score += candidate.recency;
        scored.push_back(candidate);
    }
    return scored;
}

// `authors` ascending.
double RelatedFinder::shared_authors(std::span<const std::uint32_t> authors,
                                     std::uint32_t paper) const {
    const double papers = static_cast<double>(model_.size());
    double shared = 0;
    for (const std::uint32_t author : model_.authors(paper)) {
        if (!std::binary_search(authors.begin(), authors.end(), author)) continue;
        const auto own = static_cast<double>(model_.papers_of_author(author).size());
        shared += std::log(1 + papers / own) / std::log(1 + papers);
    }
    return shared / (shared + authors_half);
}

// How near the other papers of the paper's authors are: the mean of their cosines, weighted by how
// much of the team is the same.
double RelatedFinder::other_papers(const Seed& seed, std::uint32_t paper) const {
    std::vector<std::uint32_t> others;
    for (const std::uint32_t author : model_.authors(paper)) {
        const auto papers = model_.papers_of_author(author);
        others.insert(others.end(), papers.begin(), papers.end());
    }
    std::sort(others.begin(), others.end());
    others.erase(std::unique(others.begin(), others.end()), others.end());
    double sum = 0, all = 0;
    for (const std::uint32_t other : others) {
        if (other == paper) continue;
        const double share = shared_authors(model_.authors(paper), other);
        all += share;
        if (!seed.hidden[other]) sum += share * std::min(1.0F, cosines_[other]);
    }
    return all > 0 ? sum / all : 0;
}

double RelatedFinder::fade(const Seed& seed, std::uint32_t paper) const {
    const auto day = model_.day(paper);
    if (!day || !seed.day) return 1;
    return std::exp(-std::max(0.0, std::abs(*day - *seed.day) / 365.25 - 1) / era_years);
}

// `best` is sorted by score; the first of it get their neighbours part.
void RelatedFinder::add_neighbours(const Seed& seed, std::vector<Candidate>& best) {
    struct Mean {
        double sum = 0, weight = 0;
    };
    const std::size_t rows = std::min(best.size(), reranked_count);
    std::unordered_map<std::uint32_t, Mean> means;
    for (std::size_t i = 0; i < rows; ++i) means[best[i].paper];
    for (std::size_t i = 0; i < rows; ++i) {
        const std::uint32_t paper = best[i].paper;
        double all = 0;
        for (const Neighbour& near : model_.nearest(paper)) all += near.cosine;
        if (all <= 0) continue;  // papers with no word but those that all have
        for (const Neighbour& near : model_.nearest(paper)) {
            const double share = near.cosine / all;
            Mean& own = means[paper];
            own.sum += share * fits_[near.paper];
            own.weight += share;
            if (const auto other = means.find(near.paper); other != means.end()) {
                other->second.sum += share * fits_[paper];
                other->second.weight += share;
            }
        }
    }
    for (std::size_t i = 0; i < rows; ++i) {
        const Mean& mean = means[best[i].paper];
        const double faded = fade(seed, best[i].paper);
        if (mean.weight > 0) best[i].neighbours = neighbours_scale * faded * mean.sum / mean.weight;
        best[i].other_papers = other_papers_scale * faded * other_papers(seed, best[i].paper);
        best[i].score += best[i].neighbours + best[i].other_papers;
    }
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
    std::map<std::uint32_t, std::size_t> papers;
    for (std::size_t i = 0; i < scored.size() && picked.size() < std::min(first_page, count); ++i) {
        const auto authors = model_.authors(scored[i].paper);
        const bool full =
            std::any_of(authors.begin(), authors.end(), [&](const std::uint32_t author) {
                return papers[author] >= request.same_author_limit;
            });
        if (full) {
            passed.push_back(scored[i]);
            continue;
        }
        for (const std::uint32_t author : authors) ++papers[author];
        picked.push_back(scored[i]);
    }
    const std::size_t seen = picked.size() + passed.size();
    picked.insert(picked.end(), passed.begin(), passed.end());
    picked.insert(picked.end(), scored.begin() + static_cast<std::ptrdiff_t>(seen), scored.end());
    picked.resize(count);
    return picked;
}

// The words that the two have most in common, as they stand in the papers that were asked about.
std::vector<std::string> RelatedFinder::shared_terms(const Seed& seed, std::uint32_t paper) const {
    std::vector<std::string> words;
    for (const std::uint32_t number :
         model_.shared_terms(seed.vector, model_.vector(paper), shown_terms * 3)) {
        std::string word = readable_term(model_.term(number));
        if (const auto written = seed.words.find(word);
            written != seed.words.end() && word != model_.term(number)) {
            word = written->second;
        }
        if (!is_stop_word(word)) words.push_back(std::move(word));
        if (words.size() == shown_terms) break;
    }
    return words;
}

Hit RelatedFinder::hit_of(const Seed& seed, const Candidate& candidate,
                          const RelatedRequest& request) {
    Hit hit;
    hit.score = candidate.score;
    const Xapian::Document document = database_.get_document(model_.document(candidate.paper));
    if (!request.with_papers) {
        hit.paper.id = stored_id(document);
        return hit;
    }
    hit.paper = stored_paper(document);
    hit.parts = {{"content", candidate.content},       {"topics", candidate.topics},
                 {"authors", candidate.authors},       {"other papers", candidate.other_papers},
                 {"neighbours", candidate.neighbours}, {"votes", candidate.votes}};
    if (request.weights.recency > 0) hit.parts.push_back({"recency", candidate.recency});
    hit.shared_terms = shared_terms(seed, candidate.paper);
    for (const std::string& name : hit.paper.authors) {
        const auto author = model_.author(author_key(name).substr(0, 200));
        if (author && std::binary_search(seed.authors.begin(), seed.authors.end(), *author)) {
            hit.shared_authors.push_back(name);
        }
    }
    if (!hit.paper.summary.empty()) {
        hit.snippet.text = cut_to_width(hit.paper.summary.front().text, 240);
    }
    return hit;
}

}  // namespace nonmun
