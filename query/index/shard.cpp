// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/shard.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "common/atomic_file.hpp"
#include "common/error.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

constexpr int max_depth = 8;  // of stub files in stub files
constexpr int most_read_attempts = 10;

std::string make_hint(const std::string& path) {
    return "make one with: nonmun-index --db " + path + " PATH";
}

// Whether the path exists. Throws Error(io) if that cannot be checked.
bool path_exists(const fs::path& path) {
    std::error_code error;
    const bool there = fs::exists(path, error);
    if (error)
        throw Error(ErrorKind::io, "cannot access " + path.string() + ": " + error.message(),
                    "check the path and its permissions");
    return there;
}

// A line of a stub file: KIND ARGUMENT.
struct StubLine {
    std::string file;
    std::size_t number;
    std::string argument;

    [[noreturn]] void fail(const std::string& what) const {
        throw Error(ErrorKind::io, file + ":" + std::to_string(number) + ": " + what,
                    "a line is: auto DIR, or remote HOST:PORT");
    }
};

void add_shards(const std::string& path, int depth, std::vector<Shard>& shards);

void add_local(const StubLine& line, int depth, std::vector<Shard>& shards) {
    if (depth == max_depth) line.fail("stub files refer to each other");
    const std::string path = (fs::path(line.file).parent_path() / line.argument).string();
    std::error_code error;
    if (fs::exists(path, error)) return add_shards(path, depth + 1, shards);
    Shard& shard = shards.emplace_back();  // open_shard() reports that it is missing
    shard.name = shard.path = path;
}

void add_remote(const StubLine& line, bool may_start_programs, std::vector<Shard>& shards) {
    Shard shard;
    shard.name = line.argument;
    if (line.argument.starts_with(':')) {
        if (!may_start_programs) {
            throw Error(ErrorKind::io,
                        line.file + ":" + std::to_string(line.number) +
                            ": only a stub file that you name may start a program",
                        "give its path with --db, if you trust it");
        }
        const auto blank = line.argument.find(' ');
        shard.program = line.argument.substr(1, blank - 1);
        if (blank != std::string::npos) shard.arguments = line.argument.substr(blank + 1);
    } else {
        const auto colon = line.argument.rfind(':');
        if (colon == std::string::npos) line.fail("a remote database needs a port");
        shard.host = line.argument.substr(0, colon);
        const char* const end = line.argument.data() + line.argument.size();
        const auto read = std::from_chars(line.argument.data() + colon + 1, end, shard.port);
        if (read.ec != std::errc{} || read.ptr != end || shard.port == 0 || shard.port > 65535)
            line.fail("not a port: " + printable(line.argument.substr(colon + 1)));
    }
    shards.push_back(std::move(shard));
}

// Only a file that the user named may start programs, not one in a folder or in another stub file.
void read_stub(const std::string& file, int depth, bool is_named, std::vector<Shard>& shards) {
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw Error(ErrorKind::io, "cannot read " + file + ": " + std::strerror(errno),
                    "check the path and its permissions");
    const std::size_t before = shards.size();
    std::string text;
    for (std::size_t number = 1; std::getline(in, text); ++number) {
        if (text.ends_with('\r')) text.pop_back();
        if (text.empty() || text.front() == '#') continue;
        const auto [name, argument] = cut(text, ' ');
        const StubLine line{file, number, std::string(argument)};
        if ((name == "auto" || name == "glass") && !argument.empty()) {
            add_local(line, depth, shards);
        } else if (name == "remote" && !argument.empty()) {
            add_remote(line, is_named, shards);
        } else {
            throw Error(ErrorKind::io,
                        "cannot open " + file + " as an index: line " + std::to_string(number) +
                            " names no database",
                        make_hint("DIR"));
        }
    }
    if (in.bad())
        throw Error(ErrorKind::io, "cannot read " + file + ": " + std::strerror(errno),
                    "check the disk");
    if (shards.size() == before)
        throw Error(ErrorKind::io, "cannot open " + file + " as an index: it names no database",
                    make_hint("DIR"));
}

void add_shards(const std::string& path, int depth, std::vector<Shard>& shards) {
    std::error_code error;
    if (!path_exists(path)) throw Error(ErrorKind::missing, "no index at " + path, make_hint(path));
    if (!fs::is_directory(path, error)) return read_stub(path, depth, depth == 0, shards);
    const std::string stub = (fs::path(path) / stub_file).string();
    const bool database = path_exists(fs::path(path) / database_file);
    if (!database && path_exists(stub)) return read_stub(stub, depth, false, shards);
    if (!database)
        throw Error(ErrorKind::missing, path + " is a directory without an index", make_hint(path));
    Shard& shard = shards.emplace_back();
    shard.name = shard.path = path;
}

// Xapian opens a database file by file. If nonmun-index replaces its folder meanwhile, the files
// are of two databases, and the result or the error is invalid.
Xapian::Database open_folder(const std::string& path) {
    for (int attempt = 1;; ++attempt) {
        const auto before = folder_identity(path);
        const auto unchanged = [&] {
            return attempt == most_read_attempts || folder_identity(path) == before;
        };
        try {
            Xapian::Database database(path, Xapian::DB_BACKEND_GLASS);
            if (unchanged()) return database;
        } catch (const Xapian::DatabaseError&) {
            if (unchanged()) throw;
        }
    }
}

Xapian::Database connect(const Shard& shard) {
    if (!shard.remote()) return open_folder(shard.path);
    if (!shard.program.empty())
        return Xapian::Remote::open(shard.program, shard.arguments, answer_seconds * 1000);
    return Xapian::Remote::open(shard.host, shard.port, answer_seconds * 1000,
                                connect_seconds * 1000);
}

}  // namespace

std::vector<Shard> shards_of(const std::string& path) {
    std::vector<Shard> shards;
    add_shards(path, 0, shards);
    return shards;
}

Xapian::Database open_shard(const Shard& shard) {
    try {
        Xapian::Database database = connect(shard);
        check_version(database, shard.name);
        return database;
    } catch (const Xapian::DatabaseVersionError& e) {
        throw Error(ErrorKind::version,
                    shard.name + " has a format that this Xapian cannot read: " + e.get_msg(),
                    "rebuild it with: nonmun-index --db " + shard.name + " --rebuild PATH");
    } catch (const Xapian::NetworkError& e) {
        const char* reason = e.get_error_string();
        throw Error(ErrorKind::io,
                    "the shard " + shard.name + " does not answer: " + e.get_msg() +
                        (reason ? ", " + std::string(reason) : ""),
                    "start its xapian-tcpsrv, or search the others with --partial");
    } catch (const Xapian::Error& e) {
        throw Error(ErrorKind::io, "cannot open " + shard.name + " as an index: " + e.get_msg(),
                    make_hint(shard.name));
    }
}

std::string identity_of(const Xapian::Database& database) {
    std::string identity = database.get_uuid() + ":";
    try {
        identity += std::to_string(database.get_revision()) + ":";
    } catch (const Xapian::InvalidOperationError&) {  // several databases
    } catch (const Xapian::UnimplementedError&) {     // a remote one
    }
    return identity + std::to_string(database.get_doccount()) + "," +
           std::to_string(database.get_lastdocid()) + "," +
           std::to_string(database.get_total_length());
}

}  // namespace nonmun
