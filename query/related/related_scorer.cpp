// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/related_scorer.hpp"

#include <algorithm>
#include <cmath>

#include "common/best_of.hpp"
#include "common/date.hpp"
#include "common/schema.hpp"

namespace nonmun {
namespace {

// The constants of the score: see RelatedScorer, and docs/ranking.md for where they were measured.
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

// 0 to 1, from the sum of the weights of shared authors.
double team_share(double shared) {
    return shared / (shared + authors_half);
}

bool better_candidate(const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.paper < b.paper;
}

}  // namespace

RelatedScorer::RelatedScorer(const SimilarityModel& model, const NeighbourGraph* graph)
    : model_(model),
      graph_(graph),
      team_weights_(model.size()),
      hidden_(model.size()),
      seed_team_weights_(model.size()),
      fits_(model.size()) {
    const double papers = static_cast<double>(model.size());
    author_weights_.reserve(model.author_count());
    for (std::uint32_t author = 0; author < model.author_count(); ++author) {
        const auto own = static_cast<double>(model.papers_of_author(author).size());
        author_weights_.push_back(std::log(1 + papers / own) / std::log(1 + papers));
    }
}

Seed RelatedScorer::seed_of(std::vector<std::uint32_t> papers) const {
    Seed seed;
    seed.vector = model_.centroid(papers);
    double days = 0;
    std::size_t dated = 0;
    for (const std::uint32_t paper : papers) {
        const auto authors = model_.authors(paper);
        seed.authors.insert(seed.authors.end(), authors.begin(), authors.end());
        if (const auto day = model_.day(paper)) {
            days += *day;
            ++dated;
        }
    }
    if (dated > 0) seed.day = days / static_cast<double>(dated);
    std::sort(seed.authors.begin(), seed.authors.end());
    seed.authors.erase(std::unique(seed.authors.begin(), seed.authors.end()), seed.authors.end());
    seed.papers = std::move(papers);
    return seed;
}

std::vector<Candidate> RelatedScorer::best(const Seed& seed, const PartWeights& weights,
                                           std::size_t count) {
    const auto hide = [&](bool hidden) {
        for (const std::uint32_t paper : seed.papers) hidden_[paper] = hidden;
        for (const std::uint32_t paper : seed.excluded) hidden_[paper] = hidden;
    };
    hide(true);
    std::vector<Candidate> candidates = first_best(seed, weights, std::max(reranked_count, count));
    add_neighbours(seed, candidates);
    std::sort(candidates.begin(), candidates.end(), better_candidate);
    hide(false);
    return candidates;
}

// The best papers without the parts `neighbours` and `other papers`.
std::vector<Candidate> RelatedScorer::first_best(const Seed& seed, const PartWeights& weights,
                                                 std::size_t count) {
    model_.cosines(seed.vector, cosines_);
    for (const std::uint32_t paper : seed_team_papers_) seed_team_weights_[paper] = 0;
    seed_team_papers_.clear();
    for (const std::uint32_t author : seed.authors)
        add_author(author, seed_team_weights_, seed_team_papers_);
    model_.topics().cosines(model_.topics().project(seed.vector), topic_cosines_);
    topic_cosines_.resize(model_.size());
    const int as_of = days_since_epoch(weights.as_of.value_or(today()));
    // Upper bound of votes, recency and rounding.
    const double most_added = std::max(0.0, weights.votes) * votes_scale +
                              std::max(0.0, weights.recency) * recency_scale + 1e-9;
    BestOf<Candidate, better_candidate> best(std::min(count, model_.size()));
    for (std::uint32_t paper = 0; paper < model_.size(); ++paper) {
        fits_[paper] = 0;
        if (hidden_[paper]) continue;
        const double cosine = std::min(1.0F, cosines_[paper]);
        const double authors = weights.authors * authors_scale *
                               team_share(seed_team_weights_[paper]) *
                               std::min(1.0, cosine / authors_gate);
        const double topics = topics_scale * std::max(0.0F, topic_cosines_[paper]);
        fits_[paper] = cosine + topics + authors;
        if (best.full() && fits_[paper] + most_added < best.worst().score) continue;
        const double faded = fade(seed, paper);
        Candidate candidate;
        candidate.paper = paper;
        candidate.content = faded * cosine;
        candidate.topics = faded * topics;
        candidate.authors = faded * authors;
        candidate.votes = weights.votes * votes_scale * model_.vote_level(paper);
        if (const auto day = model_.day(paper); day && weights.recency > 0)
            candidate.recency = weights.recency * recency_scale * recency(*day, as_of);
        candidate.score = candidate.content + candidate.topics + candidate.authors +
                          candidate.votes + candidate.recency;
        best.offer(candidate);
    }
    return best.take();
}

// The mean cosine of the other papers by the paper's authors, weighted by team_share().
double RelatedScorer::other_papers(std::uint32_t paper) {
    team_papers_.clear();
    for (const std::uint32_t author : model_.authors(paper))
        add_author(author, team_weights_, team_papers_);
    double sum = 0, all = 0;
    for (const std::uint32_t other : team_papers_) {
        const double share = other == paper ? 0 : team_share(team_weights_[other]);
        team_weights_[other] = 0;
        all += share;
        if (!hidden_[other]) sum += share * std::min(1.0F, cosines_[other]);
    }
    return all > 0 ? sum / all : 0;
}

// Adds the author's weight to the author's papers; appends those that had none to `papers`.
void RelatedScorer::add_author(std::uint32_t author, std::vector<double>& weights,
                               std::vector<std::uint32_t>& papers) const {
    for (const std::uint32_t paper : model_.papers_of_author(author)) {
        if (weights[paper] == 0) papers.push_back(paper);
        weights[paper] += author_weights_[author];
    }
}

double RelatedScorer::fade(const Seed& seed, std::uint32_t paper) const {
    const auto day = model_.day(paper);
    if (!day || !seed.day) return 1;
    const double days = std::round(std::abs(*day - *seed.day));
    return std::exp(-std::max(0.0, days / 365.25 - 1) / era_years);
}

std::span<const Neighbour> RelatedScorer::nearest(std::uint32_t paper) {
    if (graph_ != nullptr) {
        const std::vector<Neighbour>& row = (*graph_)[paper];
        return {row.data(), std::min(near_count, row.size())};
    }
    const auto [row, added] = rows_.try_emplace(paper);
    if (added) row->second = nearest_papers(model_, paper, near_count);
    return row->second;
}

// Adds the parts `neighbours` and `other papers` to the first 200 of `best`, which is sorted.
void RelatedScorer::add_neighbours(const Seed& seed, std::vector<Candidate>& best) {
    struct Mean {
        double sum = 0, weight = 0;
    };
    const std::size_t rows = std::min(best.size(), reranked_count);
    std::unordered_map<std::uint32_t, Mean> means;
    for (std::size_t i = 0; i < rows; ++i) means[best[i].paper];
    for (std::size_t i = 0; i < rows; ++i) {
        const std::uint32_t paper = best[i].paper;
        double all = 0;
        for (const Neighbour& near : nearest(paper)) all += near.cosine;
        if (all <= 0) continue;  // its words are in every paper
        for (const Neighbour& near : nearest(paper)) {
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
        best[i].other_papers = other_papers_scale * faded * other_papers(best[i].paper);
        best[i].score += best[i].neighbours + best[i].other_papers;
    }
}

}  // namespace nonmun
