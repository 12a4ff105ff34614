// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/aside.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
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

// Holds the folder open and locked against removal by another run; -1 when another run holds it.
// The lock goes with the process, however it ends.
int hold(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
    ::close(descriptor);
    return -1;
}

// What the file holds, or the names that the folder holds, are on the disk when this returns.
void sync(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;  // what cannot be opened, such as others' folders, cannot be synced
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

void remove_left_behind(const std::string& database) {
    const fs::path place(database);
    const std::string prefix = place.filename().string() + marker;
    std::error_code error;
    std::vector<fs::path> found;
    for (fs::directory_iterator it(place.parent_path(), error), end; !error && it != end;
         it.increment(error)) {
        if (it->path().filename().string().starts_with(prefix)) found.push_back(it->path());
    }
    for (const fs::path& folder : found) {
        const int held = hold(folder);
        if (held < 0) continue;
        fs::remove_all(folder, error);
        ::close(held);
    }
}

Aside::Aside(const std::string& database) {
    std::error_code error;
    // weakly_canonical alone leaves a relative path relative when nothing of it is there.
    const fs::path absolute = fs::absolute(database, error);
    if (!error) database_ = fs::weakly_canonical(absolute, error).string();
    if (error) throw Error(ErrorKind::io, "cannot look at " + database + ": " + error.message());
    while (database_.size() > 1 && database_.ends_with('/')) database_.pop_back();
    const fs::path parent = fs::path(database_).parent_path();
    for (fs::path made = parent; !fs::exists(made, error) && !error; made = made.parent_path()) {
        made_parents_.push_back(made.string());
    }
    fs::create_directories(parent, error);
    if (error) {
        throw Error(ErrorKind::io, "cannot make " + parent.string() + ": " + error.message(),
                    "name another --db");
    }
    remove_left_behind(database_);
    make_folder();
}

void Aside::make_folder() {
    // Another run may take a new folder for one left behind before it is held; the next one will
    // do.
    for (int attempt = 0; attempt < 10; ++attempt) {
        path_ = database_ + marker + "XXXXXX";
        if (!::mkdtemp(path_.data())) fail("cannot make a folder beside", database_);
        lock_ = hold(path_);
        std::error_code error;
        if (lock_ >= 0 && fs::exists(path_, error)) return;
        if (lock_ >= 0) ::close(lock_);
        fs::remove(path_, error);
    }
    fail("cannot lock a folder beside", database_);
}

Aside::~Aside() {
    std::error_code error;
    if (!path_.empty()) {
        fs::remove_all(path_, error);
        // Not empty where the database has taken its place after all.
        for (const std::string& parent : made_parents_) fs::remove(parent, error);
    }
    ::close(lock_);
}

void Aside::take_place(bool replace) {
    // The folder was made for its owner alone; a database has the mode of the one before, or that
    // which any new folder would have.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    struct stat before = {};
    const bool there = ::stat(database_.c_str(), &before) == 0;
    if (::chmod(path_.c_str(), there ? before.st_mode & 07777 : 0777 & ~mask) != 0)
        fail("cannot set the mode of", path_);
    // Xapian has seen to the tables; this is for what names them.
    for (const auto& entry : fs::directory_iterator(path_)) sync(entry.path());
    sync(path_);
    const fs::path parent = fs::path(database_).parent_path();
    // A folder takes the place of none, or of an empty one.
    if (::rename(path_.c_str(), database_.c_str()) == 0) {
        path_.clear();
        return sync(parent);
    }
    if (errno != ENOTEMPTY && errno != EEXIST) fail("cannot put the new index at", database_);
    if (!replace) {
        throw Error(ErrorKind::locked, "another program made " + database_ + " meanwhile",
                    "run this again to update it");
    }
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, database_.c_str(), RENAME_EXCHANGE) != 0) {
        if (errno != EINVAL) fail("cannot put the new index at", database_);
        throw Error(ErrorKind::io, "the file system of " + database_ + " cannot exchange folders",
                    "make the new index in another --db, or remove this one first");
    }
    sync(parent);  // before the old one goes, which is at path_ now
}

}  // namespace nonmun
