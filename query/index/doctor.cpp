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

// A writer that commits all the time is checked between two commits, at most so often.
constexpr int most_attempts = 4;

// A word of a command, as a shell takes it.
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

// Tells what the index says of itself, as JSON, one object a line.
void read_metadata(const std::vector<Shard>& shards, const LineSink& tell) {
    std::set<std::string> folders;
    std::string revision;
    std::size_t papers = 0;
    bool part = false;
    for (const Shard& shard : shards) {
        const Xapian::Database database(shard.path);
        papers += database.get_doccount();
        revision += identity_of(database) + " ";
        part = part || !database.get_metadata(shard_key).empty();
        if (&shard == &shards.front()) {
            tell(to_line(Json{{"schema", database.get_metadata(schema_key)},
                              {"analyzer", database.get_metadata(analyzer_key)}}));
        }
        const std::string prefix = source_key_prefix;
        for (auto key = database.metadata_keys_begin(prefix);
             key != database.metadata_keys_end(prefix); ++key) {
            const std::string record = database.get_metadata(*key);
            folders.insert(fs::path(record.substr(record.find('\t') + 1)).parent_path().string());
        }
    }
    tell(to_line(Json{{"papers", papers}, {"revision", revision}, {"part", part}}));
    for (const std::string& folder : folders) tell(to_line(Json{{"folder", folder}}));
}

void check_words(const Shard& shard, const LineSink& tell) {
    const Xapian::Database database(shard.path);
    const std::string words = checksum(database.get_metadata(lexicon_key)) +
                              checksum(database.get_metadata(glossary_key));
    if (database.get_metadata(words_checksum_key) != words)
        tell("the lexicon or the glossary is not what was written");
    const std::string prefix = source_key_prefix;
    for (auto key = database.metadata_keys_begin(prefix); key != database.metadata_keys_end(prefix);
         ++key) {
        const std::string record = database.get_metadata(*key);
        const auto tab = record.find('\t');
        if (tab == std::string::npos || tab + 1 == record.size())
            tell("what is remembered of a file cannot be read: " + printable(record));
    }
}

void check_tables(const Shard& shard, bool show_messages, const LineSink& tell) {
    const std::size_t errors =
        Xapian::Database::check(shard.path, 0, show_messages ? &std::cerr : nullptr);
    if (errors > 0)
        tell(plural(errors, "error") + " in its tables; --verbose shows Xapian's messages");
}

// Xapian's check opens the tables for writing, although it writes nothing. That it may not is no
// damage.
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
            "Xapian's check opens tables for writing: check as who may, or a copy");
    }
}

