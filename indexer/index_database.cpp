// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/index_database.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "common/atomic_file.hpp"
#include "common/checksum.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "common/workers.hpp"
#include "indexer/paper_spool.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

// Whether Xapian or this program makes files of that name in the folder of a database. "v.tmp" and
// "v.rtmp" are left by a killed run; "changes0" is for replication.
bool is_database_file_name(std::string_view name) {
    static constexpr std::array<std::string_view, 13> names = {
        marker_file,      database_file,    stub_file,        "flintlock",      "v.tmp",
        "v.rtmp",         "changestmp",     "postlist.glass", "termlist.glass", "docdata.glass",
        "position.glass", "spelling.glass", "synonym.glass"};
    constexpr std::string_view changes = "changes";
    const bool changeset = name.starts_with(changes) && is_number(name.substr(changes.size()));
    return changeset || name.starts_with(spool_prefix) ||
           std::find(names.begin(), names.end(), name) != names.end();
}

bool is_database_file(const fs::directory_entry& entry) {
    return entry.symlink_status().type() == fs::file_type::regular &&
           is_database_file_name(entry.path().filename().string());
}

void list_files(const fs::path& folder, IndexFiles& files) {
    std::vector<fs::path> entries;
    for (const auto& entry : fs::directory_iterator(folder)) entries.push_back(entry.path());
    for (const fs::path& path : entries) {
        const std::string name = path.filename().string();
        const fs::directory_entry entry(path);
        const bool is_part = is_number(name) || name.starts_with(part_prefix);
        if (!is_part || !entry.is_directory()) {
            (is_database_file(entry) ? files.own : files.foreign).push_back(path.string());
            continue;
        }
        IndexFiles inside;
        list_files(path, inside);
        if (inside.own.empty()) {
            files.foreign.push_back(path.string());
            continue;
        }
        if (entry.is_symlink()) {
            files.own.push_back(path.string());
        } else {
            files.own.insert(files.own.end(), inside.own.begin(), inside.own.end());
            files.folders.insert(files.folders.end(), inside.folders.begin(), inside.folders.end());
            files.folders.push_back(path.string());
        }
        files.foreign.insert(files.foreign.end(), inside.foreign.begin(), inside.foreign.end());
    }
}

// One shard is only written together with the others.
void refuse_lone_shard(const Xapian::Database& database, const std::string& path) {
    const std::string shard = database.get_metadata(shard_key);
    if (shard.empty() || count_shards(path) > 1) return;
    throw Error(ErrorKind::usage, path + " is shard " + shard + " of an index",
                "name the folder of all its shards with --db");
}

// A database without any of the keys of an index belongs to another program. (A damaged index lacks
// one of them at most, or cannot be read.)
void refuse_foreign(const Xapian::Database& database, const std::string& path) {
    for (const char* key : {schema_key, analyzer_key, lexicon_key, words_checksum_key}) {
        if (!database.get_metadata(key).empty()) return;
    }
    throw Error(ErrorKind::usage, path + " is a Xapian database, but not one of nonmun's",
                "name another directory with --db");
}

// Opens the database, or the shards, in a folder. Not by Xapian's stub file, which could name
// programs to run.
template <typename Database>
Database open_all(const std::string& folder, int flags) {
    flags |= Xapian::DB_BACKEND_GLASS;
    const std::size_t count = count_shards(folder);
    if (count <= 1) return Database(folder, flags);
    Database database;
    for (std::size_t shard = 0; shard < count; ++shard)
        database.add_database(Database((fs::path(folder) / std::to_string(shard)).string(), flags));
    return database;
}

// Opens an index for reading: a folder, or a stub file.
Xapian::Database open_to_read(const std::string& path) {
    return fs::is_regular_file(path) ? Xapian::Database(path, Xapian::DB_BACKEND_STUB)
                                     : open_all<Xapian::Database>(path, 0);
}

constexpr const char* replaced_message = "the folder was replaced";

// Opens databases for writing. Their lock is a file in the folder, so it protects nothing when
// another writer replaced the folder meanwhile.
template <typename Open>
Xapian::WritableDatabase open_locked(const std::string& path, Open open) {
    const auto before = folder_identity(path);
    Xapian::WritableDatabase database = open();
    if (folder_identity(path) != before) throw Xapian::DatabaseLockError(replaced_message);
    return database;
}

