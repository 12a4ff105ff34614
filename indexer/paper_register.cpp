// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/paper_register.hpp"

#include <xxhash.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "common/schema.hpp"
#include "common/vote_levels.hpp"

namespace nonmun {

IdHash id_hash(std::string_view id) {
    const XXH128_hash_t hash = XXH3_128bits(id.data(), id.size());
    return {hash.high64, hash.low64};
}

void PaperRegister::list(const Paper& paper, std::uint32_t entry, std::vector<Sighting>& to) {
    const IdHash id = id_hash(paper.id);
    for (const Appearance& seen : paper.appearances) {
        to.push_back({id, entry, seen.date ? days_since_epoch(*seen.date) : Sighting::unknown_day,
                      seen.votes ? static_cast<std::int32_t>(*seen.votes) : -1});
    }
}

void PaperRegister::add(std::span<const Sighting> sightings) {
    sightings_.insert(sightings_.end(), sightings.begin(), sightings.end());
}

void PaperRegister::settle(std::uint32_t entries) {
    levels_.assign(entries, static_cast<float>(neutral_vote_level));
    std::sort(sightings_.begin(), sightings_.end(), [](const Sighting& a, const Sighting& b) {
        return std::tie(a.id, a.entry) < std::tie(b.id, b.entry);
    });
    std::vector<Voted> voted;
    std::map<std::int32_t, std::int32_t> votes_by_day;  // of one paper
    for (auto begin = sightings_.begin(); begin != sightings_.end();) {
        const auto end = std::find_if(begin, sightings_.end(),
                                      [&](const Sighting& s) { return s.id != begin->id; });
        if (begin->entry != (end - 1)->entry) note_repeats({begin, end});
        // What a later entry knows of a day replaces what was said before.
        votes_by_day.clear();
        for (auto seen = begin; seen != end; ++seen) {
            const auto [day, is_new] = votes_by_day.try_emplace(seen->day, seen->votes);
            if (!is_new && seen->votes >= 0) day->second = seen->votes;
        }
        std::int32_t most = -1;
        for (const auto& [day, votes] : votes_by_day) most = std::max(most, votes);
        const auto first_day = votes_by_day.upper_bound(Sighting::unknown_day);
        if (first_day != votes_by_day.end() && most >= 0)
            voted.push_back({first_day->first, most, begin->entry});
        begin = end;
    }
    sightings_ = {};
    set_levels(voted);
}

void PaperRegister::note_repeats(std::span<const Sighting> of_paper) {
    std::vector<std::uint32_t>& later = repeats_[of_paper.front().entry];
    std::uint32_t before = of_paper.front().entry;
    for (const Sighting& seen : of_paper) {
        if (seen.entry == before) continue;
        before = seen.entry;
        later.push_back(before);
        levels_[before] = -1;
        ++later_;
    }
}

void PaperRegister::set_levels(std::vector<Voted>& voted) {
    std::sort(voted.begin(), voted.end(), [](const Voted& a, const Voted& b) {
        return std::tie(a.day, a.first) < std::tie(b.day, b.first);
    });
    std::vector<std::optional<std::int64_t>> votes;
    for (auto begin = voted.begin(); begin != voted.end();) {
        const auto end =
            std::find_if(begin, voted.end(), [&](const Voted& v) { return v.day != begin->day; });
        votes.clear();
        for (auto v = begin; v != end; ++v) votes.emplace_back(v->votes);
        for (const double level : vote_levels(votes)) {
            levels_[begin->first] = static_cast<float>(level);
            ++begin;
        }
    }
}

std::span<const std::uint32_t> PaperRegister::later(std::uint32_t first) const {
    const auto found = repeats_.find(first);
    if (found == repeats_.end()) return {};
    return found->second;
}

}  // namespace nonmun
