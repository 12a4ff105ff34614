// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/vote_level_settling.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>

#include "common/schema.hpp"
#include "common/vote_levels.hpp"

namespace nonmun {
namespace {

struct DayMember {
    std::int32_t day;
    std::int32_t votes;
    std::uint32_t changed;  // place in the list of changes; none for a stored paper
    Xapian::docid stored;   // 0 for a changed paper
};

// The value of a document, from a stream that is asked in ascending order; "" for none.
std::string value_at(Xapian::ValueIterator& stream, const Xapian::ValueIterator& end,
                     Xapian::docid document) {
    if (stream == end) return {};
    stream.skip_to(document);
    return stream != end && stream.get_docid() == document ? *stream : std::string();
}

// Adds the stored papers of the changed days that the run does not change themselves.
void add_stored(const PaperChanges& changes, const Xapian::Database& stored,
                std::vector<DayMember>& members) {
    std::unordered_set<Xapian::docid> changed;
    for (const PaperChange& change : changes.list()) changed.insert(change.document);
    auto votes = stored.valuestream_begin(votes_slot);
    const auto votes_end = stored.valuestream_end(votes_slot);
    for (auto date = stored.valuestream_begin(date_slot); date != stored.valuestream_end(date_slot);
         ++date) {
        const Xapian::docid document = date.get_docid();
        const auto day = date_of_value(*date);
        if (!day || changed.contains(document)) continue;
        const int number = days_since_epoch(*day);
        if (!changes.days().contains(number)) continue;
        const std::string count = value_at(votes, votes_end, document);
        members.push_back({number,
                           count.empty()
                               ? PaperChange::unknown
                               : static_cast<std::int32_t>(Xapian::sortable_unserialise(count)),
                           PaperChange::none, document});
    }
}

}  // namespace

std::vector<StoredVoteLevel> settle_vote_levels(PaperChanges& changes,
                                                const Xapian::Database& stored) {
    std::vector<DayMember> members;
    for (const PaperChange& change : changes.list()) {
        const auto place = static_cast<std::uint32_t>(&change - changes.list().data());
        if (change.action == PaperChange::written && change.day != PaperChange::unknown)
            members.push_back({change.day, change.votes, place, 0});
    }
    if (!changes.list().empty() && stored.get_doccount() > 0) add_stored(changes, stored, members);
    std::sort(members.begin(), members.end(),
              [](const DayMember& a, const DayMember& b) { return a.day < b.day; });
    std::vector<StoredVoteLevel> stored_levels;
    std::vector<std::optional<std::int64_t>> votes;
    for (auto begin = members.begin(); begin != members.end();) {
        const auto end = std::find_if(begin, members.end(),
                                      [&](const DayMember& m) { return m.day != begin->day; });
        votes.clear();
        for (auto member = begin; member != end; ++member) {
            votes.push_back(member->votes == PaperChange::unknown ? std::nullopt
                                                                  : std::optional(member->votes));
        }
        for (const double level : vote_levels(votes)) {
            if (begin->stored == 0)
                changes.list()[begin->changed].vote_level = static_cast<float>(level);
            else
                stored_levels.emplace_back(begin->stored, level);
            ++begin;
        }
    }
    // Only those that change, in the order of the stream.
    std::sort(stored_levels.begin(), stored_levels.end());
    auto now = stored.valuestream_begin(vote_level_slot);
    const auto end = stored.valuestream_end(vote_level_slot);
    std::erase_if(stored_levels, [&](const StoredVoteLevel& level) {
        return value_at(now, end, level.first) == Xapian::sortable_serialise(level.second);
    });
    return stored_levels;
}

}  // namespace nonmun
