// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/paper_changes.hpp"

#include <xxhash.h>

#include <algorithm>
#include <optional>
#include <set>

#include "common/error.hpp"
#include "common/paper_record.hpp"
#include "common/schema.hpp"
#include "common/workers.hpp"
#include "indexer/input.hpp"

namespace nonmun {
namespace {

IdHash hash_of(std::string_view id) {
    const XXH128_hash_t hash = XXH3_128bits(id.data(), id.size());
    return {hash.high64, hash.low64};
}

std::int32_t day_of(const Paper& paper) {
    return paper.date ? days_since_epoch(*paper.date) : PaperChange::unknown;
}

std::int32_t votes_of(const Paper& paper) {
    return paper.votes ? static_cast<std::int32_t>(*paper.votes) : PaperChange::unknown;
}

// The document that has a term which at most one document has, or 0.
Xapian::docid find_document(const Xapian::Database& database, const std::string& term) {
    const auto posting = database.postlist_begin(term);
    return posting == database.postlist_end(term) ? 0 : *posting;
}

std::vector<Xapian::docid> documents_of(const Xapian::Database& database, const std::string& term) {
    return {database.postlist_begin(term), database.postlist_end(term)};
}

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

ParsedPaper parsed_paper(const Paper& paper) {
    return {paper.id, day_of(paper), votes_of(paper), record_of(paper)};
}

// What the index holds of a paper before the run, and then what it is to hold of it.
struct PaperChanges::Merged {
    std::uint32_t number = 0;
    SourcedPaper paper;
    std::int32_t day_before = PaperChange::unknown;
    std::int32_t day = PaperChange::unknown;
    std::int32_t votes = PaperChange::unknown;
    bool is_changed = false;
    ChangeCounts counts;
};

PaperChange& PaperChanges::change_of(std::string_view id) {
    const auto number = static_cast<std::uint32_t>(changes_.size());
    const auto [found, is_new] = numbers_.try_emplace(hash_of(id), number);
    if (is_new) {
        changes_.emplace_back().document =
            find_document(stored_, std::string(id_prefix).append(id));
    }
    return changes_[found->second];
}

PaperSpool::Place PaperChanges::append(PaperChange& change, const SourcedPaper& paper) {
    if (entries_.size() == PaperChange::none)
        throw Error(ErrorKind::input, "more than 4,294,967,294 entries", "read fewer files");
    const auto entry = static_cast<std::uint32_t>(entries_.size());
    const PaperSpool::Place place = spool_.append(paper);
    entries_.push_back({place.offset, place.size, PaperChange::none});
    const bool first = change.first_entry == PaperChange::none;
    (first ? change.first_entry : entries_[change.last_entry].next) = entry;
    change.last_entry = entry;
    return place;
}

PaperSpool::Place PaperChanges::add(ParsedPaper&& paper, const std::string& source) {
    PaperChange& change = change_of(paper.id);
    if (change.document != 0) added_documents_.insert(change.document);
    change.day = paper.day;
    change.votes = paper.votes;
    return append(change, {std::move(paper.record), {source}});
}

void PaperChanges::drop_others(const std::string& source) {
    for (const Xapian::docid document : documents_of(stored_, prefixed(source_prefix, source))) {
        if (added_documents_.contains(document)) continue;
        append(change_of(stored_id(stored_.get_document(document))), {"", {source}});
    }
    added_documents_.clear();
}

void PaperChanges::prune() {
    prune_ = true;
    for (const Xapian::docid document : documents_of(stored_, std::string(orphan_term)))
        change_of(stored_id(stored_.get_document(document)));
}

PaperChanges::Merged PaperChanges::stored(const PaperChange& change) const {
    Merged stored;
    stored.number = static_cast<std::uint32_t>(&change - changes_.data());
    if (change.document == 0) return stored;
    const Xapian::Document document = stored_.get_document(change.document);
    stored.paper.record = document.get_value(record_slot);
    if (const auto date = date_of_value(document.get_value(date_slot)))
        stored.day_before = days_since_epoch(*date);
    auto term = document.termlist_begin();
    for (term.skip_to(std::string(source_prefix)); term != document.termlist_end(); ++term) {
        if (!(*term).starts_with(source_prefix)) break;
        stored.paper.sources.push_back((*term).substr(source_prefix.size()));
    }
    return stored;
}

// Merges the entries of a paper into what is stored, in the order of the input.
PaperChanges::Merged PaperChanges::merged(Merged&& merged) const {
    const PaperChange& change = changes_[merged.number];
    std::string& record = merged.paper.record;
    std::optional<Paper> paper;  // parsed from `record` when needed
    bool exists = change.document != 0;
    bool differs = !exists;  // the record from the stored one
    const std::set<std::string> stored_sources(merged.paper.sources.begin(),
                                               merged.paper.sources.end());
    std::set<std::string> sources = stored_sources;
    std::set<std::string> seen;  // in this run
    for (auto entry = change.first_entry; entry != PaperChange::none;
         entry = entries_[entry].next) {
        SourcedPaper added = spool_.read(entries_[entry].place());
        const std::string& source = added.sources.front();
        if (added.record.empty()) {
            sources.erase(source);
            continue;
        }
        const bool held = !sources.insert(source).second;
        const bool first = seen.insert(source).second;
        if (!exists) {
            exists = true;
            ++merged.counts.added;
            record = std::move(added.record);
            continue;
        }
        merged.counts.merged += !held;
        if (added.record == record) continue;
        if (!paper) paper = paper_from_record(record);
        // A source that alone has the paper corrects it, whatever day it gives now.
        const bool corrects = held && first && source != stream_source_key && sources.size() == 1;
        if (!merge_into(*paper, paper_from_record(added.record), corrects)) continue;
        ++merged.counts.updated;
        record.clear();  // written below, and equal to no entry until then
        differs = true;
    }
    merged.is_changed = differs || sources != stored_sources || (prune_ && sources.empty());
    if (!merged.is_changed) return merged;
    if (!paper) paper = paper_from_record(record);
    if (record.empty()) record = record_of(*paper);
    merged.paper.sources.assign(sources.begin(), sources.end());
    merged.day = day_of(*paper);
    merged.votes = votes_of(*paper);
    return merged;
}

void PaperChanges::apply(Merged&& merged, ChangeCounts& counts) {
    counts.added += merged.counts.added;
    counts.updated += merged.counts.updated;
    counts.merged += merged.counts.merged;
    PaperChange& change = changes_[merged.number];
    if (!merged.is_changed) {
        change.action = PaperChange::kept;
        return;
    }
    days_.insert({merged.day_before, merged.day});
    change.day = merged.day;
    change.votes = merged.votes;
    if (prune_ && merged.paper.sources.empty()) {
        change.action = PaperChange::removed;
        ++counts.removed;
        return;
    }
    const PaperSpool::Place place = spool_.append(merged.paper);
    entries_[change.first_entry] = {place.offset, place.size, PaperChange::none};
}

ChangeCounts PaperChanges::merge(std::size_t jobs) {
    numbers_ = {};
    ChangeCounts counts;
    // A new paper with one entry is complete.
    const auto is_complete = [](const PaperChange& change) {
        return change.document == 0 && change.first_entry == change.last_entry;
    };
    for (const PaperChange& change : changes_) {
        if (!is_complete(change)) continue;
        ++counts.added;
        days_.insert(change.day);
    }
    auto next = changes_.begin();
    const auto take = [&]() -> std::optional<Merged> {
        next = std::find_if_not(next, changes_.end(), is_complete);
        return next == changes_.end() ? std::nullopt : std::optional(stored(*next++));
    };
    work_in_order(
        jobs, take, [&](std::size_t, Merged&& stored) { return merged(std::move(stored)); },
        [&](Merged&& merged) { apply(std::move(merged), counts); });
    std::erase_if(changes_, [](const PaperChange& c) { return c.action == PaperChange::kept; });
    return counts;
}

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
