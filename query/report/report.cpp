// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/report/report.hpp"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_pipeline.h>

#include <algorithm>

#include "query/index/index.hpp"
#include "query/related/related.hpp"
#include "query/related/run_tasks.hpp"
#include "query/render/render.hpp"
#include "query/report/overview.hpp"
#include "query/search/scope.hpp"

namespace nonmun {
namespace {

constexpr int report_version = 1;
// Papers whose neighbours may wait for those of a paper before them to be written.
constexpr std::size_t waiting_papers = 64;

std::vector<std::string> sorted(std::vector<std::string> ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

// A report on one revision of the database.
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
        const Json header = this->header();
        const std::size_t at_hand = sink_.papers_at_hand(header, ids);
        compare();
        const Overview overview = make_overview(database_, model_, graph_, scope_);
        sink_.record(header);
        write_papers(at_hand, overview);
        for (const Json& record : overview.records) sink_.record(record);
        return scope_.size();
    }

  private:
    Json header() const {
        return {{"type", "report"},
                {"version", report_version},
                {"index", revision_},
                {"scope", request_.scope},
                {"top", request_.top},
                {"min_score", request_.least_score},
                {"votes_weight", request_.weights.votes},
                {"author_weight", request_.weights.authors},
                {"papers", scope_.size()}};
    }

    void compare() {
        const std::size_t most = std::max(request_.top, RelatedScorer::near_count);
        const auto tell = [&](std::size_t done, std::size_t all) {
            sink_.progress("papers compared", done, all);
        };
        whole_ = model_.size() <= request_.most_compared || similarity_->has_graph(most);
        if (whole_) {
            graph_ = similarity_->graph(most, request_.jobs,
                                        [&](std::size_t done) { tell(done, model_.size()); });
            return;
        }
        graph_ = NeighbourGraph(model_.size(), most);
        for (std::size_t place = 0; place < scope_.size(); ++place) {
            graph_.set(scope_[place], nearest_papers(model_, scope_[place], most));
            tell(place + 1, scope_.size());
        }
    }

    struct Row {
        std::size_t place = 0;
        Seed seed;
        std::vector<Candidate> neighbours;
    };

    // Threads find the neighbours; one of them at a time, in the order of the scope, reads what is
    // shown of them from the database.
    void write_papers(std::size_t from, const Overview& overview) {
        namespace tbb = oneapi::tbb;
        tbb::enumerable_thread_specific<RelatedScorer> scorers(
            [&] { return RelatedScorer(model_, whole_ ? &graph_ : nullptr); });
        std::size_t next = from;
        const auto take = [&](tbb::flow_control& flow) -> std::size_t {
            if (next == scope_.size()) flow.stop();
            return next++;
        };
        const auto compare = [&](std::size_t place) { return row_of(place, scorers.local()); };
        const auto write = [&](const Row& row) {
            sink_.record(record_of(row, overview.clusters[row.place]));
            sink_.progress("papers", row.place + 1, scope_.size());
        };
        run_tasks(request_.jobs, [&] {
            tbb::parallel_pipeline(
                waiting_papers,
                tbb::make_filter<void, std::size_t>(tbb::filter_mode::serial_in_order, take) &
                    tbb::make_filter<std::size_t, Row>(tbb::filter_mode::parallel, compare) &
                    tbb::make_filter<Row, void>(tbb::filter_mode::serial_in_order, write));
        });
    }

    Row row_of(std::size_t place, RelatedScorer& scorer) const {
        Row row{place, scorer.seed_of({scope_[place]}), {}};
        row.neighbours = scorer.best(row.seed, request_.weights, request_.top);
        row.neighbours.resize(std::min(request_.top, row.neighbours.size()));
        std::erase_if(row.neighbours,
                      [&](const Candidate& c) { return c.score < request_.least_score; });
        return row;
    }

    Json record_of(const Row& row, const std::optional<std::uint32_t>& cluster) {
        const Xapian::docid document = model_.document(scope_[row.place]);
        const Paper paper = stored_paper(database_.get_document(document));
        const WrittenWords words = written_words(database_, {&document, 1});
        Json record = {{"type", "paper"}};
        Json all = to_json(paper);
        for (const char* member : {"id", "title", "url", "date", "votes", "authors"})
            record[member] = std::move(all[member]);
        record["cluster"] = cluster ? Json(*cluster) : Json(nullptr);
        Json neighbours = Json::array();
        for (const Candidate& candidate : row.neighbours) {
            neighbours.push_back(neighbour_of(row, candidate, paper, words));
            neighbours.back()["rank"] = neighbours.size();
        }
        record["neighbours"] = std::move(neighbours);
        return record;
    }

    Json neighbour_of(const Row& row, const Candidate& candidate, const Paper& paper,
                      const WrittenWords& words) {
        const Named& named = named_paper(candidate.paper);
        Hit hit;
        hit.score = candidate.score;
        hit.parts = parts_of(candidate, request_.weights);
        const RoundedScore rounded = rounded_score(hit, score_digits);
        Json parts = Json::object();
        for (const ScorePart& part : rounded.parts) parts[part.name] = part.value;
        return {{"id", named.id},
                {"title", named.title},
                {"rank", 0},
                {"score", rounded.score},
                {"parts", std::move(parts)},
                {"shared_terms",
                 shared_words(model_, row.seed.vector, model_.vector(candidate.paper), words)},
                {"shared_authors",
                 shared_names(model_, paper.authors, model_.authors(candidate.paper))}};
    }

    struct Named {
        std::string id, title;
    };

    // Read from the database once, however often it is a neighbour.
    const Named& named_paper(std::uint32_t paper) {
        const auto [place, added] = named_.try_emplace(paper);
        if (added) {
            Paper whole = stored_paper(database_.get_document(model_.document(paper)));
            place->second = {std::move(whole.id), std::move(whole.title)};
        }
        return place->second;
    }

    const Xapian::Database& database_;
    const ReportRequest& request_;
    const ReportSink& sink_;
    std::string revision_;  // of the index
    std::shared_ptr<const Similarity> similarity_;
    const SimilarityModel& model_;
    std::vector<std::uint32_t> scope_;  // papers of the model
    NeighbourGraph graph_;
    bool whole_ = true;  // the graph has the neighbours of all papers, not of the scope's alone
    std::unordered_map<std::uint32_t, Named> named_;
};

}  // namespace

std::size_t make_report(Searcher& searcher, const ReportRequest& request, const ReportSink& sink,
                        const SimilaritySource& similarity) {
    return searcher.index().read([&](const Xapian::Database& database) -> std::size_t {
        sink.begin();
        // Of this revision, or of a newer one, which is then open.
        const std::vector<std::string> ids =
            request.ids.empty() ? ids_in_scope(searcher, request.scope) : sorted(request.ids);
        if (ids.size() > request.most_papers) {
            throw Error(ErrorKind::usage,
                        "a scope of " + std::to_string(ids.size()) + " papers is too large; " +
                            std::to_string(request.most_papers) + " are the most here",
                        "narrow the scope, or make it with: nonmun report");
        }
        if (ids.empty()) return 0;
        return ReportMaker(database, request, sink, similarity(database),
                           searcher.index().revision())
            .make(ids);
    });
}

}  // namespace nonmun
