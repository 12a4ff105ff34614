// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/report/report.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

#include "common/workers.hpp"
#include "query/index/index.hpp"
#include "query/related/related.hpp"
#include "query/render/score.hpp"
#include "query/report/overview.hpp"
#include "query/search/scope.hpp"

namespace nonmun {
namespace {

constexpr int report_version = 1;
// Papers that a thread scores at once.
constexpr std::size_t papers_at_once = 16;

std::vector<std::string> sorted(std::vector<std::string> ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
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
        const std::size_t at_hand = sink_.finished_papers(header, ids);
        const Overview overview = make_overview(database_, model_, neighbours(), scope_);
        sink_.record(header);
        write_papers(at_hand, overview);
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
            request.ids.empty() ? ids_in_scope(searcher, request.scope) : sorted(request.ids);
        if (ids.size() > request.most_papers) {
            throw Error(ErrorKind::usage,
                        "a scope of " + std::to_string(ids.size()) +
                            " papers is too large for a report here, which has at most " +
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
