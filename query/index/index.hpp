// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "common/analyzer/glossary.hpp"
#include "common/analyzer/lexicon.hpp"
#include "common/error.hpp"
#include "common/paper.hpp"
#include "query/index/shard.hpp"
#include "query/index/term_scores.hpp"

namespace nonmun {

// Whether an index may be opened without some of its databases.
enum class ShardPolicy {
    all,      // a database that cannot be opened is an error
    partial,  // such a database is skipped if another one opens; Index::missing() names it
};

// An open index, or several searched as one. Everything but the doctor reads databases through it.
// Opening checks the versions. Throws Error: missing, version, io.
class Index {
  public:
    // `paths` are directories or Xapian stub files. The lexicon and the glossary are read from the
    // first database.
    explicit Index(const std::vector<std::string>& paths, ShardPolicy policy = ShardPolicy::all);

    // Returns body(database), which sees one revision. If a writer has overwritten blocks of this
    // revision, opens the newest one and runs `body` again, at most three times. If a remote shard
    // has closed the connection, opens all databases again and runs `body` again, once.
    template <typename Body>
    auto read(Body body) {
        bool connection_lost = false;
        for (int attempt = 0;; ++attempt) {
            try {
                if (attempt > 0) reopen(connection_lost);
                return body(std::as_const(database_));
            } catch (const Xapian::DatabaseModifiedError& error) {
                if (attempt == 3) fail(error);
                connection_lost = false;
            } catch (const Xapian::NetworkError& error) {
                if (attempt > 0) fail(error);
                connection_lost = true;
            } catch (const Xapian::Error& error) {
                fail(error);
            }
        }
    }

    // The identities of the databases (query/index/shard.hpp). Changes with every commit and
    // rebuild of a local database. A commit to a remote database that only changes votes does not
    // change it.
    std::string revision() const;

    // Whether one of the databases is remote.
    bool has_remote() const;

    // Whether a writer has committed or replaced the index since it was opened. The caller should
    // then open the paths again. Checks one file of each database, and remote ones at most twice a
    // second. Returns false on errors.
    bool outdated();

    // The state that outdated() last found: each database with the inode and time of its file.
    std::string seen() const;

    // Makes outdated() ignore the state that it last found until `again`, because it cannot be
    // opened.
    void pass_over(std::chrono::steady_clock::time_point again);

    // nullptr if a database is remote, since its postings are not fetched, or is a copy of another,
    // since both would have the same keys.
    TermScoreCache* term_scores() { return has_remote() || has_copies_ ? nullptr : &term_scores_; }
    // Uses the same cache as another index.
    void share_term_scores(const TermScoreCache& scores) { term_scores_ = scores; }

    const Lexicon& lexicon() const { return lexicon_; }
    const Glossary& glossary() const { return glossary_; }
    // Incremented whenever the lexicon or the glossary is loaded, possibly inside read(). Analyzers
    // made before that are invalid.
    unsigned vocabulary_version() const { return vocabulary_version_; }

    // The error of each database that was skipped.
    const std::vector<std::string>& missing() const { return missing_; }
    std::size_t shards() const { return shards_.size(); }

  private:
    std::string place_of(const Xapian::Error& error) const;
    [[noreturn]] void fail(const Xapian::Error& error) const;
    void reopen(bool connection_lost);
    void connect();
    void open_shards();
    void load_vocabulary(const Xapian::Database& database);

    // The file that each commit to a local database replaces.
    struct Stamp {
        std::uint64_t inode = 0;   // 0 if there is none
        std::int64_t changed = 0;  // ns

        bool operator==(const Stamp&) const = default;
    };
    static Stamp stamp_of(const Shard& shard);
    std::vector<Stamp> stamps_now() const;

    std::vector<std::string> paths_;
    ShardPolicy policy_;
    std::vector<Shard> shards_;
    std::vector<std::string> missing_;
    std::vector<Stamp> stamps_;  // of each shard, taken before it was opened
    std::vector<Stamp> seen_;    // found by outdated()
    std::vector<Stamp> passed_over_;
    std::chrono::steady_clock::time_point passed_over_until_;
    std::chrono::steady_clock::time_point remote_asked_at_ = std::chrono::steady_clock::now();
    bool remote_moved_on_ = false;
    Xapian::Database database_;
    std::vector<Xapian::Database> parts_;  // of database_
    bool has_copies_ = false;              // two of parts_ have one id, so perhaps one identity
    TermScoreCache term_scores_;
    Lexicon lexicon_;
    Glossary glossary_;
    unsigned vocabulary_version_ = 0;
};

// The paper stored with a document, and its line of JSON. Throw Error(io) if it has none.
Paper stored_paper(const Xapian::Document& document);
std::string stored_line(const Xapian::Document& document);

// The document of a paper, or 0.
Xapian::docid find_paper(const Xapian::Database& database, const std::string& id);

// As find_paper, but throws Error(missing) that names the id.
Xapian::docid require_paper(const Xapian::Database& database, const std::string& id);

}  // namespace nonmun
