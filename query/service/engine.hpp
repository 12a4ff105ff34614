// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <future>
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

// The similarity of the newest revisions, each read once, by whoever asks first; who comes
// meanwhile waits. Shared by all engines.
class Similarities {
  public:
    // `pulse` is called while this call reads; it may throw to give up.
    std::shared_ptr<const Similarity> of(
        const std::string& revision, const Xapian::Database& database,
        const std::function<void()>& pulse = [] {});

    // How many have been read.
    std::size_t read() const { return read_; }

  private:
    using Reading = std::shared_future<std::shared_ptr<const Similarity>>;

    std::mutex mutex_;
    std::atomic<std::size_t> read_ = 0;
    std::list<std::pair<std::string, Reading>> known_;  // the newest first, two at most
};

// An opened index and all that answering needs, for one thread at a time. Its answers are whole:
// each is of one revision, the newest when refresh() was called, or a newer one.
class Engine {
  public:
    // Engines of one index may share the terms that they keep. Throws Error: missing, version, io.
    Engine(std::vector<std::string> paths, Similarities& similarities,
           TermScoreCache term_scores = {});

    // Opens what a writer has committed meanwhile. While that cannot be opened, the engine stays
    // with what it has; it tries again when something else is there, or some seconds later where
    // that may help. Returns whether there was something new.
    bool refresh();

    // `tell` is called by refresh() for each time that it fails, with `what`, which names the files
    // that it found.
    using RefreshFailure = std::function<void(const Error& error, const std::string& what)>;
    void tell_failures(RefreshFailure tell) { tell_failure_ = std::move(tell); }

    std::string revision() const { return index_->revision(); }
    // Whether a commit always makes another revision of it: not so of remote databases.
    bool tells_revisions() const { return !index_->has_remote(); }
    std::size_t papers();

    HitList search(const SearchRequest& request) { return searcher_->search(request); }
    Paper paper(const std::string& id);
    HitList related(const RelatedRequest& request);
    AuthorAnswer author(const std::string& name, const RelatedRequest& request);
    std::vector<AuthorEntry> authors(const std::string& typed, std::size_t limit);
    Trends trends(const TrendsRequest& request);
    IndexStatistics statistics();

    // Fills `records` with those of a report; begins again when the index moves on meanwhile.
    // `progress` is as in ReportSink: when it throws, what was made is in `records`.
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
    std::optional<RelatedFinder> finder_;  // of finder_revision_
    std::string finder_revision_;
    RefreshFailure tell_failure_ = [](const Error&, const std::string&) {};
};

// Says in one line on standard error that what is there now cannot be opened.
void say_refresh_failure(const Error& error);

}  // namespace nonmun
