// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/index.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "common/paper_record.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

using namespace std::chrono_literals;

constexpr int most_open_attempts = 10;  // to open databases between two commits

Error committed_too_fast(const std::string& place) {
    return Error(ErrorKind::io, place + ": a writer commits faster than it can be read",
                 "ask again when nonmun-index has finished");
}

}  // namespace

Index::Index(const std::vector<std::string>& paths, ShardPolicy policy)
    : paths_(paths), policy_(policy) {
    for (const std::string& path : paths) {
        for (Shard& shard : shards_of(path)) shards_.push_back(std::move(shard));
    }
    try {
        connect();
    } catch (const Xapian::Error& error) {
        fail(error);
    }
}

// Opens the databases until none of them changes while it does so: a writer replaces them all.
void Index::connect() {
    for (int attempt = 1;; ++attempt) {
        open_shards();
        if (shards_.size() == 1 || stamps_now() == stamps_) return;
        if (attempt == most_open_attempts) throw committed_too_fast(paths_.front());
    }
}

// On failure, the index stays as it was.
void Index::open_shards() {
    Xapian::Database all;
    std::vector<Xapian::Database> parts;
    std::vector<std::string> missing;
    std::vector<Stamp> stamps;
    std::set<std::string> ids;
    for (const Shard& shard : shards_) {
        stamps.push_back(stamp_of(shard));  // before it is opened, so that no commit is missed
        try {
            parts.push_back(open_shard(shard));
            all.add_database(parts.back());
            ids.insert(parts.back().get_uuid());
        } catch (const Error& error) {
            const bool goes_without =
                policy_ == ShardPolicy::partial && error.kind == ErrorKind::io;
            if (!goes_without || missing.size() + 1 == shards_.size()) throw;
            missing.push_back(error.what());
        }
    }
    load_vocabulary(all);
    has_copies_ = ids.size() < parts.size();
    database_ = std::move(all);
    parts_ = std::move(parts);
    missing_ = std::move(missing);
    stamps_ = std::move(stamps);
}

void Index::load_vocabulary(const Xapian::Database& database) {
    std::string lexicon = database.get_metadata(lexicon_key);
    std::string glossary = database.get_metadata(glossary_key);
    if (vocabulary_version_ > 0 && lexicon == lexicon_.text() && glossary == glossary_.text())
        return;
    Lexicon loaded(std::move(lexicon));
    glossary_ = Glossary(std::move(glossary));
    lexicon_ = std::move(loaded);
    ++vocabulary_version_;
}

std::string Index::revision() const {
    std::string revision;
    for (const Xapian::Database& part : parts_) {
        if (!revision.empty()) revision += ' ';
        revision += identity_of(part);
    }
    return revision;
}

Index::Stamp Index::stamp_of(const Shard& shard) {
    Stamp stamp;
    struct stat status = {};
    const std::string file = shard.path + "/" + database_file;
    if (!shard.remote() && ::stat(file.c_str(), &status) == 0) {
        stamp.inode = status.st_ino;
        stamp.changed = status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec;
    }
    return stamp;
}

std::vector<Index::Stamp> Index::stamps_now() const {
    std::vector<Stamp> stamps;
    for (const Shard& shard : shards_) stamps.push_back(stamp_of(shard));
    return stamps;
}

std::string Index::seen() const {
    std::string text;
    for (std::size_t i = 0; i < shards_.size(); ++i) {
        text += shards_[i].name;
        if (i < seen_.size())
            text += " " + std::to_string(seen_[i].inode) + " " + std::to_string(seen_[i].changed);
        text += "\n";
    }
    return text;
}

void Index::pass_over(std::chrono::steady_clock::time_point again) {
    passed_over_ = seen_;
    passed_over_until_ = again;
}

bool Index::has_remote() const {
    return std::any_of(shards_.begin(), shards_.end(),
                       [](const Shard& shard) { return shard.remote(); });
}

bool Index::outdated() {
    bool some_without_file = false;
    for (std::size_t i = 0; i < shards_.size(); ++i) {
        const Stamp now = stamp_of(shards_[i]);
        some_without_file = some_without_file || now.inode == 0;
        if (now == stamps_[i]) continue;
        if (now.inode == 0) return false;  // it is being replaced
        seen_ = stamps_now();
        return seen_ != passed_over_ || std::chrono::steady_clock::now() >= passed_over_until_;
    }
    const auto now = std::chrono::steady_clock::now();
    if (!some_without_file || now - remote_asked_at_ < 500ms) return false;
    remote_asked_at_ = now;
    try {
        if (database_.reopen()) {
            remote_moved_on_ = true;
            passed_over_until_ = {};  // there is a new state
        }
        return remote_moved_on_ && now >= passed_over_until_;
    } catch (const Xapian::Error&) {
        return false;
    }
}

// The shard in the context of the error, else all paths.
std::string Index::place_of(const Xapian::Error& error) const {
    for (const Shard& shard : shards_) {
        const std::string name = shard.name.substr(shard.name.starts_with(':') ? 1 : 0);
        if (shard.remote() && error.get_context().find(name) != std::string::npos)
            return "the shard " + shard.name;
    }
    return joined(paths_);
}

void Index::fail(const Xapian::Error& error) const {
    const std::string place = place_of(error);
    const std::string_view type = error.get_type();
    if (type == "DatabaseModifiedError") throw committed_too_fast(place);
    if (type.starts_with("Network"))
        throw Error(ErrorKind::io, place + " does not answer: " + error.get_msg(),
                    "check its xapian-tcpsrv, or search the others with --partial");
    throw Error(
        ErrorKind::io, "cannot read " + place + ": " + error.get_msg(),
        "check it with: nonmun --db " + (paths_.size() == 1 ? paths_.front() : "PATH") + " doctor");
}

void Index::reopen(bool connection_lost) {
    term_scores_.clear();
    if (connection_lost || shards_.size() > 1) {
        connect();
    } else {
        database_.reopen();
        load_vocabulary(database_);
    }
}

namespace {

// Returns read(record of the document).
template <typename Read>
auto stored(const Xapian::Document& document, Read read) {
    try {
        return read(document.get_value(record_slot));
    } catch (const Error& error) {
        throw Error(
            ErrorKind::io,
            "document " + std::to_string(document.get_docid()) + " holds no paper: " + error.what(),
            "the index is damaged: rebuild it with nonmun-index --rebuild");
    }
}

}  // namespace

Paper stored_paper(const Xapian::Document& document) {
    return stored(document, paper_from_record);
}

std::string stored_line(const Xapian::Document& document) {
    return stored(document, line_of_record);
}

Xapian::docid find_paper(const Xapian::Database& database, const std::string& id) {
    const std::string term = std::string(id_prefix) + id;
    if (term.size() > most_term_bytes) return 0;
    const auto posting = database.postlist_begin(term);
    return posting == database.postlist_end(term) ? 0 : *posting;
}

Xapian::docid require_paper(const Xapian::Database& database, const std::string& id) {
    const Xapian::docid document = find_paper(database, id);
    if (document == 0) {
        throw Error(ErrorKind::missing, "no paper with the id " + printable(id),
                    "find one with: nonmun search WORDS");
    }
    return document;
}

}  // namespace nonmun
