// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer/glossary.hpp"
#include "common/analyzer/lexicon.hpp"
#include "common/error.hpp"

// The index on disk: opening it for writing, its metadata, its files.
namespace nonmun {

// Call in a handler: throws the caught exception again, an error of Xapian as the project's.
// `path`: of the database. An Error without a hint comes from what the database holds.
[[noreturn]] void rethrow_as_error(const std::string& path);

// Runs one step on the database at `path`. Throws Error.
template <typename Step>
auto guarded(const std::string& path, Step step) {
    try {
        return step();
    } catch (...) {
        rethrow_as_error(path);
    }
}

// The words that an index was made with.
struct Vocabulary {
    Lexicon lexicon;
    Glossary glossary;
};

// A file that the index remembers.
struct Source {
    std::string key;           // source_key
    std::string content_hash;  // when it was last indexed
    std::string path;
};

// How many databases an index at `path` has; 0 when there is none.
std::size_t count_shards(const std::string& path);

// Opens every database of the index in the folder, as one; the result holds their locks. Throws
// Xapian's errors.
Xapian::WritableDatabase open_databases(const std::string& folder);

// Opens an index for writing. Throws Error: locked (another writer), version, io, and usage for one
// shard of several.
Xapian::WritableDatabase open_index(const std::string& path);

// Locks an index that is going to be replaced. Throws Error: locked, io, usage for another
// program's database and for one shard of several. The result locks nothing when the index is too
// damaged to be opened; then it must have a mark.
Xapian::WritableDatabase lock_index(const std::string& path);

// The files in the folder of an index. Those of this project are what Xapian and this program make
// there: databases, parts of a new index, spools, and the marker.
struct IndexFiles {
    std::vector<std::string> own;      // files, and links to folders of shards; absolute paths
    std::vector<std::string> folders;  // of shards and parts; innermost first
    std::vector<std::string> foreign;  // files, and folders that hold no own file
};

// Throws std::filesystem::filesystem_error.
IndexFiles files_of_index(const std::string& folder);

// Throws Error(io) when the folder holds foreign files: replacing the index would move them.
void refuse_foreign_files(const std::string& path);

// Each folder that this project makes holds this file. Its content, the mark, is the name that the
// folder had when it was made.
inline constexpr const char* marker_file = "nonmun-index";

// The mark of a folder; "" if it has none.
std::string mark_of(const std::string& folder);

// Throws Error(io).
void write_mark(const std::string& folder, const std::string& mark);

// The vocabulary of an existing index. Throws Error: missing, version, io.
Vocabulary vocabulary_of(const std::string& path);

// Writes the vocabulary and the version of the format.
void write_vocabulary(Xapian::WritableDatabase& database, const Vocabulary& vocabulary);

std::vector<Source> sources_of(const Xapian::Database& database);
void write_sources(Xapian::WritableDatabase& database, const std::vector<Source>& sources);
void forget_source(Xapian::WritableDatabase& database, const std::string& key);

// Writes the file by which Xapian opens the databases 0 to shards - 1 in the folder as one.
void write_stub(const std::string& path, std::size_t shards);

// Checks the tables of a database on `jobs` threads. Throws Error(io) when they have errors.
void check_database(const std::string& path, std::size_t jobs);

// How many papers of one index are not in the other; 0 when the first cannot be read.
std::size_t count_lost_papers(const std::string& before, const std::string& after);

// The folders that hold the parts of a new index start with this.
inline constexpr std::string_view part_prefix = "part-";

}  // namespace nonmun