// Xapian's lock belongs to an open file, not to a process, so the kernel names no holder. But each
// process lists which of its open files are locked.
bool is_locked(const fs::path& process, const std::string& descriptor) {
    std::ifstream in(process / "fdinfo" / descriptor);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("lock:") && line.find("WRITE") != std::string::npos) return true;
    }
    return false;
}

bool holds(const fs::path& process, const std::string& index) {
    std::error_code error;
    for (fs::directory_iterator it(process / "fd", error), end; !error && it != end;
         it.increment(error)) {
        std::error_code unreadable;
        const std::string file = fs::read_symlink(it->path(), unreadable).string();
        const bool lock = file.starts_with(index + "/") && file.ends_with("/flintlock");
        if (lock && is_locked(process, it->path().filename().string())) return true;
    }
    return false;
}

// Who holds the writer's lock of the index, for a message: "process 4711 (nonmun-index)", or
// "another program" when the system does not say.
std::string lock_holder(const std::string& path) {
    std::error_code error;
    const std::string index = fs::canonical(path, error).string();
    if (error) return "another program";
    for (fs::directory_iterator it("/proc", error), end; !error && it != end; it.increment(error)) {
        const std::string number = it->path().filename().string();
        if (!is_number(number) || number == std::to_string(::getpid())) continue;
        if (!holds(it->path(), index)) continue;
        std::string name;
        std::getline(std::ifstream(it->path() / "comm"), name);
        return "process " + number + (name.empty() ? "" : " (" + name + ")");
    }
    return "another program";
}

}  // namespace

void rethrow_as_error(const std::string& path) {
    try {
        throw;
    } catch (const Error& error) {
        if (!error.hint.empty()) throw;
        throw Error(error.kind, "cannot read " + path + ": " + error.what(),
                    "check it with: nonmun --db " + path + " doctor");
    } catch (const Xapian::DatabaseLockError& error) {
        // Xapian distinguishes a lock that another process holds from a lock file that cannot be
        // made by its message alone.
        if (!error.get_msg().ends_with("already locked") && error.get_msg() != replaced_message) {
            throw Error(ErrorKind::io, "cannot lock " + path + ": " + error.get_msg(),
                        "check the permissions of its files and the file system");
        }
        throw Error(ErrorKind::locked, lock_holder(path) + " is writing to " + path,
                    "run this again when it has finished, or wait for it with --wait");
    } catch (const Xapian::DatabaseVersionError& error) {
        throw Error(ErrorKind::version,
                    path + " has a format that this Xapian cannot read: " + error.get_msg(),
                    "rebuild it with: nonmun-index --db " + path + " --rebuild PATH");
    } catch (const Xapian::DatabaseCorruptError& error) {
        throw Error(ErrorKind::io, path + " is damaged: " + error.get_msg(),
                    "check it with: nonmun --db " + path + " doctor");
    } catch (const Xapian::Error& error) {
        const char* reason = error.get_error_string();
        throw Error(ErrorKind::io,
                    "cannot write to " + path + ": " + error.get_msg() +
                        (reason ? ", " + std::string(reason) : ""),
                    "the index is unchanged; check the disk and the permissions");
    }
}

Xapian::WritableDatabase open_databases(const std::string& folder) {
    return open_all<Xapian::WritableDatabase>(folder, Xapian::DB_OPEN);
}

Xapian::WritableDatabase open_index(const std::string& path) {
    return guarded(path, [&] {
        Xapian::WritableDatabase database = open_locked(path, [&] { return open_databases(path); });
        check_version(database, path);
        refuse_lone_shard(database, path);
        return database;
    });
}

Xapian::WritableDatabase lock_index(const std::string& path) {
    try {
        Xapian::WritableDatabase database = open_locked(path, [&] { return open_databases(path); });
        refuse_foreign(database, path);
        refuse_lone_shard(database, path);
        return database;
    } catch (const Xapian::DatabaseLockError&) {
        rethrow_as_error(path);
    } catch (const Xapian::Error& error) {
        if (!mark_of(path).empty()) return {};
        throw Error(ErrorKind::io,
                    path + " cannot be read, and may be another program's: " + error.get_msg(),
                    "move it elsewhere, or name another directory with --db");
    }
}

