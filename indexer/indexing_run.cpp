// SPDX-License-Identifier: GPL-2.0-or-later
// One run of the indexer, stage by stage. A first build and an update take the same way; an update
// goes over what changed only.
#include "indexer/indexing_run.hpp"

#include <xapian.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "common/error.hpp"
#include "common/paper_record.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "common/title.hpp"
#include "common/workers.hpp"
#include "indexer/document_builder.hpp"
#include "indexer/index_database.hpp"
#include "indexer/input_chunk.hpp"
#include "indexer/new_index.hpp"
#include "indexer/staged_index.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

// The glossary is learned from the first entries only, because of the time that learning takes.
constexpr std::size_t glossary_sample_size = 4000;

// Documents between two reports of progress.
constexpr std::size_t progress_interval = 100;

// Whether an index is there. Throws Error for a place where none can be.
bool index_exists(const std::string& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    const bool nothing = status.type() == fs::file_type::not_found;
    if (nothing && fs::is_symlink(path, error)) {
        throw Error(ErrorKind::io, path + " is a link to nowhere",
                    "make the folder that it points to, or name another --db");
    }
    if (nothing) return false;
    if (error) throw Error(ErrorKind::io, "cannot access " + path + ": " + error.message());
    if (!fs::is_directory(status))
        throw Error(ErrorKind::io, path + " is not a directory", "name another --db");
    if (count_shards(path) > 0) return true;
    if (fs::is_empty(path, error)) return false;
    throw Error(ErrorKind::io, path + " holds files, but no index",
                "name an empty or new directory with --db");
}

// What one chunk holds.
struct ParsedChunk {
    InputChunk chunk;
    std::size_t bytes = 0;
    std::vector<ParsedPaper> papers;
    std::vector<Diagnostic> diagnostics;
};

class Run {
  public:
    // `inputs` and `unreadable`: of find_inputs(), called once, since a run that waits for another
    // writer starts again. `diagnostics`: reported already.
    Run(const IndexingOptions& options, const std::vector<Input>& inputs,
        const std::vector<std::string>& unreadable, std::size_t diagnostics)
        : options_(options), inputs_(inputs), unreadable_(unreadable) {
        summary_.files = inputs.size();
        summary_.diagnostics = diagnostics;
    }

    IndexingSummary run() {
        open();
        refuse_emptied_paths();
        read_and_parse();
        merge_by_id();
        if (options_.dry_run || !summary_.wrote) return summary_;
        const std::vector<StoredVoteLevel> levels =
            guarded(options_.database, [&] { return settle_vote_levels(*changes_, stored_); });
        if (is_new_) {
            learn_analyze_and_write();
        } else {
            analyze_and_write(levels);
        }
        take_place();
        return summary_;
    }

  private:
    // Opens and locks the index. `stored_` stays empty when a new one is made.
    void open() {
        exists_ = index_exists(options_.database);
        shards_ = exists_ ? count_shards(options_.database) : 1;
        if (exists_ && !options_.rebuild) {
            refuse_other_shards();
            database_ = open_index(options_.database);
            // An index without papers has learned its words from nothing.
            is_new_ = guarded(options_.database, [&] { return database_.get_doccount() == 0; });
            if (!is_new_) refuse_other_words();
        }
        if (is_new_) {
            prepare_new_index();
        } else {
            stored_ = database_;
            // Done first, since the run may need the room on a full disk.
            if (!options_.dry_run) remove_left_behind(fs::canonical(options_.database).string());
        }
        changes_.emplace(stored_, staged_ ? staged_->path() : fs::temp_directory_path().string());
    }

    // The lock keeps other runs from writing to an index that is going to be replaced.
    void prepare_new_index() {
        if (options_.shards > 0) shards_ = options_.shards;
        database_ = {};
        if (exists_ && !options_.dry_run) {
            database_ = lock_index(options_.database);
            refuse_foreign_files(options_.database);
        }
        if (!options_.words_of.empty()) vocabulary_ = vocabulary_of(options_.words_of);
        if (!options_.dry_run) staged_.emplace(options_.database);
    }

    void refuse_other_shards() const {
        if (options_.shards == 0 || options_.shards == shards_) return;
        throw Error(
            ErrorKind::usage,
            options_.database + " has " + plural(shards_, shards_ == 1 ? "database" : "shard"),
            "leave out --shards, or distribute its papers again with --rebuild");
    }

