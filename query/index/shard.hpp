// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <optional>
#include <string>
#include <vector>

namespace nonmun {

// One of the databases of an index.
struct Shard {
    std::string name;  // for messages: its directory, or host:port
    std::string path;  // of its directory; "" if it is remote
    std::string host;  // and port: of a remote xapian-tcpsrv
    unsigned port = 0;
    std::string program, arguments;  // of a remote one behind a program

    bool remote() const { return path.empty(); }
};

// The databases of a path, in order: of a directory with a database, that one; of a Xapian stub
// file, or a directory with one (XAPIANDB), those in its lines. Throws Error: missing; io for an
// unreadable stub file.
std::vector<Shard> shards_of(const std::string& path);

// Opens a database for reading. The timeouts for remote ones are connect_seconds, and
// answer_seconds for each request. Throws Error: io, also if there is nothing; version if it was
// not written by this version.
Xapian::Database open_shard(const Shard& shard);

inline constexpr unsigned connect_seconds = 5;
inline constexpr unsigned answer_seconds = 10;

// A text that identifies the content of a database: its id, its revision (remote and joined
// databases have none), and the numbers of papers and terms, because a copy of a database has the
// same id and continues from the same revision. Changes with every commit to a local database, and
// with every commit to a remote one that changes those numbers.
std::string identity_of(const Xapian::Database& database);

}  // namespace nonmun
