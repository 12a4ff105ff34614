// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/doctor.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include "common/analyzer/analyzer.hpp"
#include "common/author_name.hpp"
#include "common/checksum.hpp"
#include "common/error.hpp"
#include "common/paper_json.hpp"
#include "common/paper_record.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "common/token_sequence.hpp"
#include "common/unicode.hpp"
#include "common/vote_levels.hpp"
#include "query/index/isolated_process.hpp"
#include "query/index/shard.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

constexpr int max_diagnoses = 4;  // while a writer commits

// A shell word.
std::string shell_word(const std::string& word) {
    const auto plain = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) ||
               std::string_view("/._-+,:=@").find(c) != std::string_view::npos;
    };
    if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return word;
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

// The records of the source files: "hash<TAB>path".
std::vector<std::string> source_records(const Xapian::Database& database) {
    std::vector<std::string> records;
    const std::string prefix = source_key_prefix;
    for (auto key = database.metadata_keys_begin(prefix); key != database.metadata_keys_end(prefix);
         ++key)
        records.push_back(database.get_metadata(*key));
    return records;
}

// Reports facts about the index, as JSON objects.
void read_metadata(const std::vector<Shard>& shards, const LineSink& report) {
    std::set<std::string> folders;
    std::string revision;
    std::size_t papers = 0;
    bool part = false;  // a shard of an index
    for (const Shard& shard : shards) {
        const Xapian::Database database(shard.path, Xapian::DB_BACKEND_GLASS);
        papers += database.get_doccount();
        revision += identity_of(database) + " ";
        part = part || !database.get_metadata(shard_key).empty();
        if (&shard == &shards.front()) {
            report(to_line(Json{{"schema", database.get_metadata(schema_key)},
                                {"analyzer", database.get_metadata(analyzer_key)}}));
        }
        for (const std::string& record : source_records(database))
            folders.insert(fs::path(record.substr(record.find('\t') + 1)).parent_path().string());
    }
    report(to_line(
        Json{{"papers", papers}, {"revision", revision}, {"part", part}, {"folders", folders}}));
}

void check_vocabulary(const Shard& shard, const LineSink& report) {
    const Xapian::Database database(shard.path, Xapian::DB_BACKEND_GLASS);
    const std::string expected = checksum(database.get_metadata(lexicon_key)) +
                                 checksum(database.get_metadata(glossary_key));
    if (database.get_metadata(words_checksum_key) != expected)
        report("the lexicon or the glossary has a wrong checksum");
    for (const std::string& record : source_records(database)) {
        if (cut(record, '\t').second.empty())
            report("the record of a source file is invalid: " + printable(record));
    }
}

void check_tables(const Shard& shard, bool show_messages, const LineSink& report) {
    const std::size_t errors =
        Xapian::Database::check(shard.path, 0, show_messages ? &std::cerr : nullptr);
    if (errors > 0)
        report(plural(errors, "error") + " in its tables; --verbose shows Xapian's messages");
}

// Xapian's check opens the tables for writing, although it does not write. A lack of permission is
// no damage.
void require_writable(const Shard& shard) {
    std::error_code none;
    for (const auto& file : fs::directory_iterator(shard.path, none)) {
        if (file.path().extension() != ".glass" ||
            ::faccessat(AT_FDCWD, file.path().c_str(), W_OK, AT_EACCESS) == 0 ||
            (errno != EACCES && errno != EROFS))
            continue;
        throw Error(
            ErrorKind::io,
            "cannot check " + file.path().string() + ": " + std::generic_category().message(errno),
            "Xapian's check opens tables for writing: run it as a user who can, or on a copy");
    }
}

// The folders that are in no other one.
std::vector<std::string> outermost(const std::vector<std::string>& folders) {
    std::vector<std::string> kept;
    for (const std::string& folder : folders) {  // sorted: outer ones first
        const bool inside = std::any_of(kept.begin(), kept.end(), [&](const std::string& outer) {
            return folder == outer || folder.starts_with(outer + "/");
        });
        if (!inside) kept.push_back(folder);
    }
    return kept;
}

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

// Reports what in the documents of an index contradicts their records: see diagnose().
// Throws Xapian::Error if the database cannot be read.
class RecordCheck {
  public:
    RecordCheck(const Xapian::Database& database, const LineSink& report)
        : database_(database), report_(report) {}

    // `whole_days`: the database has all papers of each day, so vote levels can be computed from
    // votes.
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
        const std::string prefix(id_prefix);
        const auto ids = static_cast<std::size_t>(
            std::distance(database_.allterms_begin(prefix), database_.allterms_end(prefix)));
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

// Reports differences between the postings and the term lists.
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

class Examination {
  public:
    Examination(const std::string& path, bool show_messages)
        : show_messages_(show_messages), shards_(shards_of(path)) {
        for (const Shard& shard : shards_) {
            if (shard.remote())
                throw Error(ErrorKind::usage, shard.name + " is a remote shard of " + path,
                            "run nonmun doctor on its own machine");
            require_writable(shard);
        }
        diagnosis_.path = path;
        diagnosis_.shards = shards_.size();
    }