    // An index keeps the words that it was made with. When the other index cannot be read now,
    // there is nothing to compare.
    void refuse_other_words() const {
        if (options_.words_of.empty()) return;
        try {
            const Vocabulary other = vocabulary_of(options_.words_of);
            const Vocabulary own = vocabulary_of(options_.database);
            if (own.lexicon.text() == other.lexicon.text() &&
                own.glossary.text() == other.glossary.text())
                return;
        } catch (const Error&) {
            return;
        }
        throw Error(ErrorKind::usage,
                    options_.database + " was made with other words than " + options_.words_of,
                    "leave out --words-of, or make it again with --rebuild");
    }

    // Stages: read, parse. Chunks are read one after another, parsed by all threads, and collected
    // in the order of the input.
    void read_and_parse() {
        std::vector<std::string> known_hashes;
        {
            std::unordered_map<std::string, std::string> known;
            for (Source& source : guarded(options_.database, [&] { return sources_of(stored_); }))
                known[source.key] = std::move(source.content_hash);
            for (const Input& input : inputs_) {
                source_keys_.push_back(source_key(input));
                known_hashes.push_back(known[source_keys_.back()]);
                bytes_ += size_of(input);
            }
        }
        ChunkReader reader(inputs_, std::move(known_hashes));
        std::vector<LexiconBuilder> lexicons(learns_words() ? options_.jobs : 0);
        work_in_order(
            options_.jobs, [&] { return reader.next(); },
            [&](std::size_t worker, InputChunk&& chunk) {
                return parse(std::move(chunk), lexicons.empty() ? nullptr : &lexicons[worker]);
            },
            [&](ParsedChunk&& parsed) { collect(std::move(parsed)); });
        if (!lexicons.empty()) learn_lexicon(std::move(lexicons));
        if (!options_.strict || summary_.diagnostics == 0) return;
        throw Error(ErrorKind::input,
                    plural(summary_.diagnostics, "flaw") +
                        " in the input and --strict: nothing was written",
                    "correct them, or run without --strict to keep what can be read");
    }

    ParsedChunk parse(InputChunk&& chunk, LexiconBuilder* lexicon) const {
        ParsedChunk parsed;
        const auto take = [&](Paper&& paper) {
            if (lexicon) {
                lexicon->add(readable_title(paper.title));
                for (const SummaryItem& item : paper.summary) lexicon->add(item.text);
            }
            parsed.papers.push_back(parsed_paper(paper));
        };
        if (!chunk.unchanged) {
            parse_chunk(chunk, inputs_[chunk.input].name, take,
                        [&](Diagnostic&& flaw) { parsed.diagnostics.push_back(std::move(flaw)); });
        }
        parsed.bytes = chunk.unchanged ? size_of(inputs_[chunk.input]) : chunk.text.size();
        chunk.text.clear();
        parsed.chunk = std::move(chunk);
        return parsed;
    }

    void collect(ParsedChunk&& parsed) {
        const InputChunk& chunk = parsed.chunk;
        const std::string& source = source_keys_[chunk.input];
        for (ParsedPaper& paper : parsed.papers) {
            const auto place = changes_->add(std::move(paper), source);
            if (learns_words() && glossary_sample_.size() < glossary_sample_size)
                glossary_sample_.push_back(place);
        }
        summary_.diagnostics += parsed.diagnostics.size();
        for (Diagnostic& flaw : parsed.diagnostics) options_.on_diagnostic(std::move(flaw));
        if (chunk.unchanged) {
            ++summary_.unchanged;
            bytes_ -= std::min(bytes_, parsed.bytes);
        } else {
            entries_read_ += parsed.papers.size();
            bytes_read_ += parsed.bytes;
            options_.on_read(entries_read_, estimated_entries());
        }
        if (!chunk.last) return;
        if (!chunk.unchanged && inputs_[chunk.input].remembered) {
            changes_->drop_others(source);
            sources_.push_back({source, chunk.content_hash, inputs_[chunk.input].path});
        }
        options_.on_file(chunk.input + 1, inputs_.size());
    }

    std::size_t estimated_entries() const {
        if (bytes_read_ == 0 || bytes_read_ >= bytes_) return entries_read_;
        return static_cast<std::size_t>(static_cast<double>(entries_read_) *
                                        static_cast<double>(bytes_) /
                                        static_cast<double>(bytes_read_));
    }

