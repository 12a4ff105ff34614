// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/index_writer.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <unordered_set>

#include "common/folder_identity.hpp"
#include "common/paper_record.hpp"
#include "common/schema.hpp"
#include "common/vote_levels.hpp"
#include "indexer/aside.hpp"
#include "indexer/content_hash.hpp"
#include "indexer/document_builder.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

// The value at a document, from a stream that is asked in ascending order; "" for none.
std::string value_at(Xapian::ValueIterator& stream, const Xapian::ValueIterator& end,
                     Xapian::docid id) {
    if (stream == end) return {};
    stream.skip_to(id);
    return stream != end && stream.get_docid() == id ? *stream : std::string();
}

// One of several databases that are one index is written with the others only.
void refuse_lone_shard(const Xapian::Database& database, const std::string& path) {
    const std::string shard = database.get_metadata(shard_key);
    if (shard.empty() || count_shards(path) > 1) return;
    throw Error(ErrorKind::usage, path + " is shard " + shard + " of an index",
                "name the folder of all its shards with --db");
}

// A database of which none of the marks of an index is there is another program's. (A damaged index
// has lost one of them at most, or cannot be read.)
void refuse_foreign(const Xapian::Database& database, const std::string& path) {
    for (const char* key : {schema_key, analyzer_key, lexicon_key, words_checksum_key}) {
        if (!database.get_metadata(key).empty()) return;
    }
    throw Error(ErrorKind::usage, path + " is a Xapian database, but not one of nonmun's",
                "name another directory with --db");
}

// Opens databases for writing. Their lock is a file in the folder: it guards nothing when another
// writer put another folder there meanwhile.
template <typename Open>
void open_locked(const std::string& path, Open open) {
    const auto before = folder_identity(path);
    open();
    if (folder_identity(path) != before)
        throw Xapian::DatabaseLockError("another folder is there now");
}

bool is_below(const std::string& path, const std::string& folder) {
    return path == folder ||
           (path.starts_with(folder) && (folder.ends_with('/') || path[folder.size()] == '/'));
}

}  // namespace

struct IndexWriter::State {
    std::string path;
    std::unique_ptr<Aside> copy;                   // of several databases, once one is changed
    std::vector<Xapian::WritableDatabase> held;    // those that were copied, for their locks
    Xapian::WritableDatabase database;             // all shards as one
    std::vector<Xapian::WritableDatabase> shards;  // each of them
    std::unique_ptr<Lexicon> lexicon;
    std::unique_ptr<DocumentBuilder> builder;
    IndexChanges changes;
    std::unordered_set<std::string> days;  // date values whose votes may have changed
    bool changed = false;
    bool open = false;  // a transaction

    std::string source;  // the source being read
    std::unordered_set<std::string>
        lost;  // ids that the source held before and did not hold yet this time

    // The databases in the folder: all as one, and each.
    void open_databases(const std::string& folder) {
        const std::size_t count = count_shards(folder);
        for (std::size_t shard = 0; count > 1 && shard < count; ++shard) {
            shards.emplace_back((fs::path(folder) / std::to_string(shard)).string(),
                                Xapian::DB_OPEN);
            database.add_database(shards.back());
        }
        if (count <= 1) {
            database = Xapian::WritableDatabase(folder, Xapian::DB_OPEN);
            shards = {database};
        }
    }

    // Where nothing will be committed, several databases need no copy either.
    void start(std::string lexicon_text, bool without_copy) {
        lexicon = std::make_unique<Lexicon>(std::move(lexicon_text));
        builder = std::make_unique<DocumentBuilder>(*lexicon);
        if (without_copy) begin();
    }

    void begin() {
        database.begin_transaction(true);
        open = true;
    }

    // Called before each change. Xapian commits one database, not several at once: these are
    // written in a copy, which then takes their place in one step.
    void change() {
        changed = true;
        if (open) return;
        copy = std::make_unique<Aside>(path);
        copy->copy_database();
        held = std::move(shards);
        shards.clear();
        database = Xapian::WritableDatabase();
        open_databases(copy->path());
        begin();
    }

    void commit() {
        for (Xapian::WritableDatabase& shard : shards) shard.commit_transaction();
        open = false;
        if (copy) copy->take_place(true);
    }

    // The document of a term that one document has, or 0.
    Xapian::docid find(const std::string& term) const {
        const auto posting = database.postlist_begin(term);
        return posting == database.postlist_end(term) ? 0 : *posting;
    }

    std::vector<Xapian::docid> documents_of(const std::string& term) const {
        return {database.postlist_begin(term), database.postlist_end(term)};
    }

    // Another paper of a day, or other votes, move the level of all papers of the day.
    void touch(const Paper& paper) {
        if (paper.date) days.insert(date_value(*paper.date));
    }

