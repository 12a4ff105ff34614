// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/report/overview.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <unordered_map>

#include "common/best_of.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "query/index/index.hpp"
#include "query/related/display_words.hpp"
#include "query/related/trends.hpp"
#include "query/render/trends.hpp"
#include "query/report/communities.hpp"

namespace nonmun {
namespace {

constexpr double duplicate_cosine = 0.85;
constexpr std::size_t least_cluster = 3;
constexpr std::size_t cluster_terms = 8;
constexpr std::size_t name_terms = 3;

// The neighbours within the scope, each pair once. Nodes are positions in the scope.
std::vector<SimilarPair> pairs_within(const std::vector<std::vector<Neighbour>>& neighbours,
                                      const std::vector<std::uint32_t>& scope) {
    std::unordered_map<std::uint32_t, std::uint32_t> positions;
    for (std::uint32_t i = 0; i < scope.size(); ++i) positions.emplace(scope[i], i);
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> cosines;
    for (std::uint32_t i = 0; i < scope.size(); ++i) {
        for (const Neighbour& near : neighbours[i]) {
            const auto other = positions.find(near.paper);
            if (other != positions.end()) cosines[std::minmax(i, other->second)] = near.cosine;
        }
    }
    std::vector<SimilarPair> pairs;
    for (const auto& [ends, cosine] : cosines) pairs.push_back({ends.first, ends.second, cosine});
    return pairs;
}

void add_near_duplicates(const Xapian::Database& database, const SimilarityModel& model,
                         std::vector<SimilarPair> pairs, const std::vector<std::uint32_t>& scope,
                         std::vector<Json>& records) {
    std::erase_if(pairs, [](const SimilarPair& pair) { return pair.weight < duplicate_cosine; });
    const NodeGroups groups = components(static_cast<std::uint32_t>(scope.size()), pairs);
    std::vector<std::size_t> group_of(scope.size());
    for (std::size_t group = 0; group < groups.size(); ++group) {
        for (const std::uint32_t i : groups[group]) group_of[i] = group;
    }
    std::vector<double> least(groups.size(), 1);
    for (const SimilarPair& pair : pairs) {
        double& cosine = least[group_of[pair.from]];
        cosine = std::min(cosine, pair.weight);
    }
    for (std::size_t group = 0; group < groups.size() && groups[group].size() > 1; ++group) {
        Json papers = Json::array();
        for (const std::uint32_t i : groups[group]) {
            const Paper paper = stored_paper(database.get_document(model.document(scope[i])));
            papers.push_back({{"id", paper.id}, {"title", paper.title}});
        }
        records.push_back({{"type", "near_duplicates"},
                           {"cosine", std::round(least[group] * 1e6) / 1e6},
                           {"papers", std::move(papers)}});
    }
}

// Terms with a high weight in these papers that more of them have than papers elsewhere.
std::vector<WeightedTerm> distinctive_terms(const SimilarityModel& model,
                                            const std::vector<std::uint32_t>& papers) {
    struct Sum {
        double weight = 0;
        std::uint32_t papers = 0;
    };
    std::unordered_map<std::uint32_t, Sum> sums;
    for (const std::uint32_t paper : papers) {
        for (const TermWeight& entry : model.vector(paper)) {
            Sum& sum = sums[entry.term];
            sum.weight += entry.weight;
            ++sum.papers;
        }
    }
    const auto all = static_cast<double>(model.size());
    BestOf<WeightedTerm, heavier> best(3 * cluster_terms);
    for (const auto& [term, sum] : sums) {
        if (sum.papers < 2) continue;
        const double share = sum.papers / static_cast<double>(papers.size());
        const double everywhere = static_cast<double>(model.postings(term).size()) / all;
        if (share > everywhere) best.offer({term, sum.weight * std::log(share / everywhere)});
    }
    return best.take();
}

}  // namespace

Overview make_overview(const Xapian::Database& database, const SimilarityModel& model,
                       const std::vector<std::vector<Neighbour>>& neighbours,
                       const std::vector<std::uint32_t>& scope) {
    Overview overview;
    overview.clusters.resize(scope.size());
    const std::vector<SimilarPair> pairs = pairs_within(neighbours, scope);
    add_near_duplicates(database, model, pairs, scope, overview.records);
    std::uint32_t cluster = 0;
    for (const auto& group : communities(static_cast<std::uint32_t>(scope.size()), pairs)) {
        if (group.size() < least_cluster) break;
        std::vector<std::uint32_t> papers;
        Json ids = Json::array();
        for (const std::uint32_t i : group) {
            papers.push_back(scope[i]);
            ids.push_back(stored_id(database.get_document(model.document(scope[i]))));
            overview.clusters[i] = cluster;
        }
        const std::vector<std::string> terms =
            display_words(database, model, distinctive_terms(model, papers), papers, cluster_terms);
        const std::span name(terms.data(), std::min(name_terms, terms.size()));
        overview.records.push_back({{"type", "cluster"},
                                    {"cluster", cluster++},
                                    {"name", joined(name)},
                                    {"terms", terms},
                                    {"papers", std::move(ids)}});
    }
    for (const MonthTrend& month : month_trends(database, model, scope)) {
        Json record = {{"type", "month"}};
        record.update(month_json(month));
        overview.records.push_back(std::move(record));
    }
    return overview;
}

}  // namespace nonmun
