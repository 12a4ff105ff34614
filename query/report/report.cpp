// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/report/report.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

#include "common/best_of.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "common/workers.hpp"
#include "query/index/index.hpp"
#include "query/related/related.hpp"
#include "query/related/trends.hpp"
#include "query/render/score.hpp"
#include "query/render/trends.hpp"
#include "query/report/communities.hpp"
#include "query/search/searcher.hpp"

namespace nonmun {
namespace {

constexpr int report_version = 1;
// Papers that a thread scores at once.
constexpr std::size_t papers_at_once = 16;
constexpr double duplicate_cosine = 0.85;
constexpr std::size_t least_cluster = 3;
constexpr std::size_t cluster_terms = 8;
constexpr std::size_t name_terms = 3;

std::vector<std::string> sorted(std::vector<std::string> ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

// The part of a report about all of its papers.
struct Overview {
    std::vector<std::optional<std::uint32_t>> clusters;  // of each paper of the scope; may be none
    std::vector<Json> records;                           // near duplicates, clusters, months
};

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

// `scope` holds numbers of the model's papers; neighbours[i] are those of paper scope[i].
//   near duplicates  papers with a cosine of 0.85 or more, directly or through others
//   clusters         communities of three or more papers in the neighbour graph, named by their
//                    most distinctive terms
//   months           new and growing terms of each month (query/related/trends.hpp)
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

// A paper of the scope with the papers that are related to it.
struct RelatedRow {
    Seed seed;
    std::vector<Candidate> related;
};

// Makes a report on one revision of the database.
class ReportMaker {
  public:
    ReportMaker(const Xapian::Database& database, const ReportRequest& request,
                const ReportSink& sink, std::shared_ptr<const Similarity> similarity,
                std::string revision)
        : database_(database),
          request_(request),
          sink_(sink),
          revision_(std::move(revision)),
          similarity_(std::move(similarity)),
          model_(similarity_->model) {}

    std::size_t make(const std::vector<std::string>& ids) {
        for (const std::string& id : ids)
            scope_.push_back(model_.paper(require_paper(database_, id)));
        const Json header = {{"type", "report"},
                             {"version", report_version},
                             {"index", revision_},
                             {"scope", request_.scope},
                             {"top", request_.top},
                             {"min_score", request_.least_score},
                             {"votes_weight", request_.weights.votes},
                             {"author_weight", request_.weights.authors},
                             {"papers", scope_.size()}};
        const std::size_t finished = sink_.finished_papers(header, ids);
        const Overview overview = make_overview(database_, model_, neighbours(), scope_);
        sink_.record(header);
        write_papers(finished, overview);
        for (const Json& record : overview.records) sink_.record(record);
        return scope_.size();
    }

  private:
    // The nearest papers of each paper of the scope: from the graph of all papers, or one by one.
    std::vector<std::vector<Neighbour>> neighbours() {
        const std::size_t most = std::max(request_.top, RelatedScorer::near_count);
        const auto report = [&](std::size_t done, std::size_t all) {
            sink_.progress("papers compared", done, all);
        };
        if (model_.size() <= request_.most_compared || similarity_->has_graph(most))
            graph_ = similarity_->graph(most, request_.jobs,
                                        [&](std::size_t done) { report(done, model_.size()); });
        std::vector<std::vector<Neighbour>> neighbours;
        for (const std::uint32_t paper : scope_) {
            if (graph_) {
                const std::vector<Neighbour>& row = (*graph_)[paper];
                neighbours.emplace_back(row.begin(), row.begin() + std::min(most, row.size()));
            } else {
                neighbours.push_back(nearest_papers(model_, paper, most));
                report(neighbours.size(), scope_.size());
            }
        }
        return neighbours;
    }

    // Threads score the papers; one at a time, in the order of the scope, reads from the database
    // and writes.
    void write_papers(std::size_t first, const Overview& overview) {
        std::vector<std::optional<RelatedScorer>> scorers(std::max<std::size_t>(request_.jobs, 1));
        std::size_t next = first, written = first;
        const auto take = [&]() -> std::optional<std::span<const std::uint32_t>> {
            if (next >= scope_.size()) return std::nullopt;
            const std::size_t begin =
                std::exchange(next, std::min(next + papers_at_once, scope_.size()));
            return std::span(scope_).subspan(begin, next - begin);
        };
        const auto score = [&](std::size_t worker, std::span<const std::uint32_t> papers) {
            std::optional<RelatedScorer>& scorer = scorers[worker];
            if (!scorer) scorer.emplace(model_, graph_.get());
            std::vector<RelatedRow> rows;
            for (const std::uint32_t paper : papers) rows.push_back(row_of(paper, *scorer));
            return rows;
        };
        const auto write = [&](const std::vector<RelatedRow>& rows) {
            for (const RelatedRow& row : rows) {
                sink_.record(record_of(row, overview.clusters[written]));
                sink_.progress("papers", ++written, scope_.size());
            }
        };
        work_in_order(request_.jobs, take, score, write);
    }

    RelatedRow row_of(std::uint32_t paper, RelatedScorer& scorer) const {
        RelatedRow row{scorer.seed_of({paper}), {}};
        row.related = scorer.best(row.seed, request_.weights, request_.top);
        row.related.resize(std::min(request_.top, row.related.size()));
        std::erase_if(row.related,
                      [&](const Candidate& c) { return c.score < request_.least_score; });
        return row;
    }

    Json record_of(const RelatedRow& row, const std::optional<std::uint32_t>& cluster) {
        const Xapian::docid document = model_.document(row.seed.papers.front());
        const Paper paper = stored_paper(database_.get_document(document));
        const SurfaceForms forms = surface_forms(database_, {&document, 1});
        Json record = {{"type", "paper"}};
        Json all = to_json(paper);
        for (const char* member : {"id", "title", "url", "date", "votes", "authors"})
            record[member] = std::move(all[member]);
        record["cluster"] = cluster ? Json(*cluster) : Json(nullptr);
        Json& neighbours = record["neighbours"] = Json::array();
        for (const Candidate& candidate : row.related) {
            const auto& [id, title] = id_and_title(candidate.paper);
            Hit hit;
            hit.score = candidate.score;
            hit.parts = score_parts(candidate, request_.weights);
            const RoundedScore rounded = rounded_score(hit, score_digits);
            Json parts = Json::object();
            for (const ScorePart& part : rounded.parts) parts[part.name] = part.value;
            neighbours.push_back(
                {{"id", id},
                 {"title", title},
                 {"rank", neighbours.size() + 1},
                 {"score", rounded.score},
                 {"parts", std::move(parts)},
                 {"shared_terms",
                  shared_words(model_, row.seed.vector, model_.vector(candidate.paper), forms)},
                 {"shared_authors",
                  shared_names(model_, paper.authors, model_.authors(candidate.paper))}});
        }
        return record;
    }

    // Read from the database once: most papers are a neighbour of several.
    const std::pair<std::string, std::string>& id_and_title(std::uint32_t paper) {
        const auto [entry, added] = ids_and_titles_.try_emplace(paper);
        if (added) {
            Paper whole = stored_paper(database_.get_document(model_.document(paper)));
            entry->second = {std::move(whole.id), std::move(whole.title)};
        }
        return entry->second;
    }

    const Xapian::Database& database_;
    const ReportRequest& request_;
    const ReportSink& sink_;
    std::string revision_;  // of the index
    std::shared_ptr<const Similarity> similarity_;
    const SimilarityModel& model_;
    std::vector<std::uint32_t> scope_;             // numbers of the model's papers
    std::shared_ptr<const NeighbourGraph> graph_;  // null: only the scope's papers are compared
    std::unordered_map<std::uint32_t, std::pair<std::string, std::string>> ids_and_titles_;
};

}  // namespace

std::size_t make_report(Searcher& searcher, const ReportRequest& request, const ReportSink& sink,
                        const SimilaritySource& similarity) {
    return searcher.index().read([&](const Xapian::Database& database) -> std::size_t {
        sink.begin();
        // ids_in_scope() may move the index on to a newer revision.
        const std::vector<std::string> ids =
            request.ids.empty() ? ids_in_scope(searcher, request.scope, request.limits)
                                : sorted(request.ids);
        if (ids.size() > request.most_papers) {
            throw Error(ErrorKind::usage,
                        "a scope of " + std::to_string(ids.size()) +
                            " papers is too large for a report here; the limit is " +
                            std::to_string(request.most_papers),
                        "narrow the scope, or use: nonmun report");
        }
        if (ids.empty()) return 0;
        return ReportMaker(database, request, sink, similarity(database),
                           searcher.index().revision())
            .make(ids);
    });
}

}  // namespace nonmun
