// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/paper.hpp"

namespace nonmun {

// An id as a number: 128 bits of XXH3, so that two ids never meet by chance.
using IdHash = std::array<std::uint64_t, 2>;
IdHash id_hash(std::string_view id);

// What an entry of the input says of one day. Small, since all of them are held at once.
struct Sighting {
    IdHash id{};
    std::uint32_t entry = 0;  // its place in the input
    std::int32_t day = 0;     // since 1970-01-01; unknown_day for none
    std::int32_t votes = 0;   // -1 for unknown

    static constexpr std::int32_t unknown_day = INT32_MIN;
};

// Which entries of the input name the same paper, and the vote level of each paper: known before
// the first document is written, so that none has to be written twice. The days and votes of a
// paper are joined as merge_into joins them.
class PaperRegister {
  public:
    // The next entry of the input.
    static void list(const Paper& paper, std::uint32_t entry, std::vector<Sighting>& to);
    void add(std::span<const Sighting> sightings);

    // Call once, behind the last entry; what follows is known then.
    void settle(std::uint32_t entries);

    std::uint32_t entries() const { return static_cast<std::uint32_t>(levels_.size()); }
    std::size_t papers() const { return levels_.size() - later_; }

    // False where an earlier entry names the same paper.
    bool is_first(std::uint32_t entry) const { return levels_[entry] >= 0; }

    // The later entries of the paper that this one is the first of, in order.
    std::span<const std::uint32_t> later(std::uint32_t first) const;

    // Of the paper that this entry is the first of.
    double level(std::uint32_t first) const { return levels_[first]; }

  private:
    // A paper with a day and votes.
    struct Voted {
        std::int32_t day;
        std::int32_t votes;
        std::uint32_t first;  // entry
    };

    void note_repeats(std::span<const Sighting> of_paper);
    void set_levels(std::vector<Voted>& voted);

    std::vector<Sighting> sightings_;
    std::vector<float> levels_;  // by entry; steps of 1/128, so a float is exact; -1: not the first
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> repeats_;
    std::size_t later_ = 0;
};

}  // namespace nonmun
