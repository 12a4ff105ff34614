// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>

#include "common/analyzer/glossary.hpp"
#include "common/analyzer/lexicon.hpp"
#include "common/error.hpp"
#include "indexer/lock_holder.hpp"

// What the writers of an index share.
namespace nonmun {

// Runs one step on the database at `path`; Xapian's errors become the project's. An error of the
// project's without a hint is of what the database holds.
template <typename Step>
auto guarded(const std::string& path, Step step) {
    try {
        return step();
    } catch (const Error& error) {
        if (!error.hint.empty()) throw;
        throw Error(error.kind, "cannot go on with " + path + ": " + error.what(),
                    "what to do says: nonmun --db " + path + " doctor");
    } catch (const Xapian::DatabaseLockError&) {
        throw Error(ErrorKind::locked, lock_holder(path) + " is writing to " + path,
                    "run this again when it has finished, or wait for it with --wait");
    } catch (const Xapian::DatabaseVersionError& error) {
        throw Error(ErrorKind::version,
                    path + " has a format that this Xapian cannot read: " + error.get_msg(),
                    "rebuild it with: nonmun-index --db " + path + " --rebuild PATH");
    } catch (const Xapian::DatabaseCorruptError& error) {
        throw Error(ErrorKind::io, path + " is damaged: " + error.get_msg(),
                    "what to do says: nonmun --db " + path + " doctor");
    } catch (const Xapian::Error& error) {
        const char* reason = error.get_error_string();
        throw Error(ErrorKind::io,
                    "cannot write to " + path + ": " + error.get_msg() +
                        (reason ? ", " + std::string(reason) : ""),
                    "nothing was changed; check the disk and the permissions");
    }
}

// The words that an index was made with.
struct Vocabulary {
    Lexicon lexicon;
    Glossary glossary;
};

// What a reader asks of an index before it reads: its version and words.
void write_vocabulary(Xapian::WritableDatabase& database, const Vocabulary& vocabulary);

// The key of what is remembered of a source.
std::string source_metadata_key(const std::string& source);

// An index of several databases is a folder with one folder for each, 0 to shards - 1, and a stub
// file by which Xapian opens them as one.
void write_stub(const std::string& path, std::size_t shards);

// How many databases are at `path`, or should be; 0 for none.
std::size_t count_shards(const std::string& path);

// Throws Error(io) where the folder holds something that is no part of an index: replacing the
// index would remove it.
void refuse_foreign_files(const std::string& path);

// What a build calls the folders of its parts, until they are one database.
inline constexpr std::string_view part_prefix = "part-";

// Whether the folder holds nothing but what a run makes: files of databases, and folders of these.
bool is_left_by_a_run(const std::string& folder);

void write_source(Xapian::WritableDatabase& database, const std::string& source,
                  const std::string& content_hash, const std::string& path);

}  // namespace nonmun