    struct DayMember {
        Xapian::docid document;
        std::string level;
    };

    // Three streams of values are read, and only the documents that differ.
    void settle_vote_levels() {
        struct Day {
            std::vector<DayMember> members;
            std::vector<std::optional<std::int64_t>> votes;
        };
        std::map<std::string, Day> touched;
        auto votes = database.valuestream_begin(votes_slot);
        auto level = database.valuestream_begin(vote_level_slot);
        for (auto day = database.valuestream_begin(date_slot);
             !days.empty() && day != database.valuestream_end(date_slot); ++day) {
            if (!days.contains(*day)) continue;
            const Xapian::docid id = day.get_docid();
            const std::string count = value_at(votes, database.valuestream_end(votes_slot), id);
            Day& own = touched[*day];
            own.members.push_back(
                {id, value_at(level, database.valuestream_end(vote_level_slot), id)});
            own.votes.push_back(count.empty() ? std::nullopt
                                              : std::optional(static_cast<std::int64_t>(
                                                    Xapian::sortable_unserialise(count))));
        }
        for (const auto& [date, day] : touched) {
            const std::vector<double> wanted = vote_levels(day.votes);
            for (std::size_t i = 0; i < wanted.size(); ++i) set_level(day.members[i], wanted[i]);
        }
        days.clear();
    }

    void set_level(const DayMember& member, double wanted) {
        const std::string level = Xapian::sortable_serialise(wanted);
        if (level == member.level) return;
        // Read and replaced at once, Xapian writes the value alone.
        Xapian::Document document = database.get_document(member.document);
        document.add_value(vote_level_slot, level);
        database.replace_document(member.document, document);
        ++changes.levelled;
    }

    void drop_source(Xapian::docid id, const std::string& term) {
        change();
        Xapian::Document document = database.get_document(id);
        document.remove_term(term);
        const std::string prefix(source_prefix);
        auto terms = document.termlist_begin();
        terms.skip_to(prefix);
        const bool has_source = terms != document.termlist_end() && (*terms).starts_with(prefix);
        if (!has_source) document.add_boolean_term(std::string(orphan_term));
        database.replace_document(id, document);
    }
};

namespace {

// What `read` takes from the index that --words-of names.
template <typename Read>
auto from_words_of(const std::string& path, Read read) {
    return guarded(path, [&] {
        try {
            const Xapian::Database database(path);
            check_version(database, path);
            return read(database);
        } catch (const Xapian::DatabaseVersionError&) {
            throw;
        } catch (const Xapian::Error& error) {
            const bool there = count_shards(path) > 0;
            throw Error(there ? ErrorKind::io : ErrorKind::missing,
                        "cannot take the words of " + path + ": " + error.get_msg(),
                        there ? "what is wrong with it says: nonmun --db " + path + " doctor"
                              : "make that index first, or leave out --words-of");
        }
    });
}

}  // namespace

Vocabulary vocabulary_of(const std::string& path) {
    return from_words_of(path, [](const Xapian::Database& database) {
        return Vocabulary{Lexicon(database.get_metadata(lexicon_key)),
                          Glossary(database.get_metadata(glossary_key))};
    });
}

std::string words_checksum_of(const std::string& path) {
    return from_words_of(path, [](const Xapian::Database& database) {
        return database.get_metadata(words_checksum_key);
    });
}

IndexWriter::IndexWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
IndexWriter::IndexWriter(IndexWriter&&) noexcept = default;

IndexWriter::~IndexWriter() {
    if (!state_ || !state_->open) return;
    try {
        state_->database.cancel_transaction();
    } catch (const Xapian::Error&) {
        // What was not committed is not there either way.
    }
}

IndexWriter IndexWriter::open(const std::string& path, bool may_commit) {
    auto state = std::make_unique<State>();
    state->path = path;
    guarded(path, [&] {
        open_locked(path, [&] { state->open_databases(path); });
        check_version(state->database, path);
        refuse_lone_shard(state->database, path);
        state->start(state->database.get_metadata(lexicon_key),
                     state->shards.size() == 1 || !may_commit);
    });
    return IndexWriter(std::move(state));
}

IndexWriter IndexWriter::create(const std::string& path, const Vocabulary& vocabulary) {
    auto state = std::make_unique<State>();
    state->path = path;
    guarded(path, [&] {
        state->database = Xapian::WritableDatabase(path, Xapian::DB_CREATE);
        state->shards = {state->database};
        state->start(vocabulary.lexicon.text(), true);
        state->change();
        write_vocabulary(state->database, vocabulary);
    });
    return IndexWriter(std::move(state));
}

Xapian::WritableDatabase IndexWriter::lock(const std::string& path) {
    return guarded(path, [&] {
        Xapian::WritableDatabase database;
        open_locked(path, [&] { database = Xapian::WritableDatabase(path, Xapian::DB_OPEN); });
        refuse_foreign(database, path);
        refuse_lone_shard(database, path);
        return database;
    });
}