    // Stage: merge by id, with what the index holds.
    void merge_by_id() {
        guarded(options_.database, [&] {
            if (options_.prune) drop_missing_sources();
            const std::size_t before = stored_.get_doccount();
            summary_.changes = changes_->merge(options_.jobs);
            summary_.papers = before + summary_.changes.added - summary_.changes.removed;
        });
        summary_.wrote = !options_.dry_run && (is_new_ || !changes_->list().empty() ||
                                               !sources_.empty() || !missing_sources_.empty());
    }

    // A folder whose disk is not mounted looks like one whose digests were removed.
    void refuse_emptied_paths() const {
        if (!exists_ || options_.allow_empty || !(options_.prune || options_.rebuild)) return;
        std::vector<Source> sources;
        try {
            sources = sources_of(database_);
        } catch (const Xapian::Error&) {  // a rebuild may replace a damaged index
        }
        for (const std::string& path : options_.paths) {
            std::error_code error;
            const std::string folder = fs::canonical(path, error).string();
            const auto is_there = [&](const auto& file) { return is_below(file.path, folder); };
            if (!fs::is_directory(folder, error) ||
                std::any_of(inputs_.begin(), inputs_.end(), is_there))
                continue;
            const auto gone = std::count_if(sources.begin(), sources.end(), is_there);
            if (gone == 0) continue;
            throw Error(ErrorKind::input,
                        path + " holds no digest, but the index has papers of " +
                            plural(static_cast<std::size_t>(gone), "file") + " that were there",
                        "mount its disk, or give --allow-empty to remove them");
        }
    }

    // Forgets the files below the paths of this run that are gone.
    void drop_missing_sources() {
        std::vector<std::string> scope;
        for (const std::string& path : options_.paths) {
            std::error_code error;
            const fs::path place = path == "-" ? fs::path() : fs::canonical(path, error);
            if (!place.empty()) scope.push_back(place.string());
        }
        std::unordered_set<std::string> present;
        for (const Input& input : inputs_) present.insert(input.path);
        for (const Source& source : sources_of(stored_)) {
            const auto holds = [&](const auto& folder) { return is_below(source.path, folder); };
            const bool in_scope = std::any_of(scope.begin(), scope.end(), holds) &&
                                  std::none_of(unreadable_.begin(), unreadable_.end(), holds);
            if (!in_scope || present.contains(source.path)) continue;
            changes_->drop_others(source.key);
            missing_sources_.push_back(source.key);
        }
        changes_->prune();
    }

    // Stage: learn. Only for a new index, and only when it does not take the words of another one.
    bool learns_words() const { return is_new_ && options_.words_of.empty() && !options_.dry_run; }

    void learn_lexicon(std::vector<LexiconBuilder>&& lexicons) {
        for (std::size_t i = 1; i < lexicons.size(); ++i) lexicons[0].join(std::move(lexicons[i]));
        const Lexicon no_lexicon;
        vocabulary_.lexicon = lexicons[0].build(options_.no_base ? no_lexicon : base_lexicon());
    }

    void learn_glossary() {
        GlossaryBuilder builder(vocabulary_.lexicon);
        for (const PaperSpool::Place& place : glossary_sample_)
            builder.add(paper_from_record(changes_->paper(place).record));
        const Glossary no_glossary;
        vocabulary_.glossary = builder.build(options_.no_base ? no_glossary : base_glossary());
    }

    // Stages for a new index: analyze, write. The glossary is learned at the same time; it takes
    // longest and no document needs it, so it is the first task.
    void learn_analyze_and_write() {
        const NewIndex index(staged_->path(), shards_, *changes_);
        std::atomic<std::size_t> next_task = 0;
        std::atomic<bool> failed = false;
        std::mutex progress_lock;
        std::size_t written = 0;
        const auto progress = [&](std::size_t papers) {
            const std::lock_guard lock(progress_lock);
            written += papers;
            options_.on_written(written, changes_->list().size());
            return !failed;
        };
        const auto work = [&](std::size_t) {
            for (std::size_t task; !failed && (task = next_task++) <= index.part_count();) {
                if (task > 0) {
                    guarded(options_.database,
                            [&] { index.write_part(task - 1, vocabulary_.lexicon, progress); });
                } else if (learns_words()) {
                    learn_glossary();
                }
            }
        };
        run_workers(options_.jobs, work, [&] { failed = true; });
        guarded(options_.database, [&] { index.finish(vocabulary_, sources_); });
    }

