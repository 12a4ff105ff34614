// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "indexer/index_database.hpp"
#include "indexer/paper_changes.hpp"

namespace nonmun {

// A new index in an empty folder. Its papers are written in parts of neighbouring papers, each part
// a database of its own, so that several threads can write; finish() compacts the parts into one
// database, or one for each shard. Paper n goes to shard n % shards, which gives documents the ids
// 1, 2, … in the order of the papers, since Xapian numbers the documents of several databases in
// turns. Throws Error(io).
class NewIndex {
  public:
    NewIndex(std::string folder, std::size_t shards, const PaperChanges& papers);

    std::size_t part_count() const { return part_begins_.size() - 1; }

    // Writes a part. May be called by several threads, each for another part. Calls `progress` with
    // the number of papers written since the last call; stops when it returns false.
    void write_part(std::size_t part, const Lexicon& lexicon,
                    const std::function<bool(std::size_t papers)>& progress) const;

    void finish(const Vocabulary& vocabulary, const std::vector<Source>& sources) const;

  private:
    std::string part_folder(const std::string& name, std::size_t shard) const;
    void write_metadata(std::size_t shard, const Vocabulary& vocabulary,
                        const std::vector<Source>& sources) const;

    std::string folder_;
    std::size_t shards_;
    const PaperChanges& papers_;
    std::vector<std::size_t> part_begins_;  // the first paper of each part, then the paper count
};

}  // namespace nonmun
