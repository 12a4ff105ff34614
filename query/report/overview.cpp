#include "query/report/overview.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "common/analyzer/stop_words.hpp"
#include "common/date.hpp"
#include "common/paper_json.hpp"
#include "query/best_of.hpp"
#include "query/index.hpp"
#include "query/related.hpp"
#include "query/report/communities.hpp"

namespace nonmun {
namespace {

constexpr double duplicate_cosine = 0.85;
constexpr std::size_t least_cluster = 3;
constexpr std::size_t cluster_terms = 8;
constexpr std::size_t name_terms = 3;
// Papers of a cluster or month whose spellings are looked at, to show words in place of stems.
constexpr std::size_t spelling_papers = 25;
constexpr std::uint32_t least_papers = 3;
constexpr std::size_t month_terms = 8;
constexpr double significant = 10.83;
// Words that so many papers had before are ways of writing, not subjects.
constexpr double most_share_before = 0.1;

struct WeighedTerm {
    std::uint32_t term;
    double weight;
};

bool heavier(const WeighedTerm& a, const WeighedTerm& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
}

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

    // As a person reads them; without function words, and each once.
    std::vector<std::string> words_of(const std::vector<WeighedTerm>& terms,
                                      const std::vector<std::uint32_t>& group) const {
        std::vector<Xapian::docid> documents;
        for (std::size_t i = 0; i < std::min(spelling_papers, group.size()); ++i)
            documents.push_back(model_.document(scope_[group[i]]));
        const WrittenWords written = written_words(database_, documents);
        std::vector<std::string> words;
        for (const WeighedTerm& term : terms) {
            std::string word = readable_term(model_.term(term.term));
            if (const auto known = written.find(word);
                known != written.end() && word != model_.term(term.term)) {
                word = known->second;
            }
            const bool digits = word.find_first_not_of("0123456789.") == std::string::npos;
            if (digits || word.size() < 2 || is_stop_word(word)) continue;
            if (std::find(words.begin(), words.end(), word) == words.end())
                words.push_back(std::move(word));
            if (words.size() == cluster_terms) break;
        }
        return words;
    }

    // --- months ---

    void add_months() {
        std::map<std::string, std::vector<std::uint32_t>> months;
        for (std::uint32_t place = 0; place < scope_.size(); ++place) {
            if (const auto day = model_.day(scope_[place]))
                months[to_string(date_of_day(*day)).substr(0, 7)].push_back(place);
        }
        std::vector<std::uint32_t> before(model_.term_count());
        std::size_t papers_before = 0, months_before = 0;
        for (const auto& [month, places] : months) {
            std::vector<std::uint32_t> counts(model_.term_count());
            for (const std::uint32_t place : places) {
                for (const TermWeight& entry : model_.vector(scope_[place])) ++counts[entry.term];
            }
            add_month(month, places, counts, before, papers_before, months_before);
            for (std::size_t term = 0; term < counts.size(); ++term) before[term] += counts[term];
            papers_before += places.size();
            ++months_before;
        }
    }

    void add_month(const std::string& month, const std::vector<std::uint32_t>& places,
                   const std::vector<std::uint32_t>& counts,
                   const std::vector<std::uint32_t>& before, std::size_t papers_before,
                   std::size_t months_before) {
        BestOf<WeighedTerm, heavier> fresh(2 * month_terms), growing(2 * month_terms);
        for (std::uint32_t term = 0; term < counts.size() && months_before > 0; ++term) {
            if (counts[term] < least_papers) continue;
            const double ratio = likelihood_ratio(counts[term], static_cast<double>(places.size()),
                                                  before[term], static_cast<double>(papers_before));
            if (before[term] == 0) {
                fresh.offer({term, ratio});
            } else if (ratio > significant &&
                       before[term] <= most_share_before * static_cast<double>(papers_before)) {
                growing.offer({term, ratio});
            }
        }
        const auto listed = [&](BestOf<WeighedTerm, heavier>& best, bool with_before) {
            Json list = Json::array();
            for (const WeighedTerm& term : best.take()) {
                const auto words = words_of({term}, places_with(places, term.term));
                if (words.empty() || list.size() == month_terms) continue;
                Json entry = {{"term", words.front()}, {"papers", counts[term.term]}};
                if (with_before) {
                    const double average = before[term.term] / static_cast<double>(months_before);
                    entry["before"] = std::round(average * 100) / 100;
                }
                list.push_back(std::move(entry));
            }
            return list;
        };
        Json record = {{"type", "month"}, {"month", month}, {"papers", places.size()}};
        record["new"] = listed(fresh, false);
        record["growing"] = listed(growing, true);
        overview_.records.push_back(std::move(record));
    }

    std::vector<std::uint32_t> places_with(const std::vector<std::uint32_t>& places,
                                           std::uint32_t term) const {
        std::vector<std::uint32_t> found;
        for (const std::uint32_t place : places) {
            const auto vector = model_.vector(scope_[place]);
            const auto entry =
                std::lower_bound(vector.begin(), vector.end(), term,
                                 [](const TermWeight& e, std::uint32_t t) { return e.term < t; });
            if (entry != vector.end() && entry->term == term) found.push_back(place);
        }
        return found;
    }

    // 2 · ln of how much better two rates explain "k of n papers now, m of b before" than one; 0
    // where the rate fell.
    static double likelihood_ratio(double k, double n, double m, double b) {
        const auto part = [](double count, double of, double rate) {
            double sum = 0;
            if (count > 0) sum += count * std::log(rate);
            if (of - count > 0) sum += (of - count) * std::log1p(-rate);
            return sum;
        };
        if (b <= 0 || k / n <= m / b) return 0;
        const double common = (k + m) / (n + b);
        return 2 *
               (part(k, n, k / n) + part(m, b, m / b) - part(k, n, common) - part(m, b, common));
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