// The folders above all others.
std::vector<std::string> outermost(const std::vector<std::string>& folders) {
    std::vector<std::string> kept;
    for (const std::string& folder : folders) {  // sorted, so that what is above comes first
        const bool inside = std::any_of(kept.begin(), kept.end(), [&](const std::string& above) {
            return folder == above || folder.starts_with(above + "/");
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
        const std::string failure =
            look([&](const LineSink& tell) { read_metadata(shards_, tell); });
        if (!failure.empty()) find("the index cannot be opened: " + failure);
        for (const Shard& shard : shards_) check_shard(shard);
        if (check_versions()) check_documents();
        if (!diagnosis_.whole()) diagnosis_.mend = mending();
        return diagnosis_;
    }

    // Whether a writer has committed since the beginning.
    bool moved_on() {
        const std::string before = revision_;
        look([&](const LineSink& tell) { read_metadata(shards_, tell); });
        return revision_ != before;
    }

  private:
    void find(const std::string& what) {
        if (diagnosis_.findings.size() == most_findings) {
            ++diagnosis_.more_findings;
        } else {
            diagnosis_.findings.push_back(what);
        }
    }

    // Runs a check apart, and finds what it tells.
    void check(const std::string& place, const std::function<void(const LineSink&)>& body) {
        const IsolatedResult result = run_isolated(body);
        for (const std::string& line : result.lines) find(place + line);
        if (!result.failure.empty()) find(place + "the check failed: " + result.failure);
        records_whole_ = records_whole_ && result.lines.empty() && result.failure.empty();
    }

    // Takes the facts of read_metadata; returns why it failed, or "".
    std::string look(const std::function<void(const LineSink&)>& body) {
        const IsolatedResult result = run_isolated(body);
        folders_.clear();
        for (const std::string& line : result.lines) {
            const Json fact = Json::parse(line, nullptr, false);
            if (fact.contains("schema")) {
                diagnosis_.schema = fact["schema"];
                diagnosis_.analyzer = fact["analyzer"];
            } else if (fact.contains("papers")) {
                diagnosis_.papers = fact["papers"];
                revision_ = fact["revision"];
                part_ = fact["part"];
            } else if (fact.contains("folder")) {
                folders_.push_back(fact["folder"]);
            }
        }
        return result.failure;
    }

    std::string place_of(const Shard& shard) const {
        return shards_.size() > 1 ? shard.name + ": " : "";
    }

    void check_shard(const Shard& shard) {
        check(place_of(shard),
              [&](const LineSink& tell) { check_tables(shard, show_messages_, tell); });
        if (diagnosis_.schema == std::to_string(schema_version))
            check(place_of(shard), [&](const LineSink& tell) { check_words(shard, tell); });
    }

    // Whether this program knows what the documents should hold.
    bool check_versions() {
        if (revision_.empty()) return false;
        if (diagnosis_.schema.empty()) {
            find("it is a Xapian database, but not one of nonmun's");
            return false;
        }
        const std::string schema = std::to_string(schema_version);
        const std::string analyzer = std::to_string(analyzer_version);
        if (diagnosis_.schema == schema && diagnosis_.analyzer == analyzer) return true;
        find("it was written with schema " + printable(diagnosis_.schema) + " and analyzer " +
             printable(diagnosis_.analyzer) + ", this program reads " + schema + " and " +
             analyzer);
        return diagnosis_.schema == schema;
    }

    void check_documents() {
        const bool whole_days = !part_ || shards_.size() > 1;
        const auto open = [&] {
            Xapian::Database all;
            for (const Shard& shard : shards_) all.add_database(Xapian::Database(shard.path));
            return all;
        };
        check("", [&](const LineSink& tell) { check_postings(open(), tell); });
        records_whole_ = true;
        check("", [&](const LineSink& tell) { check_records(open(), whole_days, tell); });
    }

    // From its own records, where these are whole: some papers may be in no file any more. And from
    // the files that it was made of, where they are still there.
    std::string mending() const {
        const std::string db = shell_word(diagnosis_.path);
        const bool readable = !revision_.empty() && records_whole_ &&
                              diagnosis_.schema == std::to_string(schema_version);
        std::error_code error;
        const bool there = !folders_.empty() &&
                           std::all_of(folders_.begin(), folders_.end(), [&](const auto& folder) {
                               return fs::is_directory(folder, error);
                           });
        std::string command;
        if (readable) command = "nonmun --db " + db + " export > papers.jsonl && ";
        command += "nonmun-index --db " + db + " --rebuild";
        if (readable) command += " papers.jsonl";
        for (const std::string& folder : outermost(there ? folders_ : std::vector<std::string>()))
            command += " " + shell_word(folder);
        return readable || there ? command : command + " PATH";
    }

    bool show_messages_;
    std::vector<Shard> shards_;
    Diagnosis diagnosis_;
    std::string revision_;
    std::vector<std::string> folders_;
    bool part_ = false;           // a shard of an index
    bool records_whole_ = false;  // nothing was found in the records themselves
};

}  // namespace

Diagnosis diagnose(const std::string& path, bool show_messages) {
    for (int attempt = 1;; ++attempt) {
        Examination examination(path, show_messages);
        Diagnosis diagnosis = examination.run();
        // What was found while a writer committed may be of two revisions at once.
        if (diagnosis.whole() || attempt == most_attempts || !examination.moved_on())
            return diagnosis;
    }
}

}  // namespace nonmun
