// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/aside.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <vector>

#include "common/error.hpp"
#include "indexer/index_database.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

constexpr const char* marker = ".building-";

[[noreturn]] void fail(const std::string& what, const std::string& path) {
    throw Error(ErrorKind::io, what + " " + path + ": " + std::strerror(errno),
                "check the path and its permissions");
}

// Whether mkdtemp() may have put this in place of its XXXXXX.
bool is_made_up(std::string_view text) {
    return text.size() == 6 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
           });
}

// Holds the folder open and locked against removal by another run; -1 when that cannot be, with
// errno EWOULDBLOCK when another run holds it. The lock goes with the process, however it ends.
int hold(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
    const int reason = errno;
    ::close(descriptor);
    errno = reason;
    return -1;
}

// What the file holds, or the names that the folder holds, are on the disk when this returns.
void sync(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int error = errno;
    if (descriptor >= 0) ::close(descriptor);
    // A folder that may not be read, as somebody else's, cannot be synced; nor can one on a file
    // system that knows of no such thing.
    std::error_code unknown;
    done = done || ((error == EACCES || error == EINVAL) && fs::is_directory(path, unknown));
    errno = error;
    if (!done) fail("cannot write to", path.string());
}

// Returns 0 or the number of the error, which std::filesystem does not tell where a disk is full.
// On a file system that can (XFS, Btrfs), a copy shares its blocks with the file until they change.
int copy_whole(const fs::path& from, const fs::path& to) {
    static constexpr std::size_t most_at_once = 1U << 30;  // bytes
    struct stat status = {};
    const int in = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
    const int out =
        in >= 0 && ::fstat(in, &status) == 0
            ? ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, status.st_mode & 07777)
            : -1;
    ssize_t copied = out < 0 ? -1 : 1;
    while (copied > 0) copied = ::copy_file_range(in, nullptr, out, nullptr, most_at_once, 0);
    int error = copied < 0 ? errno : 0;
    if (out >= 0 && ::close(out) != 0 && error == 0) error = errno;
    if (in >= 0) ::close(in);
    if (error != ENOSYS && error != EOPNOTSUPP) return error;
    std::error_code plainly;  // as systems without that call copy
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, plainly);
    return plainly.value();
}

}  // namespace

void remove_left_behind(const std::string& database) {
    const fs::path place(database);
    const std::string prefix = place.filename().string() + marker;
    std::error_code error;
    std::vector<fs::path> found;
    for (fs::directory_iterator it(place.parent_path(), error), end; !error && it != end;
         it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name.starts_with(prefix) && is_made_up(name.substr(prefix.size())))
            found.push_back(it->path());
    }
    for (const fs::path& folder : found) {
        const int held = hold(folder);
        if (held < 0) continue;
        if (is_left_by_a_run(folder.string())) fs::remove_all(folder, error);
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
        const int reason = errno;
        std::error_code error;
        if (lock_ >= 0 && fs::exists(path_, error)) return;
        if (lock_ >= 0) ::close(lock_);
        fs::remove(path_, error);
        errno = reason;
        if (lock_ < 0 && reason != EWOULDBLOCK && reason != ENOENT)
            fail("cannot lock a folder beside", database_);
    }
    throw Error(ErrorKind::io, "cannot lock a folder beside " + database_,
                "other runs keep taking it; run this again");
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

void Aside::copy_database() try {
    for (const auto& entry : fs::recursive_directory_iterator(database_)) {
        const fs::path copy = path_ / entry.path().lexically_relative(database_);
        if (entry.is_symlink()) {
            throw Error(ErrorKind::io,
                        entry.path().string() + " is a link, but shards change as a whole",
                        "make an index on each disk, and name all of them with --db");
        }
        if (entry.is_directory()) {
            fs::create_directory(copy, entry.path());  // with its mode
        } else if (const int error = copy_whole(entry.path(), copy); error != 0) {
            throw Error(ErrorKind::io,
                        "cannot copy " + entry.path().string() + ": " + std::strerror(error),
                        "nothing was changed; check the disk and the permissions");
        }
    }
} catch (const fs::filesystem_error& error) {  // of a folder
    throw Error(ErrorKind::io, "cannot copy " + database_ + ": " + error.code().message(),
                "nothing was changed; check the disk and the permissions");
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
    // Xapian has seen to the tables that it wrote; this is for those copied, and for what names
    // them.
    for (const auto& entry : fs::recursive_directory_iterator(path_)) sync(entry.path());
    sync(path_);
    const std::string parent = fs::path(database_).parent_path().string();
    // A folder takes the place of none, or of an empty one.
    if (::rename(path_.c_str(), database_.c_str()) == 0) {
        path_.clear();
        return sync_placed(parent);
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
    sync_placed(parent);  // before the old one goes, which is at path_ now
}

// The new database is in its place. Where that may not outlast a fault of the disk, the one before
// stays beside it.
void Aside::sync_placed(const std::string& parent) {
    try {
        sync(parent);
    } catch (const Error& error) {
        const std::string before = path_.empty() ? "" : "; the one before is " + path_;
        path_.clear();
        throw Error(ErrorKind::io,
                    database_ + " is written, but may not outlast a fault of the disk: " +
                        error.what() + before,
                    "check the disk, then: nonmun --db " + database_ + " doctor");
    }
}

}  // namespace nonmun
