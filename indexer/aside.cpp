#include "indexer/aside.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <xapian.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "common/error.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

constexpr const char* marker = ".building-";

[[noreturn]] void fail(const std::string& what, const std::string& path) {
    throw Error(ErrorKind::io, what + " " + path + ": " + std::strerror(errno),
                "check the path and its permissions");
}

// True while a writer is at work in the folder.
bool in_use(const fs::path& folder) {
    try {
        const Xapian::WritableDatabase database(folder.string(), Xapian::DB_OPEN);
        return false;
    } catch (const Xapian::DatabaseLockError&) {
        return true;
    } catch (const Xapian::Error&) {
        return false;
    }
}

void remove_left_behind(const fs::path& database) {
    const std::string prefix = database.filename().string() + marker;
    std::error_code error;
    std::vector<fs::path> found;
    for (fs::directory_iterator it(database.parent_path(), error), end; !error && it != end;
         it.increment(error)) {
        if (it->path().filename().string().starts_with(prefix)) found.push_back(it->path());
    }
    for (const fs::path& folder : found) {
        if (!in_use(folder)) fs::remove_all(folder, error);
    }
}

}  // namespace

Aside::Aside(const std::string& database)
    : database_(fs::absolute(database).lexically_normal().string()) {
    while (database_.size() > 1 && database_.ends_with('/')) database_.pop_back();
    std::error_code error;
    const fs::path parent = fs::path(database_).parent_path();
    fs::create_directories(parent, error);
    if (error)
        throw Error(ErrorKind::io, "cannot make " + parent.string() + ": " + error.message(),
                    "name another --db");
    remove_left_behind(database_);
    std::string name = database_ + marker + "XXXXXX";
    if (!::mkdtemp(name.data())) fail("cannot make a folder beside", database_);
    path_ = name;
}

Aside::~Aside() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
}

void Aside::take_place(bool replace) {
    // The folder was made for its owner alone; a database has the mode that any new folder would
    // have.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (::chmod(path_.c_str(), 0777 & ~mask) != 0) fail("cannot set the mode of", path_);
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, database_.c_str(), RENAME_NOREPLACE) == 0) {
        path_.clear();
        return;
    }
    if (errno != EEXIST) fail("cannot put the new index at", database_);
    std::error_code error;
    if (!replace && !fs::is_empty(database_, error)) {
        throw Error(ErrorKind::locked, "another program made " + database_ + " meanwhile",
                    "run this again to update it");
    }
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, database_.c_str(), RENAME_EXCHANGE) != 0) {
        fail("cannot put the new index at", database_);
    }
    // path_ is the old one now, and goes with this object.
}

}  // namespace nonmun
