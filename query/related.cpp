#include "query/related.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "common/analyzer/stop_words.hpp"
#include "common/author_name.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"
#include "query/neighbourhood.hpp"

namespace nonmun {
namespace {

// The constants of the score: see RelatedFinder, and docs/ranking.md for where they were measured.
constexpr double authors_scale = 0.35;
constexpr double authors_half = 3;
constexpr double authors_gate = 0.05;
constexpr double votes_scale = 0.02;
constexpr double neighbours_scale = 0.5;
constexpr std::size_t neighbour_count = 5;
constexpr double era_years = 10;

constexpr std::size_t candidate_count = 1000;
constexpr std::size_t reranked_count = 200;
constexpr std::size_t first_page = 10;
constexpr std::size_t shown_terms = 6;

// Days since 1970, or nullopt for a paper without a date.
std::optional<double> day_of(const Xapian::Database& database, Xapian::docid document) {
    const std::string value =
        database.get_document(document, Xapian::DOC_ASSUME_VALID).get_value(date_slot);
    if (value.size() != 8) return std::nullopt;
    const auto date =
        parse_date(value.substr(0, 4) + "-" + value.substr(4, 2) + "-" + value.substr(6));
    return date ? std::optional<double>(days_since_epoch(*date)) : std::nullopt;
}

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
    const auto order = [](const Candidate& a, const Candidate& b) {
        return better(a.score, a.document, b.score, b.document);
    };
    std::sort(scored.begin(), scored.end(), order);
    add_neighbours(scored);
    std::sort(scored.begin(), scored.end(), order);
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
    for (const std::string& id : request.ids)
        seed.documents.push_back(require_paper(database_, id));
    if (request.author) {
        seed.documents = documents_of_author(database_, author_key(*request.author));
        if (seed.documents.empty()) {
            throw Error(ErrorKind::missing, "no author with the name " + printable(*request.author),
                        "look for spellings with: nonmun author NAME");
        }
    }
    if (request.text) {
        seed.vector = vectors_.of_text(clean_text(*request.text), analyzer_);
    } else {
        seed.vector = seed.documents.size() == 1 ? vectors_.of_paper(seed.documents.front())
                                                 : vectors_.centroid(seed.documents);
    }
    read_documents(seed);
    for (const std::string& id : request.excluded) {
        if (const Xapian::docid document = find_paper(database_, id)) seed.papers.insert(document);
    }
    return seed;
}

void RelatedFinder::read_documents(Seed& seed) {
    double days = 0;
    std::size_t dated = 0;
    for (const Xapian::docid document : seed.documents) {
        for (const std::string& term : author_terms(document)) seed.author_terms.push_back(term);
        seed.papers.insert(document);
        vectors_.add_words(document, seed.words);
        if (const auto day = day_of(database_, document)) {
            days += *day;
            ++dated;
        }
    }
    if (dated > 0) seed.day = days / static_cast<double>(dated);
    std::sort(seed.author_terms.begin(), seed.author_terms.end());
    seed.author_terms.erase(std::unique(seed.author_terms.begin(), seed.author_terms.end()),
                            seed.author_terms.end());
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

std::vector<Xapian::docid> RelatedFinder::candidates(const Seed& seed, std::size_t wanted) {
    std::unordered_set<Xapian::docid> found;
    add_by_content(seed, wanted, found);
    for (const std::string& term : seed.author_terms) {
        found.insert(database_.postlist_begin(term), database_.postlist_end(term));
    }
    for (const Xapian::docid document : seed.papers) found.erase(document);
    // A paper that shares no word with any other still has neighbours: what there is, by votes.
    if (found.size() < wanted) {
        Xapian::Enquire enquire(database_);
        enquire.set_query(
            Xapian::Query((new Xapian::ValueWeightPostingSource(vote_level_slot))->release()));
        const Xapian::MSet by_votes =
            enquire.get_mset(0, static_cast<Xapian::doccount>(wanted + seed.papers.size()));
        for (auto match = by_votes.begin(); match != by_votes.end(); ++match) {
            if (!seed.papers.contains(*match)) found.insert(*match);
        }
    }
    std::vector<Xapian::docid> sorted(found.begin(), found.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

// Sums the products term by term over the posting lists; the length of a document stands in for the
// length of its vector, which is only known once it is read.
void RelatedFinder::add_by_content(const Seed& seed, std::size_t wanted,
                                   std::unordered_set<Xapian::docid>& found) {
    std::unordered_map<Xapian::docid, double> sums;
    sums.reserve(database_.get_doccount());
    for (const auto& [number, weight] : seed.vector) {
        const std::string& term = vectors_.term(number);
        for (auto posting = database_.postlist_begin(term); posting != database_.postlist_end(term);
             ++posting) {
            sums[*posting] += weight * vectors_.weight(number, posting.get_wdf());
        }
    }
    std::vector<std::pair<double, Xapian::docid>> best;
    best.reserve(sums.size());
    for (const auto& [document, sum] : sums) {
        best.emplace_back(-sum / std::sqrt(1.0 + database_.get_doclength(document)), document);
    }
    const std::size_t count =
        std::min(best.size(), std::max(candidate_count, wanted) + seed.papers.size());
    std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(count), best.end());
    for (std::size_t i = 0; i < count; ++i) found.insert(best[i].second);
}

double RelatedFinder::shared_authors(const Seed& seed, Xapian::docid document) const {
    if (seed.author_terms.empty()) return 0;
    const double documents = database_.get_doccount();
    double shared = 0;
    for (const std::string& term : author_terms(document)) {
        if (!std::binary_search(seed.author_terms.begin(), seed.author_terms.end(), term)) continue;
        shared += std::log(1 + documents / database_.get_termfreq(term)) / std::log(1 + documents);
    }
    return shared / (shared + authors_half);
}

RelatedFinder::Candidate RelatedFinder::score(const Seed& seed, Xapian::docid document,
                                              const PartWeights& weights) {
    Candidate candidate;
    candidate.document = document;
    const double cosine = dot(seed.vector, vectors_.of_paper(document));
    double fade = 1;
    if (const auto day = day_of(database_, document); day && seed.day) {
        const double years = std::abs(*day - *seed.day) / 365.25;
        fade = std::exp(-std::max(0.0, years - 1) / era_years);
    }
    candidate.content = fade * cosine;
    if (weights.authors > 0) {
        candidate.authors = fade * weights.authors * authors_scale *
                            shared_authors(seed, document) * std::min(1.0, cosine / authors_gate);
    }
    if (weights.votes > 0) {
        const Xapian::Document stored = database_.get_document(document, Xapian::DOC_ASSUME_VALID);
        candidate.votes = weights.votes * votes_scale *
                          Xapian::sortable_unserialise(stored.get_value(vote_level_slot));
    }
    candidate.score = candidate.content + candidate.authors + candidate.votes;
    return candidate;
}

// `candidates` are sorted by score; the best of them get their neighbours part.
void RelatedFinder::add_neighbours(std::vector<Candidate>& candidates) {
    std::vector<const TermVector*> papers;
    std::vector<double> values;
    for (const Candidate& candidate : candidates) {
        papers.push_back(&vectors_.of_paper(candidate.document));
        values.push_back(candidate.content + candidate.authors);
    }
    const std::vector<double> means =
        neighbour_means(papers, values, reranked_count, neighbour_count);
    for (std::size_t i = 0; i < means.size(); ++i) {
        candidates[i].neighbours = neighbours_scale * means[i];
        candidates[i].score += candidates[i].neighbours;
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

// The words that the two have most in common, as they stand in the papers that were asked about.
std::vector<std::string> RelatedFinder::shared_terms(const Seed& seed, Xapian::docid document) {
    std::vector<std::string> words;
    for (const std::uint32_t number :
         vectors_.shared(seed.vector, vectors_.of_paper(document), shown_terms * 3)) {
        std::string word = readable_term(vectors_.term(number));
        if (vectors_.term(number) != word) {
            const auto written = seed.words.find(word);
            if (written != seed.words.end()) word = written->second;
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
    const Xapian::Document document = database_.get_document(candidate.document);
    if (!request.with_papers) {
        hit.paper.id = stored_id(document);
        return hit;
    }
    hit.paper = stored_paper(document);
    hit.parts = {{"content", candidate.content},
                 {"authors", candidate.authors},
                 {"neighbours", candidate.neighbours},
                 {"votes", candidate.votes}};
    hit.shared_terms = shared_terms(seed, candidate.document);
    for (const std::string& name : hit.paper.authors) {
        const std::string term = std::string(author_prefix) + author_key(name).substr(0, 200);
        if (std::binary_search(seed.author_terms.begin(), seed.author_terms.end(), term)) {
            hit.shared_authors.push_back(name);
        }
    }
    if (!hit.paper.summary.empty()) {
        hit.snippet.text = cut_to_width(hit.paper.summary.front().text, 240);
    }
    return hit;
}

}  // namespace nonmun
