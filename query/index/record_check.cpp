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
#include "common/paper_json.hpp"
#include "common/paper_record.hpp"
#include "common/paper_values.hpp"
#include "common/schema.hpp"
#include "common/token_sequence.hpp"
#include "common/unicode.hpp"
#include "common/vote_levels.hpp"

namespace nonmun {
namespace {

// The slots of paper_values(), by number.
constexpr const char* slot_names[] = {"date", "votes", "", "authors", "sections", "recency"};
static_assert(date_slot == 0 && votes_slot == 1 && authors_slot == 3 && sections_slot == 4 &&
              recency_slot == 5);

bool is_vote_level(const std::string& value) {
    const double level = Xapian::sortable_unserialise(value);
    return level >= 0 && level <= 1 && Xapian::sortable_serialise(level) == value;
}

// Whether there is a gap after the title and after each item of the summary; words inside other
// words follow the last one.
bool fits(const TokenSequence& sequence, const std::string& value, const Paper& paper) {
    if (value.size() % token_bytes != 0) return false;
    std::size_t gaps = 0, end = 0;
    for (; end < sequence.size() && sequence[end] != words_within; ++end)
        gaps += sequence[end] == sequence_gap;
    return end > 0 && sequence[end - 1] == sequence_gap && gaps == 1 + paper.summary.size();
}

class RecordCheck {
  public:
    RecordCheck(const Xapian::Database& database, const LineSink& report)
        : database_(database), report_(report) {}

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
                report_(place_ + ": the record or its token sequence has a wrong checksum");
            const Paper paper = paper_from_line(line_of_record(record));
            place_ = "paper " + printable(paper.id) + " (" + place_ + ")";
            check_values(document, paper);
            check_terms(document, paper);
        } catch (const Error& error) {
            readable_ = false;
            report_(place_ + " holds no paper: " + error.what());
        } catch (const Xapian::DatabaseModifiedError&) {
            throw;
        } catch (const Xapian::Error& error) {
            readable_ = false;
            report_(place_ + " cannot be read: " + error.get_msg());
        }
    }

    void check_values(const Xapian::Document& document, const Paper& paper) {
        for (const auto& [slot, value] : paper_values(paper)) {
            if (document.get_value(slot) != value)
                report_(place_ + ": the value of the slot " + slot_names[slot] +
                        " differs from the record");
        }
        const std::string level = document.get_value(vote_level_slot);
        if (!is_vote_level(level)) report_(place_ + ": the vote level is invalid");
        if (paper.date) {
            Day& day = days_[date_value(*paper.date)];
            day.votes.push_back(paper.votes);
            day.papers.emplace_back(id_, level);
        } else if (level != Xapian::sortable_serialise(neutral_vote_level)) {
            report_(place_ + ": it has a vote level, but no day");
        }
        const std::string sequence = document.get_value(sequence_slot);
        if (!fits(TokenSequence(sequence), sequence, paper))
            report_(place_ + ": the token sequence does not match its text");
    }

    void check_terms(const Xapian::Document& document, const Paper& paper) {
        const std::string own = prefixed(id_prefix, paper.id);
        const auto posting = database_.postlist_begin(own);
        if (posting == database_.postlist_end(own) || *posting != id_)
            report_(place_ + " is not found by its id");
        std::vector<std::string> wanted = {own};
        for (const std::string& name : paper.authors) {
            const std::string key = author_key(name);
            if (!key.empty()) wanted.push_back(author_key_term(key));
        }
        // In order: a term list is read from its beginning.
        std::sort(wanted.begin(), wanted.end());
        auto at = document.termlist_begin();
        for (const std::string& term : wanted) {
            if (at != document.termlist_end()) at.skip_to(term);
            if (at == document.termlist_end() || *at != term)
                report_(place_ + " lacks the term " + printable(term));
        }
    }

    void check_vote_levels() {
        for (const auto& [date, day] : days_) {
            const std::vector<double> levels = vote_levels(day.votes);
            for (std::size_t i = 0; i < levels.size(); ++i) {
                if (day.papers[i].second != Xapian::sortable_serialise(levels[i]))
                    report_("document " + std::to_string(day.papers[i].first) +
                            ": the vote level does not match the votes of its day");
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
            report_("the index counts " + std::to_string(counted) + " papers, but has " +
                    std::to_string(documents_) + " records and " + std::to_string(ids) + " ids");
    }

    struct Day {
        std::vector<std::optional<std::int64_t>> votes;
        std::vector<std::pair<Xapian::docid, std::string>> papers;  // with their vote levels
    };

    const Xapian::Database& database_;
    const LineSink& report_;
    Xapian::docid id_ = 0;  // in all databases together; a Document has the id of its own database
    std::string place_;
    std::map<std::string, Day> days_;
    std::size_t documents_ = 0;
    bool readable_ = true;  // every record so far
};

// A checksum of one posting; sums of these do not depend on the order.
std::uint64_t posting_sum(std::uint64_t term, std::uint64_t document, std::uint64_t wdf) {
    const std::uint64_t numbers[] = {document, wdf};
    return seeded_checksum({reinterpret_cast<const char*>(numbers), sizeof numbers}, term);
}

}  // namespace

void check_records(const Xapian::Database& database, bool whole_days, const LineSink& report) {
    RecordCheck(database, report).check_all(whole_days);
}

void check_postings(const Xapian::Database& database, const LineSink& report) {
    std::uint64_t by_term = 0, by_document = 0;
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
        const std::uint64_t own = seeded_checksum(*term, 0);
        Xapian::doccount frequency = 0;
        for (auto posting = database.postlist_begin(*term); posting != database.postlist_end(*term);
             ++posting, ++frequency)
            by_term += posting_sum(own, *posting, posting.get_wdf());
        if (frequency != term.get_termfreq())
            report("the term " + printable(*term) + " counts " +
                   std::to_string(term.get_termfreq()) + " papers, but has " +
                   std::to_string(frequency));
    }
    for (auto document = database.postlist_begin(""); document != database.postlist_end("");
         ++document) {
        for (auto term = database.termlist_begin(*document);
             term != database.termlist_end(*document); ++term)
            by_document += posting_sum(seeded_checksum(*term, 0), *document, term.get_wdf());
    }
    if (by_term != by_document)
        report("the postings of terms and the terms of papers do not agree");
}

}  // namespace nonmun
