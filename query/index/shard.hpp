// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <optional>
#include <string>
#include <vector>

namespace nonmun {

// One of the databases that an index is made of.
struct Shard {
    std::string name;  // for a person: its directory, or host:port
    std::string path;  // of its directory; "" when it is remote
    std::string host;  // of a remote one: where its xapian-tcpsrv listens
    unsigned port = 0;
    std::string program, arguments;  // of a remote one that is spoken to through a program

    bool remote() const { return path.empty(); }
};

// The databases behind a path, in their order: one for a directory with a database; for a stub file
// of Xapian's, or a directory with one (XAPIANDB), those that its lines name. Throws Error:
// missing; io for a stub file that cannot be read.
std::vector<Shard> shards_of(const std::string& path);

// Opens it for reading. A remote one has connect_seconds to answer, and answer_seconds for each
// answer. Throws Error: io, also when nothing is there, and version when it is none of this
// program's.
Xapian::Database open_shard(const Shard& shard);

inline constexpr unsigned connect_seconds = 5;
inline constexpr unsigned answer_seconds = 10;

}  // namespace nonmun