void IndexWriter::put(Paper&& paper, const std::string& source) {
    guarded(state_->path, [&] {
        State& state = *state_;
        const bool first_again = state.lost.erase(paper.id) > 0;
        const Xapian::docid id = state.find(std::string(id_prefix) + paper.id);
        std::string before;
        std::string level = Xapian::sortable_serialise(neutral_vote_level);
        std::vector<std::string> sources{source_term(source)};
        if (id != 0) {
            const Xapian::Document stored = state.database.get_document(id);
            before = stored.get_value(record_slot);
            level = stored.get_value(vote_level_slot);
            Paper joined = paper_from_record(before);
            state.touch(joined);
            auto term = stored.termlist_begin();
            for (term.skip_to(std::string(source_prefix)); term != stored.termlist_end(); ++term) {
                if (!(*term).starts_with(source_prefix)) break;
                sources.push_back(*term);
            }
            ++state.changes.merged;
            const bool known_source =
                std::count(sources.begin(), sources.end(), sources.front()) > 1;
            if (known_source) --state.changes.merged;
            // A paper of this source alone says what the source says now, whatever day it was of.
            merge_into(joined, paper, known_source && first_again && sources.size() == 2);
            paper = std::move(joined);
            if (known_source && before == record_of(paper)) return;
        }
        Xapian::Document document = state.builder->build(paper);
        for (const std::string& term : sources) document.add_boolean_term(term);
        document.add_value(vote_level_slot, level);
        state.touch(paper);
        state.change();
        if (id == 0) {
            state.database.add_document(document);
            ++state.changes.added;
        } else {
            if (before != document.get_value(record_slot)) ++state.changes.updated;
            state.database.replace_document(id, document);
        }
    });
}

std::string IndexWriter::source_hash(const std::string& source) const {
    return guarded(state_->path, [&] {
        const std::string record = state_->database.get_metadata(source_metadata_key(source));
        return record.substr(0, record.find('\t'));
    });
}

void IndexWriter::begin_source(const std::string& source) {
    guarded(state_->path, [&] {
        state_->source = source;
        state_->lost.clear();
        for (const Xapian::docid id : state_->documents_of(source_term(source))) {
            state_->lost.insert(stored_id(state_->database.get_document(id)));
        }
    });
}

void IndexWriter::finish_source(const std::string& hash, const std::string& path) {
    guarded(state_->path, [&] {
        for (const std::string& id : state_->lost) {
            state_->drop_source(state_->find(std::string(id_prefix) + id),
                                source_term(state_->source));
        }
        state_->change();
        write_source(state_->database, state_->source, hash, path);
        state_->lost.clear();
        state_->source.clear();
    });
}

void IndexWriter::forget_missing_sources(const std::vector<std::string>& scope,
                                         const std::vector<std::string>& present) {
    guarded(state_->path, [&] {
        State& state = *state_;
        const std::unordered_set<std::string> kept(present.begin(), present.end());
        std::vector<std::string> missing;
        const std::string prefix = source_key_prefix;
        for (auto key = state.database.metadata_keys_begin(prefix);
             key != state.database.metadata_keys_end(prefix); ++key) {
            const std::string record = state.database.get_metadata(*key);
            const std::string path = record.substr(record.find('\t') + 1);
            const bool in_scope = std::any_of(scope.begin(), scope.end(),
                                              [&](const auto& s) { return is_below(path, s); });
            if (in_scope && !kept.contains(path)) missing.push_back(*key);
        }
        for (const std::string& key : missing) {
            const std::string term = source_term(key.substr(prefix.size()));
            for (const Xapian::docid id : state.documents_of(term)) state.drop_source(id, term);
            state.change();
            state.database.set_metadata(key, "");
        }
    });
}

void IndexWriter::remove_orphans() {
    guarded(state_->path, [&] {
        for (const Xapian::docid id : state_->documents_of(std::string(orphan_term))) {
            state_->days.insert(state_->database.get_document(id).get_value(date_slot));
            state_->change();
            state_->database.delete_document(id);
            ++state_->changes.removed;
        }
    });
}

const IndexChanges& IndexWriter::changes() const {
    return state_->changes;
}
bool IndexWriter::changed() const {
    return state_->changed;
}
std::size_t IndexWriter::paper_count() const {
    return guarded(state_->path, [&] { return state_->database.get_doccount(); });
}

void IndexWriter::commit() {
    guarded(state_->path, [&] {
        if (!state_->open) return;
        state_->settle_vote_levels();
        state_->commit();
    });
}

std::string source_of(const Input& input) {
    return input.remembered ? content_hash(input.path) : "-";
}

}  // namespace nonmun
