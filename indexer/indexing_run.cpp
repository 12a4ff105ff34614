// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/indexing_run.hpp"

#include <xapian.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>

#include "common/error.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "common/workers.hpp"
#include "indexer/aside.hpp"
#include "indexer/index_build.hpp"
#include "indexer/index_database.hpp"
#include "indexer/input.hpp"
#include "indexer/piece.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

// True where a database is, false where there is nothing yet. Throws Error for a place where no
// database can be.
bool database_exists(const std::string& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    const bool nothing = status.type() == fs::file_type::not_found;
    if (nothing && fs::is_symlink(path, error))
        throw Error(ErrorKind::io, path + " is a link to nowhere",
                    "make the folder that it names, or name another --db");
    if (nothing) return false;
    if (error) throw Error(ErrorKind::io, "cannot look at " + path + ": " + error.message());
    if (!fs::is_directory(status))
        throw Error(ErrorKind::io, path + " is not a directory", "name another --db");
    if (count_shards(path) > 0) return true;
    if (fs::is_empty(path, error)) return false;
    throw Error(ErrorKind::io, path + " holds files, but no index",
                "name an empty or new directory with --db");
}

class Run {
  public:
    explicit Run(const IndexingOptions& options)
        : options_(options), inputs_(find_inputs(options.paths, [&](Diagnostic&& empty_folder) {
              ++empty_folders_;
              options.on_diagnostic(std::move(empty_folder));
          })) {}

    // May be called again when it found another writer.
    IndexingSummary run() {
        summary_ = {};
        summary_.diagnostics = empty_folders_;
        bytes_ = bytes_read_ = papers_read_ = 0;
        const bool exists = database_exists(options_.database);
        shards_ = exists ? count_shards(options_.database) : 1;
        if (exists && !options_.rebuild) {
            refuse_other_shards();
            if (update()) return summary_;
        }
        if (options_.shards > 0) shards_ = options_.shards;
        build(exists);
        return summary_;
    }

  private:
    // False, and nothing is done, for an index without papers: its words were learned from none.
    bool update() {
        IndexWriter writer = IndexWriter::open(options_.database, !options_.dry_run);
        if (writer.paper_count() == 0) return false;
        refuse_other_words();
        fill(writer);
        if (!options_.dry_run && writer.changed()) writer.commit();
        finish(writer);
        if (!options_.dry_run) remove_left_behind(fs::canonical(options_.database).string());
        return true;
    }

    void refuse_other_shards() const {
        if (options_.shards == 0 || options_.shards == shards_) return;
        throw Error(
            ErrorKind::usage,
            options_.database + " has " + plural(shards_, shards_ == 1 ? "database" : "shard"),
            "leave out --shards, or deal its papers anew with --rebuild");
    }

    // The words stay those that the index was made with. Of an index that cannot be read just now,
    // nothing is needed.
    void refuse_other_words() const {
        if (options_.words_of.empty()) return;
        try {
            if (words_checksum_of(options_.words_of) == words_checksum_of(options_.database))
                return;
        } catch (const Error&) {
            return;
        }
        throw Error(
            ErrorKind::usage,
            options_.database + " was made with other words than those of " + options_.words_of,
            "leave out --words-of, or make it anew with --rebuild");
    }

    // Makes the index beside its place. While one is replaced, its lock is held, so that no other
    // run writes to it.
    void build(bool exists) {
        std::optional<Xapian::WritableDatabase> lock;
        if (exists && !options_.dry_run) {
            lock = lock_database();
            refuse_foreign_files(options_.database);
        }
        const std::string place =
            options_.dry_run ? (fs::temp_directory_path() / "nonmun").string() : options_.database;
        std::optional<Vocabulary> words;
        if (!options_.words_of.empty()) words = vocabulary_of(options_.words_of);
        Aside aside(place);
        const BuildSummary built = build_index(inputs_, aside.path(),
                                               {.jobs = options_.jobs,
                                                .strict = options_.strict,
                                                .dry_run = options_.dry_run,
                                                .shards = shards_,
                                                .no_base = options_.no_base,
                                                .words = words ? &*words : nullptr,
                                                .on_diagnostic = options_.on_diagnostic,
                                                .on_surveyed = options_.on_surveyed,
                                                .on_papers = options_.on_papers,
                                                .on_file = options_.on_file});
        summary_.files = inputs_.size();
        summary_.changes = built.changes;
        summary_.diagnostics += built.diagnostics;
        summary_.papers = built.papers;
        refuse_flaws();
        summary_.wrote = !options_.dry_run;
        if (options_.dry_run) return;
        if (shards_ == 1) check(aside.path());
        for (std::size_t shard = 0; shards_ > 1 && shard < shards_; ++shard)
            check((fs::path(aside.path()) / std::to_string(shard)).string());
        if (exists) summary_.changes.removed = count_lost(options_.database, aside.path());
        aside.take_place(exists);
    }

