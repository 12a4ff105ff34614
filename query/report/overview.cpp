// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/report/overview.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "common/best_of.hpp"
#include "common/paper_json.hpp"
#include "common/schema.hpp"
#include "query/index/index.hpp"
#include "query/related/readable_words.hpp"
#include "query/related/trends.hpp"
#include "query/render/trends.hpp"
#include "query/report/communities.hpp"

namespace nonmun {
namespace {

constexpr double duplicate_cosine = 0.85;
constexpr std::size_t least_cluster = 3;
constexpr std::size_t cluster_terms = 8;
constexpr std::size_t name_terms = 3;

// The pairs of the graph inside the scope, once each, by place in the scope.
std::vector<Edge> edges_within(const NeighbourGraph& graph,
                               const std::vector<std::uint32_t>& scope) {
    std::unordered_map<std::uint32_t, std::uint32_t> places;
    for (std::uint32_t i = 0; i < scope.size(); ++i) places.emplace(scope[i], i);
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> pairs;
    for (std::uint32_t i = 0; i < scope.size(); ++i) {
        for (const Neighbour& near : graph.of(scope[i])) {
            const auto other = places.find(near.paper);
            if (other != places.end()) pairs[std::minmax(i, other->second)] = near.cosine;
        }
    }
    std::vector<Edge> edges;
    for (const auto& [pair, cosine] : pairs) edges.push_back({pair.first, pair.second, cosine});
    return edges;
}

class OverviewMaker {
  public:
    OverviewMaker(const Xapian::Database& database, const SimilarityModel& model,
                  const NeighbourGraph& graph, const std::vector<std::uint32_t>& scope)
        : database_(database), model_(model), scope_(scope), edges_(edges_within(graph, scope)) {
        overview_.clusters.resize(scope.size());
    }

    Overview make() {
        add_near_duplicates();
        add_clusters();
        add_months();
        return std::move(overview_);
    }

  private:
    // Groups of places in the scope, by their number.
    static std::vector<std::vector<std::uint32_t>> groups_of(
        const std::vector<std::uint32_t>& numbers) {
        std::vector<std::vector<std::uint32_t>> groups;
        for (std::uint32_t place = 0; place < numbers.size(); ++place) {
            groups.resize(std::max<std::size_t>(groups.size(), numbers[place] + 1));
            groups[numbers[place]].push_back(place);
        }
        return groups;
    }

    Paper paper_at(std::uint32_t place) const {
        return stored_paper(database_.get_document(model_.document(scope_[place])));
    }

    void add_near_duplicates() {
        std::vector<Edge> near;
        for (const Edge& edge : edges_) {
            if (edge.weight >= duplicate_cosine) near.push_back(edge);
        }
        const auto numbers = components(static_cast<std::uint32_t>(scope_.size()), near);
        const auto groups = groups_of(numbers);
        std::vector<double> least(groups.size(), 1);
        for (const Edge& edge : near)
            least[numbers[edge.from]] = std::min(least[numbers[edge.from]], edge.weight);
        for (std::size_t i = 0; i < groups.size() && groups[i].size() > 1; ++i) {
            Json papers = Json::array();
            for (const std::uint32_t place : groups[i]) {
                const Paper paper = paper_at(place);
                papers.push_back({{"id", paper.id}, {"title", paper.title}});
            }
            overview_.records.push_back({{"type", "near_duplicates"},
                                         {"cosine", std::round(least[i] * 1e6) / 1e6},
                                         {"papers", std::move(papers)}});
        }
    }

    void add_clusters() {
        const auto groups =
            groups_of(communities(static_cast<std::uint32_t>(scope_.size()), edges_));
        for (std::uint32_t i = 0; i < groups.size() && groups[i].size() >= least_cluster; ++i) {
            Json papers = Json::array();
            for (const std::uint32_t place : groups[i]) {
                overview_.clusters[place] = i;
                papers.push_back(stored_id(database_.get_document(model_.document(scope_[place]))));
            }
            const std::vector<std::string> terms = words_of(telling_terms(groups[i]), groups[i]);
            std::string name;
            for (std::size_t j = 0; j < std::min(name_terms, terms.size()); ++j)
                name.append(j > 0 ? ", " : "").append(terms[j]);
            overview_.records.push_back({{"type", "cluster"},
                                         {"cluster", i},
                                         {"name", name},
                                         {"terms", terms},
                                         {"papers", std::move(papers)}});
        }
    }

    // Terms that weigh in the papers and stand in them more than elsewhere.
    std::vector<WeighedTerm> telling_terms(const std::vector<std::uint32_t>& group) const {
        struct Sum {
            double weight = 0;
            std::uint32_t papers = 0;
        };
        std::unordered_map<std::uint32_t, Sum> sums;
        for (const std::uint32_t place : group) {
            for (const TermWeight& entry : model_.vector(scope_[place])) {
                Sum& sum = sums[entry.term];
                sum.weight += entry.weight;
                ++sum.papers;
            }
        }
        const double papers = static_cast<double>(model_.size());
        BestOf<WeighedTerm, heavier> best(3 * cluster_terms);
        for (const auto& [term, sum] : sums) {
            if (sum.papers < 2) continue;
            const double share = sum.papers / static_cast<double>(group.size());
            const double everywhere = static_cast<double>(model_.postings(term).size()) / papers;
            if (share > everywhere) best.offer({term, sum.weight * std::log(share / everywhere)});
        }
        return best.take();
    }

    void add_months() {
        for (const MonthTrend& month : month_trends(database_, model_, scope_)) {
            Json record = {{"type", "month"}};
            record.update(month_json(month));
            overview_.records.push_back(std::move(record));
        }
    }

    // As a person reads them.
    std::vector<std::string> words_of(const std::vector<WeighedTerm>& terms,
                                      const std::vector<std::uint32_t>& group) const {
        std::vector<std::uint32_t> papers;
        for (const std::uint32_t place : group) papers.push_back(scope_[place]);
        return readable_words(database_, model_, terms, papers, cluster_terms);
    }

    const Xapian::Database& database_;
    const SimilarityModel& model_;
    const std::vector<std::uint32_t>& scope_;
    std::vector<Edge> edges_;
    Overview overview_;
};

}  // namespace

Overview make_overview(const Xapian::Database& database, const SimilarityModel& model,
                       const NeighbourGraph& graph, const std::vector<std::uint32_t>& scope) {
    return OverviewMaker(database, model, graph, scope).make();
}

}  // namespace nonmun
