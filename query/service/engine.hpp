// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/error.hpp"
#include "query/index/statistics.hpp"
#include "query/related/authors.hpp"
#include "query/related/related.hpp"
#include "query/related/trends.hpp"
#include "query/report/report.hpp"
#include "query/search/searcher.hpp"

namespace nonmun {

// The similarity models of the two newest revisions, shared by all engines. Each is read once, by
// the first caller; callers that want the same one wait.
class Similarities {
  public:
    // `pulse` is called while this call reads; it may throw to give up, then the next caller reads.
    std::shared_ptr<const Similarity> of(
        const std::string& revision, const Xapian::Database& database,
        const std::function<void()>& pulse = [] {});

    // How many have been read.
    std::size_t read() const { return read_; }

  private:
    struct Entry {
        explicit Entry(std::string name) : revision(std::move(name)) {}

        const std::string revision;
        std::mutex mutex;                              // held while the model is read
        std::shared_ptr<const Similarity> similarity;  // nullptr until it is read
    };

    std::mutex mutex_;                           // of entries_
    std::list<std::shared_ptr<Entry>> entries_;  // the newest first
    std::atomic<std::size_t> read_ = 0;
};

// An open index and everything that answering needs, for one thread at a time. Each answer is of
// one revision: the newest when refresh() was called, or a newer one.
class Engine {
  public:
    // Engines of one index may share their cache of term scores. Throws Error: missing, version,
    // io.
    Engine(std::vector<std::string> paths, Similarities& similarities,
           TermScoreCache term_scores = {});

    // Opens the newest revision. If that fails, the engine keeps the open one, and tries again when
    // the files change, or after some seconds if that may help. Returns whether there was a new
    // revision.
    bool refresh();

    // Sets a function that refresh() calls each time it fails. `what` identifies the files that it
    // found.
    using RefreshFailure = std::function<void(const Error& error, const std::string& what)>;
    void on_refresh_failure(RefreshFailure call) { refresh_failed_ = std::move(call); }

    std::string revision() const { return index_->revision(); }
    // Whether every commit changes revision(); not so for remote databases.
    bool tells_revisions() const { return !index_->has_remote(); }
    std::size_t papers();

    HitList search(const SearchRequest& request) { return searcher_->search(request); }
    Paper paper(const std::string& id);
    HitList related(const RelatedRequest& request);
    AuthorAnswer author(const std::string& name, const RelatedRequest& request);
    std::vector<AuthorEntry> authors(const std::string& typed, std::size_t limit);
    Trends trends(const TrendsRequest& request) {
        return find_trends(*searcher_, request, similarity());
    }
    IndexStatistics statistics();

    // Fills `records` with those of a report, and starts again if the index changes meanwhile.
    // `progress` is as in ReportSink; if it throws, `records` has those made so far.
    void report(const ReportRequest& request, const ReportProgress& progress,
                std::vector<Json>& records);

  private:
    void open();
    RelatedFinder& finder(const Xapian::Database& database);
    SimilaritySource similarity();

    std::vector<std::string> paths_;
    Similarities& similarities_;
    TermScoreCache term_scores_;
    std::unique_ptr<Index> index_;
    std::unique_ptr<Searcher> searcher_;
    std::optional<RelatedFinder> finder_;  // for finder_revision_
    std::string finder_revision_;
    RefreshFailure refresh_failed_ = [](const Error&, const std::string&) {};
};

// Prints one line on standard error: the new revision cannot be opened.
void print_refresh_failure(const Error& error);

}  // namespace nonmun
