// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "common/paper.hpp"
#include "common/vote_levels.hpp"
#include "indexer/paper_spool.hpp"

namespace nonmun {

// How many papers a run changes.
struct ChangeCounts {
    std::size_t added = 0;
    std::size_t updated = 0;  // times that an entry changed a paper that was there before it
    std::size_t merged = 0;   // entries of a paper that another source has too
    std::size_t removed = 0;
};

// An id as a number: 128 bits of XXH3, so that two ids never collide by chance.
using IdHash = std::array<std::uint64_t, 2>;

// What a run does to one paper of the index. There is one for each paper of a first build, so it is
// small.
struct PaperChange {
    static constexpr std::uint32_t none = UINT32_MAX;
    static constexpr std::int32_t unknown = INT32_MIN;

    std::uint32_t first_entry = none;
    std::uint32_t last_entry = none;
    Xapian::docid document = 0;             // 0 for a new paper
    std::int32_t day = unknown;             // since 1970-01-01
    std::int32_t votes = unknown;           // 0 to max_votes
    float vote_level = neutral_vote_level;  // steps of 1/128, so a float is exact
    enum { kept, written, removed } action = written;
};

// An entry of a paper, parsed, on its way to the spool.
struct ParsedPaper {
    std::string id;
    std::int32_t day = PaperChange::unknown;
    std::int32_t votes = PaperChange::unknown;
    std::string record;
};

ParsedPaper parsed_paper(const Paper& paper);

// Collects what the sources of a run say, and merges it by id, with what the index holds already,
// into one change for each paper. New papers keep the order of their first entries.
class PaperChanges {
  public:
    // `stored`: the index; an empty Database when everything is new. `spool_folder`: where the
    // entries are kept meanwhile.
    PaperChanges(Xapian::Database stored, const std::string& spool_folder)
        : stored_(std::move(stored)), spool_(spool_folder) {}

    // The next entry. The entries of a source come one after another.
    PaperSpool::Place add(ParsedPaper&& paper, const std::string& source);

    // The stored papers of the source that were not added since the last call are no longer in it.
    void drop_others(const std::string& source);

    // Removes papers without a source, also those that lost it in an earlier run; otherwise they
    // are kept as orphans.
    void prune();

    // Call once, after the last entry.
    ChangeCounts merge(std::size_t jobs);

    // What follows is known after merge().
    std::vector<PaperChange>& list() { return changes_; }
    const std::vector<PaperChange>& list() const { return changes_; }
    SourcedPaper paper(const PaperChange& change) const {
        return spool_.read(entries_[change.first_entry].place());
    }
    SourcedPaper paper(const PaperSpool::Place& place) const { return spool_.read(place); }

    // The days that the changed papers had and have.
    const std::unordered_set<std::int32_t>& days() const { return days_; }

  private:
    struct Entry {
        std::uint64_t offset;
        std::uint32_t size;
        std::uint32_t next;  // of the same paper

        PaperSpool::Place place() const { return {offset, size}; }
    };
    struct Merged;

    PaperChange& change_of(std::string_view id);
    PaperSpool::Place append(PaperChange& change, const SourcedPaper& paper);
    Merged stored(const PaperChange& change) const;
    Merged merged(Merged&& merged) const;
    void apply(Merged&& merged, ChangeCounts& counts);

    struct HashOfIdHash {
        std::size_t operator()(const IdHash& hash) const noexcept { return hash[0]; }
    };

    Xapian::Database stored_;
    PaperSpool spool_;
    std::vector<Entry> entries_;
    std::vector<PaperChange> changes_;
    std::unordered_map<IdHash, std::uint32_t, HashOfIdHash> numbers_;  // places in changes_
    std::unordered_set<Xapian::docid> added_documents_;  // since the last drop_others()
    std::unordered_set<std::int32_t> days_;
    bool prune_ = false;
};

// The vote level of a stored paper that a run does not change otherwise.
using StoredVoteLevel = std::pair<Xapian::docid, double>;

// A new paper of a day, or other votes, can move the vote levels of all papers of the day. Sets the
// level of each changed paper, and returns the stored papers whose level changes too. Reads three
// streams of values of `stored`.
std::vector<StoredVoteLevel> settle_vote_levels(PaperChanges& changes,
                                                const Xapian::Database& stored);

}  // namespace nonmun
