// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/doctor.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iostream>
#include <set>

#include "common/analyzer/analyzer.hpp"
#include "common/checksum.hpp"
#include "common/error.hpp"
#include "common/paper_json.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"
#include "query/index/identity.hpp"
#include "query/index/isolated_process.hpp"
#include "query/index/record_check.hpp"
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
        const Xapian::Database database(shard.path);
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
    const Xapian::Database database(shard.path);
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

    std::string place_of(const Shard& shard) const {
        return shards_.size() > 1 ? shard.name + ": " : "";
    }

    void check_shard(const Shard& shard) {
        check(place_of(shard),
              [&](const LineSink& report) { check_tables(shard, show_messages_, report); });
        if (diagnosis_.schema == std::to_string(schema_version))
            check(place_of(shard),
                  [&](const LineSink& report) { check_vocabulary(shard, report); });
    }

    // Whether this program can check the documents.
    bool check_versions() {
        if (revision_.empty()) return false;
        if (diagnosis_.schema.empty()) {
            add("it is a Xapian database, but not one of nonmun's");
            return false;
        }
        const std::string schema = std::to_string(schema_version);
        const std::string analyzer = std::to_string(analyzer_version);
        if (diagnosis_.schema == schema && diagnosis_.analyzer == analyzer) return true;
        add("it was written with schema " + printable(diagnosis_.schema) + " and analyzer " +
            printable(diagnosis_.analyzer) + ", this program reads " + schema + " and " + analyzer);
        return diagnosis_.schema == schema;
    }

    void check_documents() {
        const bool whole_days = !part_ || shards_.size() > 1;
        const auto open = [&] {
            Xapian::Database all;
            for (const Shard& shard : shards_) all.add_database(Xapian::Database(shard.path));
            return all;
        };
        check("", [&](const LineSink& report) { check_postings(open(), report); });
        records_whole_ = true;
        check("", [&](const LineSink& report) { check_records(open(), whole_days, report); });
    }

    // Rebuilds from the records of the index if they are whole, since some papers may not be in any
    // file, and from the source files if they exist.
    std::string repair_command() const {
        const std::string db = shell_word(diagnosis_.path);
        const bool readable = !revision_.empty() && records_whole_ &&
                              diagnosis_.schema == std::to_string(schema_version);
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
