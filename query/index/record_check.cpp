// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/record_check.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/author_name.hpp"
#include "common/checksum.hpp"
#include "common/error.hpp"
#include "common/fields.hpp"
#include "common/paper_record.hpp"
#include "common/paper_values.hpp"
#include "common/schema.hpp"
#include "common/token_sequence.hpp"
#include "common/unicode.hpp"
#include "common/vote_levels.hpp"

namespace nonmun {
namespace {

const char* slot_name(Xapian::valueno slot) {
    switch (slot) {
        case date_slot:
            return "date";
        case votes_slot:
            return "votes";
        case authors_slot:
            return "authors";
        case sections_slot:
            return "sections";
        case recency_slot:
            return "recency";
        default:
            return "value";
    }
}

bool is_vote_level(const std::string& value) {
    const double level = Xapian::sortable_unserialise(value);
    return level >= 0 && level <= 1 && Xapian::sortable_serialise(level) == value;
}

// A gap behind the title and behind each item of the summary, and whole tokens between; words
// within words come last.
bool fits(const TokenSequence& sequence, const std::string& value, const Paper& paper) {
    if (value.size() % token_bytes != 0) return false;
    std::size_t gaps = 0, end = 0;
    for (; end < sequence.size() && sequence[end] != words_within; ++end)
        gaps += sequence[end] == sequence_gap;
    return end > 0 && sequence[end - 1] == sequence_gap && gaps == 1 + paper.summary.size();
}

class RecordCheck {
  public:
    RecordCheck(const Xapian::Database& database, const LineSink& tell)
        : database_(database), tell_(tell) {}

    void check_all(bool whole_days) {
        for (auto posting = database_.postlist_begin(""); posting != database_.postlist_end("");
             ++posting) {
            ++documents_;
            check(*posting);
        }
        if (whole_days && readable_) check_vote_levels();
        check_counts();
    }

  private:
    void check(Xapian::docid id) {
        id_ = id;
        place_ = "document " + std::to_string(id);
        try {
            const Xapian::Document document = database_.get_document(id);
            const std::string record = document.get_value(record_slot);
            const std::string sequence = document.get_value(sequence_slot);
            if (document.get_value(checksum_slot) != checksum(record + sequence))
                tell_(place_ + ": the record, or its token sequence, is not what was written");
            const Paper paper = paper_from_record(record);
            place_ = "paper " + printable(paper.id) + " (" + place_ + ")";
            check_values(document, paper);
            check_terms(document, paper);
        } catch (const Error& error) {
            readable_ = false;
            tell_(place_ + " holds no paper: " + error.what());
        } catch (const Xapian::DatabaseModifiedError&) {
            throw;
        } catch (const Xapian::Error& error) {
            readable_ = false;
            tell_(place_ + " cannot be read: " + error.get_msg());
        }
    }

    void check_values(const Xapian::Document& document, const Paper& paper) {
        for (const auto& [slot, value] : paper_values(paper)) {
            if (document.get_value(slot) != value)
                tell_(place_ + ": the " + slot_name(slot) + " beside the record are others");
        }
        const std::string level = document.get_value(vote_level_slot);
        if (!is_vote_level(level)) tell_(place_ + ": the vote level is none");
        if (paper.date) {
            Day& day = days_[date_value(*paper.date)];
            day.votes.push_back(paper.votes);
            day.papers.emplace_back(id_, level);
        } else if (level != Xapian::sortable_serialise(neutral_vote_level)) {
            tell_(place_ + ": it has a vote level, but no day");
        }
        const std::string sequence = document.get_value(sequence_slot);
        if (!fits(TokenSequence(sequence), sequence, paper))
            tell_(place_ + ": the token sequence is not that of its text");
    }

    void check_terms(const Xapian::Document& document, const Paper& paper) {
        const std::string own = prefixed(id_prefix, paper.id);
        const auto posting = database_.postlist_begin(own);
        if (posting == database_.postlist_end(own) || *posting != id_)
            tell_(place_ + " is not found by its id");
        std::vector<std::string> wanted = {own};
        for (const std::string& name : paper.authors) {
            const std::string key = author_key(name);
            if (!key.empty()) wanted.push_back(author_key_term(key));
        }
        // In their order, since a walk to a term passes all before it, of which there may be many.
        std::sort(wanted.begin(), wanted.end());
        auto at = document.termlist_begin();
        for (const std::string& term : wanted) {
            if (at != document.termlist_end()) at.skip_to(term);
            if (at == document.termlist_end() || *at != term)
                tell_(place_ + " lacks the term " + printable(term));
        }
    }

    void check_vote_levels() {
        for (const auto& [date, day] : days_) {
            const std::vector<double> levels = vote_levels(day.votes);
            for (std::size_t i = 0; i < levels.size(); ++i) {
                if (day.papers[i].second != Xapian::sortable_serialise(levels[i]))
                    tell_("document " + std::to_string(day.papers[i].first) +
                          ": the vote level is not that of its votes among those of the day");
            }
        }
    }

    void check_counts() {
        std::size_t ids = 0;
        const std::string prefix(id_prefix);
        for (auto term = database_.allterms_begin(prefix); term != database_.allterms_end(prefix);
             ++term)
            ++ids;
        const std::size_t counted = database_.get_doccount();
        if (documents_ != counted || ids != counted)
            tell_("the index counts " + std::to_string(counted) + " papers, but has " +
                  std::to_string(documents_) + " records and " + std::to_string(ids) + " ids");
    }

    struct Day {
        std::vector<std::optional<std::int64_t>> votes;
        std::vector<std::pair<Xapian::docid, std::string>> papers;  // with their vote levels
    };

    const Xapian::Database& database_;
    const LineSink& tell_;
    Xapian::docid id_ = 0;  // of all databases together: that of a Document is its own database's
    std::string place_;
    std::map<std::string, Day> days_;
    std::size_t documents_ = 0;
    bool readable_ = true;  // every record so far
};

// Of one posting, whatever the order they are met in.
std::uint64_t posting_sum(std::uint64_t term, std::uint64_t document, std::uint64_t wdf) {
    const std::uint64_t numbers[] = {document, wdf};
    return seeded_checksum({reinterpret_cast<const char*>(numbers), sizeof numbers}, term);
}

}  // namespace

void check_records(const Xapian::Database& database, bool whole_days, const LineSink& tell) {
    RecordCheck(database, tell).check_all(whole_days);
}

void check_postings(const Xapian::Database& database, const LineSink& tell) {
    std::uint64_t by_term = 0, by_document = 0;
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
        const std::uint64_t own = seeded_checksum(*term, 0);
        Xapian::doccount frequency = 0;
        for (auto posting = database.postlist_begin(*term); posting != database.postlist_end(*term);
             ++posting, ++frequency)
            by_term += posting_sum(own, *posting, posting.get_wdf());
        if (frequency != term.get_termfreq())
            tell("the term " + printable(*term) + " counts " + std::to_string(term.get_termfreq()) +
                 " papers, but has " + std::to_string(frequency));
    }
    for (auto document = database.postlist_begin(""); document != database.postlist_end("");
         ++document) {
        for (auto term = database.termlist_begin(*document);
             term != database.termlist_end(*document); ++term)
            by_document += posting_sum(seeded_checksum(*term, 0), *document, term.get_wdf());
    }
    if (by_term != by_document) tell("the postings of terms and the terms of papers do not agree");
}

}  // namespace nonmun
