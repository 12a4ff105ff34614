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
#include "query/index/number_column.hpp"
#include "query/index/sequence_cache.hpp"
#include "query/index/shard.hpp"
#include "query/index/term_scores.hpp"

namespace nonmun {

// Whether an index may be opened without some of its databases.
enum class ShardPolicy {
    all,      // one that cannot be opened is an error
    partial,  // it is left out, and named by Index::missing(), as long as another one can be
};

// An open index, or several searched as one: what all but the doctor reads databases through.
// Opening checks the versions; read() makes one consistent answer. Throws Error: missing, version,
// io.
class Index {
  public:
    // Directories, or Xapian stub files. The lexicon and the glossary are those of the first
    // database.
    explicit Index(const std::vector<std::string>& paths, ShardPolicy policy = ShardPolicy::all);

    // Runs `body(database)`. When a writer has moved the index on so far that this revision is
    // gone, the newest one is opened and the whole of `body` runs again, at most three times: what
    // it returns is of one revision. When a remote shard has closed the connection, as it does
    // after a while, all are opened anew, once.
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

    // Names what is read now, by the identity of each database (query/index/identity.hpp): differs
    // after every commit and rebuild on this machine. Of remote databases a commit that adds and
    // removes nothing, but votes alone, is not told.
    std::string revision() const;

    // Whether one of its databases is on another machine.
    bool has_remote() const;

    // Whether a writer has committed since this was opened, or put another index in its place; then
    // open the paths anew. Looks at one file of a database, and asks remote ones twice a second at
    // most. Never throws: what cannot be told is no.
    bool outdated();

    // What outdated() has seen last: each database, with the time of its file where it has one.
    std::string seen() const;

    // What outdated() has seen last cannot be opened: it is passed over until `again`, or until
    // something else is there.
    void pass_over(std::chrono::steady_clock::time_point again);

    // What is kept of this revision for ranking. nullptr where one of the databases is on another
    // machine: postings and value streams are not fetched over a network; and where one is a copy
    // of another, which what is kept could be taken for.
    TermScoreCache* term_scores() { return keeps() ? &term_scores_ : nullptr; }
    NumberColumns* columns() { return keeps() ? &columns_ : nullptr; }
    // Keeps the shares of terms where others keep them too.
    void share_term_scores(const TermScoreCache& shares) { term_scores_ = shares; }
    SequenceCache& sequences() { return sequences_; }

    // Those of the documents as they are read now.
    const Lexicon& lexicon() const { return lexicon_; }
    const Glossary& glossary() const { return glossary_; }
    // Goes up when these have become others, be it within read(): an analyzer of before is stale.
    unsigned words_read() const { return words_read_; }

    // What is wrong with each database that is left out; empty when all are there.
    const std::vector<std::string>& missing() const { return missing_; }
    std::size_t shards() const { return shards_.size(); }

  private:
    std::string place_of(const Xapian::Error& error) const;
    [[noreturn]] void fail(const Xapian::Error& error) const;
    void reopen(bool connection_lost);
    bool keeps() const { return !has_remote() && !has_copies_; }
    void connect();
    void open_shards();
    void read_words(const Xapian::Database& database);

    // The file that each commit replaces: of a database that is a directory.
    struct Stamp {
        std::string file;  // "" when there is none
        std::uint64_t inode = 0;
        std::int64_t changed = 0;  // ns

        bool operator==(const Stamp&) const = default;
    };
    static Stamp stamp_of(const Shard& shard);
    std::vector<Stamp> stamps_now() const;

    std::vector<std::string> paths_;
    ShardPolicy policy_;
    std::vector<Shard> shards_;
    std::vector<std::string> missing_;
    std::vector<Stamp> stamps_;  // of each shard, when it was opened
    std::vector<Stamp> seen_;    // the same, when it was found to be outdated
    std::vector<Stamp> passed_over_;
    std::chrono::steady_clock::time_point passed_over_until_;
    std::chrono::steady_clock::time_point remote_asked_at_ = std::chrono::steady_clock::now();
    bool remote_moved_on_ = false;  // since this was opened
    Xapian::Database database_;
    std::vector<Xapian::Database> parts_;  // what database_ joins
    bool has_copies_ = false;              // among them
    TermScoreCache term_scores_;
    NumberColumns columns_;
    SequenceCache sequences_{most_sequence_bytes};
    Lexicon lexicon_;
    Glossary glossary_;
    unsigned words_read_ = 0;
};

// The paper stored with a document, and its line of JSON. Throws Error(io) where there is none.
Paper stored_paper(const Xapian::Document& document);
std::string stored_line(const Xapian::Document& document);

// The document of a paper, or 0.
Xapian::docid find_paper(const Xapian::Database& database, const std::string& id);

// As find_paper, but throws Error(missing) that names the id.
Xapian::docid require_paper(const Xapian::Database& database, const std::string& id);

}  // namespace nonmun