Vocabulary vocabulary_of(const std::string& path) {
    return guarded(path, [&] {
        try {
            const Xapian::Database database = open_to_read(path);
            check_version(database, path);
            return Vocabulary{Lexicon(database.get_metadata(lexicon_key)),
                              Glossary(database.get_metadata(glossary_key))};
        } catch (const Xapian::DatabaseVersionError&) {
            throw;
        } catch (const Xapian::Error& error) {
            const bool exists = count_shards(path) > 0;
            throw Error(exists ? ErrorKind::io : ErrorKind::missing,
                        "cannot take the words of " + path + ": " + error.get_msg(),
                        exists ? "check it with: nonmun --db " + path + " doctor"
                               : "make that index first, or leave out --words-of");
        }
    });
}

void write_vocabulary(Xapian::WritableDatabase& database, const Vocabulary& vocabulary) {
    database.set_metadata(schema_key, std::to_string(schema_version));
    database.set_metadata(analyzer_key, std::to_string(analyzer_version));
    const std::string& lexicon = vocabulary.lexicon.text();
    const std::string& glossary = vocabulary.glossary.text();
    database.set_metadata(lexicon_key, lexicon);
    database.set_metadata(glossary_key, glossary);
    database.set_metadata(words_checksum_key, checksum(lexicon) + checksum(glossary));
}

std::vector<Source> sources_of(const Xapian::Database& database) {
    const std::string prefix = source_key_prefix;
    std::vector<Source> sources;
    for (auto key = database.metadata_keys_begin(prefix); key != database.metadata_keys_end(prefix);
         ++key) {
        const std::string record = database.get_metadata(*key);
        const std::size_t tab = std::min(record.find('\t'), record.size());
        sources.push_back({(*key).substr(prefix.size()), record.substr(0, tab),
                           record.substr(std::min(tab + 1, record.size()))});
    }
    return sources;
}

void write_sources(Xapian::WritableDatabase& database, const std::vector<Source>& sources) {
    for (const Source& source : sources) {
        database.set_metadata(source_key_prefix + source.key,
                              source.content_hash + "\t" + source.path);
    }
}

void forget_source(Xapian::WritableDatabase& database, const std::string& key) {
    database.set_metadata(source_key_prefix + key, "");
}

void write_stub(const std::string& path, std::size_t shards) {
    std::ofstream stub(fs::path(path) / stub_file);
    for (std::size_t shard = 0; shard < shards; ++shard) stub << "auto " << shard << '\n';
    stub.close();
    if (!stub) throw Error(ErrorKind::io, "cannot write to " + path, "check the disk");
}

std::size_t count_shards(const std::string& path) {
    if (fs::exists(fs::path(path) / database_file)) return 1;
    std::ifstream stub(fs::path(path) / stub_file);
    std::size_t shards = 0;
    for (std::string line; std::getline(stub, line); ++shards) {
        if (line != "auto " + std::to_string(shards)) return 0;  // another program's
    }
    return shards;
}

IndexFiles files_of_index(const std::string& folder) {
    IndexFiles files;
    list_files(folder, files);
    return files;
}

void refuse_foreign_files(const std::string& path) {
    const IndexFiles files = files_of_index(path);
    if (files.foreign.empty()) return;
    throw Error(ErrorKind::io, path + " holds more than an index: " + files.foreign.front(),
                "move that elsewhere, or name another --db");
}

std::string mark_of(const std::string& folder) {
    std::string mark;
    std::getline(std::ifstream(fs::path(folder) / marker_file), mark);
    return mark;
}

void write_mark(const std::string& folder, const std::string& mark) {
    write_file_atomically((fs::path(folder) / marker_file).string(), mark + "\n");
}

void check_database(const std::string& path, std::size_t jobs) {
    static constexpr std::array tables = {"termlist", "docdata", "position", "postlist"};
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> errors = 0;
    const auto work = [&](std::size_t) {
        for (std::size_t table; (table = next++) < tables.size();) {
            const fs::path file = fs::path(path) / (std::string(tables[table]) + ".glass");
            if (fs::exists(file)) errors += Xapian::Database::check(file.string());
        }
    };
    try {
        run_workers(std::min(jobs, tables.size()), work, [] {});
    } catch (const Xapian::Error& error) {
        throw Error(ErrorKind::io, "the new index cannot be checked: " + error.get_msg(),
                    "the index is unchanged; check the disk");
    }
    if (errors > 0) {
        throw Error(ErrorKind::io, "the new index has errors",
                    "the index is unchanged; check the disk");
    }
}

std::size_t count_lost_papers(const std::string& before, const std::string& after) {
    const std::string prefix(id_prefix);
    std::size_t lost = 0;
    try {
        const Xapian::Database old = open_to_read(before), now = open_to_read(after);
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

}  // namespace nonmun