    Xapian::WritableDatabase lock_database() const {
        try {
            return IndexWriter::lock(options_.database);
        } catch (const Error& error) {
            if (error.kind == ErrorKind::locked || error.kind == ErrorKind::usage) throw;
            return {};  // a broken database is what --rebuild is for
        }
    }

    // How many papers of one index the other has not; 0 when the one cannot be read.
    static std::size_t count_lost(const std::string& before, const std::string& after) {
        const std::string prefix(id_prefix);
        std::size_t lost = 0;
        try {
            const Xapian::Database old(before), now(after);
            auto kept = now.allterms_begin(prefix);
            for (auto id = old.allterms_begin(prefix); id != old.allterms_end(prefix); ++id) {
                kept.skip_to(*id);
                lost += kept == now.allterms_end(prefix) || *kept != *id;
            }
        } catch (const Xapian::Error&) {
            return 0;
        }
        return lost;
    }

    // All tables at once, which share nothing.
    void check(const std::string& path) const {
        static constexpr std::array tables = {"termlist", "docdata", "position", "postlist"};
        std::atomic<std::size_t> next = 0;
        std::atomic<std::size_t> errors = 0;
        const auto work = [&](std::size_t) {
            try {
                for (std::size_t table; (table = next++) < tables.size();) {
                    const fs::path file = fs::path(path) / (std::string(tables[table]) + ".glass");
                    if (fs::exists(file)) errors += Xapian::Database::check(file.string());
                }
            } catch (const Xapian::Error& error) {
                throw Error(ErrorKind::io, "the new index cannot be checked: " + error.get_msg(),
                            "nothing was changed");
            }
        };
        run_workers(std::min(options_.jobs, tables.size()), work, [] {});
        if (errors > 0)
            throw Error(ErrorKind::io, "the new index has errors",
                        "nothing was changed; check the disk");
    }

    void fill(IndexWriter& writer) {
        for (const Input& input : inputs_) bytes_ += size_of(input);
        std::vector<std::string> present;
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            read(writer, inputs_[i]);
            present.push_back(inputs_[i].path);
            options_.on_file(i + 1, inputs_.size());
        }
        summary_.files = inputs_.size();
        refuse_flaws();
        if (!options_.prune) return;
        std::vector<std::string> scope;
        for (const std::string& path : options_.paths) {
            std::error_code error;
            const fs::path place = path == "-" ? fs::path() : fs::canonical(path, error);
            if (!place.empty()) scope.push_back(place.string());
        }
        writer.forget_missing_sources(scope, present);
        writer.remove_orphans();
    }

    void refuse_flaws() const {
        if (!options_.strict || summary_.diagnostics == 0) return;
        throw Error(ErrorKind::input,
                    plural(summary_.diagnostics, "flaw") +
                        " in the input and --strict: nothing was written",
                    "mend them, or run without --strict to keep what can be read");
    }

    void read(IndexWriter& writer, const Input& input) {
        const std::string key = source_of(input);
        std::string hash;
        if (input.remembered) {
            hash = content_hash(input);
            if (writer.source_hash(key) == hash) {
                ++summary_.unchanged;
                bytes_ -= std::min(bytes_, size_of(input));
                return;
            }
            writer.begin_source(key);
        }
        const std::vector<Input> one{input};
        PieceReader reader(one);
        std::string text;
        while (const auto piece = reader.next(text)) {
            read_papers(
                input, *piece, text,
                [&](Paper&& paper) {
                    writer.put(std::move(paper), key);
                    ++papers_read_;
                },
                [&](Diagnostic&& diagnostic) {
                    ++summary_.diagnostics;
                    options_.on_diagnostic(std::move(diagnostic));
                });
            bytes_read_ += piece->size;
            options_.on_papers(papers_read_, estimated_papers(papers_read_, bytes_read_, bytes_));
        }
        if (!input.remembered) return;
        if (reader.hashes().front() != hash) changed_meanwhile(input.name);
        writer.finish_source(hash, input.path);
    }

    void finish(const IndexWriter& writer) {
        summary_.changes = writer.changes();
        summary_.papers = writer.paper_count();
        summary_.wrote = writer.changed() && !options_.dry_run;
    }

    const IndexingOptions& options_;
    std::size_t empty_folders_ = 0;  // told already
    std::vector<Input> inputs_;
    std::size_t shards_ = 1;
    IndexingSummary summary_;
    std::uint64_t bytes_ = 0;  // to be read by an update
    std::uint64_t bytes_read_ = 0;
    std::size_t papers_read_ = 0;
};

constexpr std::chrono::milliseconds between_attempts{100};

IndexingSummary run_when_free(const IndexingOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    Run run(options);
    while (true) {
        try {
            return run.run();
        } catch (const Error& error) {
            const auto waited = std::chrono::steady_clock::now() - start;
            const bool waits = !options.wait || waited < *options.wait;
            if (error.kind != ErrorKind::locked || !waits) throw;
        }
        std::this_thread::sleep_for(between_attempts);
    }
}

}  // namespace

IndexingSummary run_indexing(const IndexingOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    IndexingSummary summary = run_when_free(options);
    summary.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return summary;
}

}  // namespace nonmun