    // Stages for an update: analyze, write, settle vote levels. One database changes in one
    // transaction. Xapian commits several databases one after another, so shards change in a copy.
    void analyze_and_write(const std::vector<StoredVoteLevel>& levels) {
        guarded(options_.database, [&] {
            Xapian::WritableDatabase database = database_;
            if (shards_ > 1) {
                staged_.emplace(options_.database);
                staged_->copy_index();
                database = open_databases(staged_->path());
            } else if (mark_of(options_.database).empty()) {  // an earlier version made it
                write_mark(options_.database, fs::canonical(options_.database).filename().string());
            }
            database.begin_transaction(true);
            write_documents(database);
            for (const auto& [document, level] : levels) {
                // Xapian writes only the value when a document is replaced right after it was read.
                Xapian::Document changed = database.get_document(document);
                changed.add_value(vote_level_slot, Xapian::sortable_serialise(level));
                database.replace_document(document, changed);
            }
            write_sources(database, sources_);
            for (const std::string& key : missing_sources_) forget_source(database, key);
            database.commit_transaction();
        });
    }

    void write_documents(Xapian::WritableDatabase& database) {
        struct Task {
            const PaperChange* change;
            Xapian::Document document;
        };
        const Lexicon lexicon(stored_.get_metadata(lexicon_key));
        std::deque<DocumentBuilder> builders;  // by worker
        for (std::size_t i = 0; i < options_.jobs; ++i) builders.emplace_back(lexicon);
        const std::vector<PaperChange>& changes = changes_->list();
        std::size_t next = 0;
        std::size_t written = 0;
        work_in_order(
            options_.jobs,
            [&] { return next < changes.size() ? std::optional(&changes[next++]) : std::nullopt; },
            [&](std::size_t worker, const PaperChange* change) {
                Task task{change, {}};
                if (change->action == PaperChange::written)
                    task.document =
                        builders[worker].build(changes_->paper(*change), change->vote_level);
                return task;
            },
            [&](Task&& task) {
                const Xapian::docid id = task.change->document;
                if (task.change->action == PaperChange::removed) {
                    database.delete_document(id);
                } else if (id == 0) {
                    database.add_document(task.document);
                } else {
                    database.replace_document(id, task.document);
                }
                if (++written % progress_interval == 0 || written == changes.size())
                    options_.on_written(written, changes.size());
            });
    }

    // Stage: take the old index's place. An update of one database is there already.
    void take_place() {
        if (!staged_) return;
        if (is_new_) {
            for (std::size_t shard = 0; shard < shards_; ++shard) {
                check_database(
                    shards_ == 1 ? staged_->path() : staged_->path() + "/" + std::to_string(shard),
                    options_.jobs);
            }
            if (exists_) {
                summary_.changes.removed = count_lost_papers(options_.database, staged_->path());
            }
        }
        staged_->take_place(exists_);
    }

    const IndexingOptions& options_;
    const std::vector<Input>& inputs_;
    const std::vector<std::string>& unreadable_;
    IndexingSummary summary_;

    bool exists_ = false;  // an index is at the place
    bool is_new_ = true;   // a new index is made
    std::size_t shards_ = 1;
    Xapian::WritableDatabase database_;  // holds the lock
    Xapian::Database stored_;            // the papers that the run starts with
    std::optional<StagedIndex> staged_;
    Vocabulary vocabulary_;  // of a new index

    std::optional<PaperChanges> changes_;
    std::vector<std::string> source_keys_;      // by input
    std::vector<Source> sources_;               // read by this run, and remembered
    std::vector<std::string> missing_sources_;  // keys
    std::vector<PaperSpool::Place> glossary_sample_;
    std::uint64_t bytes_ = 0;  // to be read
    std::uint64_t bytes_read_ = 0;
    std::size_t entries_read_ = 0;
};

constexpr std::chrono::milliseconds between_attempts{100};

}  // namespace

IndexingSummary run_indexing(const IndexingOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    const auto waited = [&] { return std::chrono::steady_clock::now() - start; };
    std::size_t diagnostics = 0;
    std::vector<std::string> unreadable;
    const std::vector<Input> inputs = find_inputs(
        options.paths,
        [&](Diagnostic&& flaw) {
            ++diagnostics;
            options.on_diagnostic(std::move(flaw));
        },
        &unreadable);
    while (true) {
        try {
            IndexingSummary summary = Run(options, inputs, unreadable, diagnostics).run();
            summary.seconds = std::chrono::duration<double>(waited()).count();
            return summary;
        } catch (const Error& error) {
            if (error.kind != ErrorKind::locked || waited() >= options.wait) throw;
            options.on_wait(error);
        }
        std::this_thread::sleep_for(between_attempts);
    }
}

}  // namespace nonmun
