// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/new_index.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "common/schema.hpp"
#include "indexer/document_builder.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

// Papers in a part. The postings of each part stay separate chunks in the compacted index, so few
// large parts make a small index (the postings of 10,000 papers take 23.7 MB in ten parts, 18.2 in
// two, 16.5 in one). Parts get smaller towards the end, a quarter of what is left, so that the
// threads finish together.
constexpr std::size_t largest_part = 12'500;
constexpr std::size_t largest_to_smallest = 5;
constexpr std::size_t rest_divisor = 4;
// Parts of an index: each takes five open files during compaction.
constexpr std::size_t most_parts = 100;
// Documents between two commits of a part. Xapian keeps what is not written yet in trees of small
// nodes. Those of this many documents fit the processor's cache; fewer documents would write the
// same blocks too often.
constexpr std::size_t commit_interval = 250;

std::vector<std::size_t> part_begins(std::size_t papers) {
    const std::size_t largest = std::max(largest_part, papers / (most_parts / 2) + 1);
    std::vector<std::size_t> begins{0};
    while (begins.back() < papers) {
        const std::size_t left = papers - begins.back();
        const std::size_t size =
            std::clamp(left / rest_divisor + 1, largest / largest_to_smallest, largest);
        begins.push_back(begins.back() + std::min(size, left));
    }
    return begins;
}

}  // namespace

NewIndex::NewIndex(std::string folder, std::size_t shards, const PaperChanges& papers)
    : folder_(std::move(folder)),
      shards_(shards),
      papers_(papers),
      part_begins_(part_begins(papers.list().size())) {}

std::string NewIndex::part_folder(const std::string& name, std::size_t shard) const {
    return folder_ + "/" + std::string(part_prefix) + name + "." + std::to_string(shard);
}

void NewIndex::write_part(std::size_t part, const Lexicon& lexicon,
                          const std::function<bool(std::size_t papers)>& progress) const try {
    DocumentBuilder builder(lexicon);
    std::vector<Xapian::WritableDatabase> databases;
    for (std::size_t shard = 0; shard < shards_; ++shard) {
        databases.emplace_back(part_folder(std::to_string(part), shard),
                               Xapian::DB_CREATE | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS);
    }
    std::size_t pending = 0;
    for (std::size_t n = part_begins_[part]; n < part_begins_[part + 1]; ++n) {
        const PaperChange& paper = papers_.list()[n];
        databases[n % shards_].add_document(builder.build(papers_.paper(paper), paper.vote_level));
        if (++pending < commit_interval) continue;
        for (Xapian::WritableDatabase& database : databases) database.commit();
        if (!progress(pending)) return;
        pending = 0;
    }
    for (Xapian::WritableDatabase& database : databases) database.close();
    progress(pending);
} catch (const Xapian::InvalidOperationError&) {
    // When a write fails, Xapian undoes the changes. With DB_DANGEROUS it cannot, and this error
    // replaces that of the write, of which errno is left.
    throw Xapian::DatabaseError("error writing a block", errno);
}

// The sources are in the first shard, where Xapian looks up the metadata of several databases. The
// vocabulary is in every shard, so that each can be opened alone.
void NewIndex::write_metadata(std::size_t shard, const Vocabulary& vocabulary,
                              const std::vector<Source>& sources) const {
    Xapian::WritableDatabase database(part_folder("metadata", shard),
                                      Xapian::DB_CREATE | Xapian::DB_NO_SYNC);
    write_vocabulary(database, vocabulary);
    if (shards_ > 1)
        database.set_metadata(shard_key, std::to_string(shard) + "/" + std::to_string(shards_));
    if (shard == 0) write_sources(database, sources);
    database.commit();
}

void NewIndex::finish(const Vocabulary& vocabulary, const std::vector<Source>& sources) const {
    for (std::size_t shard = 0; shard < shards_; ++shard) {
        write_metadata(shard, vocabulary, sources);
        Xapian::Database parts(part_folder("metadata", shard));
        for (std::size_t part = 0; part < part_count(); ++part)
            parts.add_database(Xapian::Database(part_folder(std::to_string(part), shard)));
        parts.compact(shards_ == 1 ? folder_ : folder_ + "/" + std::to_string(shard));
    }
    for (std::size_t shard = 0; shard < shards_; ++shard) {
        fs::remove_all(part_folder("metadata", shard));
        for (std::size_t part = 0; part < part_count(); ++part)
            fs::remove_all(part_folder(std::to_string(part), shard));
    }
    if (shards_ > 1) write_stub(folder_, shards_);
}

}  // namespace nonmun
