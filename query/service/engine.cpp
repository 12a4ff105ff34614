// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/service/engine.hpp"

#include <algorithm>
#include <iostream>

#include "common/cli/terminal.hpp"

namespace nonmun {
namespace {

// How often a report starts again because the index has changed. Its time limit ends it earlier.
constexpr int most_attempts = 100;

// A failure to open an index may be temporary, such as too many open files.
constexpr std::chrono::seconds retry_time{5};

constexpr std::size_t most_similarities = 2;

}  // namespace

std::shared_ptr<const Similarity> Similarities::of(const std::string& revision,
                                                   const Xapian::Database& database,
                                                   const std::function<void()>& pulse) {
    std::shared_ptr<Entry> entry;
    {
        const std::lock_guard lock(mutex_);
        const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const auto& known) {
            return known->revision == revision;
        });
        entry = found == entries_.end() ? std::make_shared<Entry>(revision) : *found;
        if (found == entries_.end()) entries_.push_front(entry);
        if (entries_.size() > most_similarities) entries_.pop_back();
    }
    const std::lock_guard lock(entry->mutex);
    if (!entry->similarity) {
        entry->similarity = std::make_shared<const Similarity>(database, pulse);
        ++read_;
    }
    return entry->similarity;
}

Engine::Engine(std::vector<std::string> paths, Similarities& similarities,
               TermScoreCache term_scores)
    : paths_(std::move(paths)), similarities_(similarities), term_scores_(std::move(term_scores)) {
    open();
}

void Engine::open() {
    auto index = std::make_unique<Index>(paths_);
    index->share_term_scores(term_scores_);
    finder_.reset();
    searcher_.reset();
    index_ = std::move(index);
    searcher_ = std::make_unique<Searcher>(*index_);
}

bool Engine::refresh() {
    if (!index_->outdated()) return false;
    try {
        open();
        return true;
    } catch (const Error& error) {
        using Clock = std::chrono::steady_clock;
        const bool for_good = error.kind == ErrorKind::version;
        index_->pass_over(for_good ? Clock::time_point::max() : Clock::now() + retry_time);
        refresh_failed_(error, index_->seen());
        return false;
    }
}

void print_refresh_failure(const Error& error) {
    std::cerr << "nonmun: the new index cannot be opened, answers come from the old one: " +
                     one_line(error.line()) + "\n";
}

SimilaritySource Engine::similarity() {
    return [this](const Xapian::Database& database) {
        return similarities_.of(index_->revision(), database);
    };
}

RelatedFinder& Engine::finder(const Xapian::Database& database) {
    const std::string revision = index_->revision();
    if (!finder_ || finder_revision_ != revision) {
        finder_.emplace(database, searcher_->analyzer(), similarity()(database));
        finder_revision_ = revision;
    }
    return *finder_;
}

std::size_t Engine::papers() {
    return index_->read([](const Xapian::Database& database) { return database.get_doccount(); });
}

Paper Engine::paper(const std::string& id) {
    return index_->read([&](const Xapian::Database& database) {
        return stored_paper(database.get_document(require_paper(database, id)));
    });
}

HitList Engine::related(const RelatedRequest& request) {
    return index_->read(
        [&](const Xapian::Database& database) { return finder(database).find(request); });
}

AuthorAnswer Engine::author(const std::string& name, const RelatedRequest& request) {
    return index_->read([&](const Xapian::Database& database) {
        return find_author(database, searcher_->analyzer(), name, request, similarity());
    });
}

std::vector<AuthorEntry> Engine::authors(const std::string& typed, std::size_t limit) {
    return index_->read(
        [&](const Xapian::Database& database) { return authors_like(database, typed, limit); });
}

IndexStatistics Engine::statistics() {
    const std::size_t words = index_->lexicon().entries().size();
    return index_->read([&](const Xapian::Database& database) {
        return read_statistics(database, words, index_->revision());
    });
}

void Engine::report(const ReportRequest& request, const ReportProgress& progress,
                    std::vector<Json>& records) {
    ReportSink sink;
    sink.progress = progress;
    sink.begin = [&] { records.clear(); };
    sink.record = [&](const Json& record) { records.push_back(record); };
    for (int attempt = 0;; ++attempt) {
        const std::string before = revision();
        try {
            make_report(*searcher_, request, sink, similarity());
            return;
        } catch (const Error&) {
            const bool moved_on = refresh() || revision() != before;
            if (!moved_on || attempt == most_attempts) throw;
        }
    }
}

}  // namespace nonmun
