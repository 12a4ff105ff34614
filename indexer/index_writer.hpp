// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <memory>
#include <string>

#include "common/paper.hpp"
#include "indexer/index_database.hpp"
#include "indexer/input.hpp"

namespace nonmun {

// The words of an index that is there. Throws Error: missing, version, io.
Vocabulary vocabulary_of(const std::string& path);

// The same of two indexes that have the same words. Throws as vocabulary_of does.
std::string words_checksum_of(const std::string& path);

// What a run did to the index.
struct IndexChanges {
    std::size_t added = 0;
    std::size_t updated =
        0;  // papers whose record changed, because a digest said something new of them
    std::size_t merged =
        0;  // of the papers put: those that were there already, from another file or day
    std::size_t removed = 0;
    std::size_t levelled = 0;  // papers whose vote level commit() wrote anew, and nothing else
};

// Writes papers to an index inside one transaction: until commit() nothing of it is there for a
// reader, and a writer that is destroyed, or killed, leaves the last state. An index of several
// databases is written in a copy, which commit() puts in its place. Throws Error: locked (another
// writer), version, io.
class IndexWriter {
  public:
    // Opens an index that is there. Without `may_commit`, for changes that are only to be counted,
    // there is no copy: what Xapian writes beyond so many changes stands in blocks that no revision
    // has, as in an index of one database. Throws Error(usage) too, for one shard of several.
    static IndexWriter open(const std::string& path, bool may_commit = true);

    // Makes an empty index in a folder that is empty or not there yet.
    static IndexWriter create(const std::string& path, const Vocabulary& vocabulary);

    // Holds the writer's lock of an index while the result lives, without writing. Throws Error
    // too: usage for another program's database, and for one shard of several.
    static Xapian::WritableDatabase lock(const std::string& path);

    IndexWriter(IndexWriter&&) noexcept;
    ~IndexWriter();

    // Adds the paper, or joins it with what is stored of it (merge_into). Writes only when the
    // stored record changes, or when the source is a new one.
    void put(Paper&& paper, const std::string& source_key);

    // The content hash of a source when it was last read whole; "" when never.
    std::string source_hash(const std::string& source_key) const;

    // Call around the put() calls of one source. finish_source() takes the source away from the
    // papers that it no longer holds; a paper without any source is an orphan, kept until
    // remove_orphans().
    void begin_source(const std::string& source_key);
    void finish_source(const std::string& hash, const std::string& path);

    // Forgets the sources below one of the folders (or equal to one of the files) that are not in
    // `present`.
    void forget_missing_sources(const std::vector<std::string>& scope,
                                const std::vector<std::string>& present);
    void remove_orphans();

    const IndexChanges& changes() const;
    bool changed() const;  // whether commit() would write anything
    std::size_t paper_count() const;

    // Brings the vote levels of the days that were touched up to date, then makes all of it the
    // index. Nothing may be put afterwards.
    void commit();

  private:
    struct State;
    explicit IndexWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// The key under which a file is remembered, short whatever its path; that of a stream.
std::string source_of(const Input& input);

}  // namespace nonmun