    Diagnosis run() {
        if (const std::string failure = read_facts(); !failure.empty())
            add("the index cannot be opened: " + failure);
        for (const Shard& shard : shards_) check_shard(shard);
        if (check_versions()) check_documents();
        if (!diagnosis_.whole()) diagnosis_.mend = repair_command();
        return diagnosis_;
    }

    // Whether a writer has committed since run() started.
    bool is_outdated() {
        const std::string before = revision_;
        read_facts();
        return revision_ != before;
    }

  private:
    void add(const std::string& finding) {
        if (diagnosis_.findings.size() == max_findings) {
            ++diagnosis_.more_findings;
        } else {
            diagnosis_.findings.push_back(finding);
        }
    }

    // Runs a check in a child process and adds its findings.
    void check(const std::string& place, const std::function<void(const LineSink&)>& body) {
        const IsolatedResult result = run_isolated(body);
        for (const std::string& line : result.lines) add(place + line);
        if (!result.failure.empty()) add(place + "the check failed: " + result.failure);
        records_whole_ = records_whole_ && result.lines.empty() && result.failure.empty();
    }

    // Runs read_metadata(). Returns why it failed, or "".
    std::string read_facts() {
        const IsolatedResult result =
            run_isolated([&](const LineSink& report) { read_metadata(shards_, report); });
        Json facts = Json::object();
        for (const std::string& line : result.lines) facts.update(Json::parse(line));
        diagnosis_.schema = facts.value("schema", diagnosis_.schema);
        diagnosis_.analyzer = facts.value("analyzer", diagnosis_.analyzer);
        diagnosis_.papers = facts.value("papers", diagnosis_.papers);
        revision_ = facts.value("revision", revision_);
        part_ = facts.value("part", part_);
        folders_ = facts.value("folders", std::vector<std::string>());
        return result.failure;
    }

    bool has_this_schema() const { return diagnosis_.schema == std::to_string(schema_version); }

    std::string place_of(const Shard& shard) const {
        return shards_.size() > 1 ? shard.name + ": " : "";
    }

    void check_shard(const Shard& shard) {
        check(place_of(shard),
              [&](const LineSink& report) { check_tables(shard, show_messages_, report); });
        if (has_this_schema())
            check(place_of(shard),
                  [&](const LineSink& report) { check_vocabulary(shard, report); });
    }

    // Whether this program can check the documents.
    bool check_versions() {
        if (revision_.empty()) return false;
        check("", [&](const LineSink& report) {
            try {
                check_version(Xapian::Database(shards_.front().path, Xapian::DB_BACKEND_GLASS),
                              "it");
            } catch (const Error& error) {
                report(printable(error.what()));
            }
        });
        return has_this_schema();
    }

    void check_documents() {
        const bool whole_days = !part_ || shards_.size() > 1;
        const auto open = [&] {
            Xapian::Database all;
            for (const Shard& shard : shards_)
                all.add_database(Xapian::Database(shard.path, Xapian::DB_BACKEND_GLASS));
            return all;
        };
        check("", [&](const LineSink& report) { check_postings(open(), report); });
        records_whole_ = true;
        check("",
              [&](const LineSink& report) { RecordCheck(open(), report).check_all(whole_days); });
    }

    // Rebuilds from the records of the index if they are whole, since some papers may not be in any
    // file, and from the source files if they exist.
    std::string repair_command() const {
        const std::string db = shell_word(diagnosis_.path);
        const bool readable = !revision_.empty() && records_whole_ && has_this_schema();
        std::error_code error;
        const bool have_files =
            !folders_.empty() &&
            std::all_of(folders_.begin(), folders_.end(),
                        [&](const auto& folder) { return fs::is_directory(folder, error); });
        std::string command;
        if (readable) command = "nonmun --db " + db + " export > papers.jsonl && ";
        command += "nonmun-index --db " + db + " --rebuild";
        if (readable) command += " papers.jsonl";
        for (const std::string& folder :
             outermost(have_files ? folders_ : std::vector<std::string>()))
            command += " " + shell_word(folder);
        return readable || have_files ? command : command + " PATH";
    }

    bool show_messages_;
    std::vector<Shard> shards_;
    Diagnosis diagnosis_;
    std::string revision_;
    std::vector<std::string> folders_;
    bool part_ = false;
    bool records_whole_ = false;
};

}  // namespace

Diagnosis diagnose(const std::string& path, bool show_messages) {
    for (int attempt = 1;; ++attempt) {
        Examination examination(path, show_messages);
        Diagnosis diagnosis = examination.run();
        // Findings may be wrong if a writer has committed meanwhile.
        if (diagnosis.whole() || attempt == max_diagnoses || !examination.is_outdated())
            return diagnosis;
    }
}

}  // namespace nonmun
