// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/staged_index.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "common/atomic_file.hpp"
#include "common/error.hpp"
#include "common/unicode.hpp"
#include "indexer/index_database.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

constexpr const char* staged_infix = ".building-";  // between the index's name and the suffix

[[noreturn]] void fail(const std::string& what, const std::string& path) {
    throw Error(ErrorKind::io, what + " " + path + ": " + std::strerror(errno),
                "check the path and its permissions");
}

// Whether mkdtemp() may have made this from its XXXXXX.
bool is_random_suffix(std::string_view text) {
    const auto is_used = [](char c) { return is_ascii_digit(c) || is_ascii_letter(c); };
    return text.size() == 6 && std::all_of(text.begin(), text.end(), is_used);
}

// Opens the folder and locks it against removal by another run. Returns the descriptor, or -1 with
// errno, EWOULDBLOCK when another run holds the lock. The lock ends with the process, however it
// ends.
int lock_folder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
    const int reason = errno;
    ::close(descriptor);
    errno = reason;
    return -1;
}

// Returns 0 or an errno, which std::filesystem does not report when a disk is full. On file systems
// that support it (XFS, Btrfs) the copy shares its blocks with the file until they change.
int copy_contents(const fs::path& from, const fs::path& to) {
    static constexpr std::size_t block_size = 1U << 30;  // bytes
    struct stat status = {};
    const int in = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
    const int out =
        in >= 0 && ::fstat(in, &status) == 0
            ? ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, status.st_mode & 07777)
            : -1;
    ssize_t copied = out < 0 ? -1 : 1;
    while (copied > 0) copied = ::copy_file_range(in, nullptr, out, nullptr, block_size, 0);
    int error = copied < 0 ? errno : 0;
    if (out >= 0 && ::close(out) != 0 && error == 0) error = errno;
    if (in >= 0) ::close(in);
    if (error != ENOSYS && error != EOPNOTSUPP) return error;
    std::error_code plainly;  // on systems without copy_file_range
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, plainly);
    return plainly.value();
}

std::string name_of(const std::string& folder) {
    return fs::path(folder).filename().string();
}

// Removes an index, but nothing that others put into its folder. The mark goes last, so that the
// next run goes on if this one is killed.
void remove_own_files(const std::string& folder) {
    const IndexFiles files = files_of_index(folder);
    const std::string mark = (fs::path(folder) / marker_file).string();
    for (const std::string& file : files.own) {
        if (file != mark) ::unlink(file.c_str());
    }
    for (const std::string& inner : files.folders) ::rmdir(inner.c_str());
    if (files.foreign.empty()) ::unlink(mark.c_str());
    ::rmdir(folder.c_str());
}

// The folder of a StagedIndex. It is removed if the program has to end without unwinding: Xapian
// writes in destructors too, where an exception for a full disk calls std::terminate().
std::string unfinished_folder;
std::terminate_handler next_handler = nullptr;

[[noreturn]] void remove_unfinished_folder() {
    static std::atomic<bool> entered = false;
    while (entered.exchange(true)) ::pause();  // another thread is here already
    const int reason = errno;
    std::error_code error;
    fs::remove_all(unfinished_folder, error);
    fs::remove_all(unfinished_folder, error);  // what other threads wrote meanwhile
    errno = reason;
    next_handler();
    std::abort();
}

}  // namespace

void remove_left_behind(const std::string& index) {
    const fs::path place(index);
    const std::string prefix = place.filename().string() + staged_infix;
    std::error_code error;
    std::vector<fs::path> found;
    for (fs::directory_iterator it(place.parent_path(), error), end; !error && it != end;
         it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name.starts_with(prefix) && is_random_suffix(name.substr(prefix.size())))
            found.push_back(it->path());
    }
    for (const fs::path& folder : found) {
        const int held = lock_folder(folder);
        if (held < 0) continue;
        try {
            if (mark_of(folder.string()) == name_of(folder.string()))
                remove_own_files(folder.string());
        } catch (const fs::filesystem_error&) {  // it stays
        }
        ::rmdir(folder.c_str());  // of a run that was killed before it could write the mark
        ::close(held);
    }
}

StagedIndex::StagedIndex(const std::string& index) {
    std::error_code error;
    // weakly_canonical alone leaves a relative path relative when nothing of it is there.
    const fs::path absolute = fs::absolute(index, error);
    if (!error) index_ = fs::weakly_canonical(absolute, error).string();
    if (error) throw Error(ErrorKind::io, "cannot access " + index + ": " + error.message());
    while (index_.size() > 1 && index_.ends_with('/')) index_.pop_back();
    const fs::path parent = fs::path(index_).parent_path();
    for (fs::path made = parent; !fs::exists(made, error) && !error; made = made.parent_path()) {
        made_parents_.push_back(made.string());
    }
    fs::create_directories(parent, error);
    if (error) {
        throw Error(ErrorKind::io, "cannot make " + parent.string() + ": " + error.message(),
                    "name another --db");
    }
    remove_left_behind(index_);
    make_folder();
}

void StagedIndex::make_folder() {
    // Another run may remove a new folder as left behind before it is locked. Then try again.
    for (int attempt = 0; attempt < 10; ++attempt) {
        path_ = index_ + staged_infix + "XXXXXX";
        if (!::mkdtemp(path_.data())) fail("cannot make a folder next to", index_);
        lock_ = lock_folder(path_);
        const int reason = errno;
        std::error_code error;
        if (lock_ >= 0 && fs::exists(path_, error)) return mark_folder();
        if (lock_ >= 0) ::close(lock_);
        fs::remove(path_, error);
        errno = reason;
        if (lock_ < 0 && reason != EWOULDBLOCK && reason != ENOENT)
            fail("cannot lock a folder next to", index_);
    }
    throw Error(ErrorKind::io, "cannot lock a folder next to " + index_,
                "other runs keep removing it; run this again");
}

void StagedIndex::mark_folder() {
    static const std::terminate_handler installed = std::set_terminate(remove_unfinished_folder);
    next_handler = installed;
    unfinished_folder = path_;
    try {
        write_mark(path_, name_of(path_));
    } catch (const Error&) {
        remove_folder();
        throw;
    }
}

void StagedIndex::remove_folder() {
    std::error_code error;
    if (!path_.empty()) {
        fs::remove_all(path_, error);
        // Fails when the index took its place.
        for (const std::string& parent : made_parents_) fs::remove(parent, error);
    }
    unfinished_folder.clear();
    ::close(lock_);
}

StagedIndex::~StagedIndex() {
    remove_folder();
}

void StagedIndex::copy_index() try {
    const IndexFiles files = files_of_index(index_);
    const auto copy_of = [&](const std::string& file) {
        return path_ / fs::path(file).lexically_relative(index_);
    };
    for (const std::string& folder : files.folders)
        fs::create_directory(copy_of(folder), folder);  // with its mode
    for (const std::string& file : files.own) {
        if (fs::is_symlink(file)) {
            throw Error(ErrorKind::io,
                        file + " is a link, but all shards must be replaced together",
                        "make one index on each disk, and name all of them with --db");
        }
        if (copy_of(file) == path_ / fs::path(marker_file)) continue;
        if (const int error = copy_contents(file, copy_of(file)); error != 0) {
            throw Error(ErrorKind::io, "cannot copy " + file + ": " + std::strerror(error),
                        "the index is unchanged; check the disk and the permissions");
        }
    }
} catch (const fs::filesystem_error& error) {  // of a folder
    throw Error(ErrorKind::io, "cannot copy " + index_ + ": " + error.code().message(),
                "the index is unchanged; check the disk and the permissions");
}

void StagedIndex::take_place(bool replace) {
    // Only the owner can enter the staged folder. The index has the mode of the old one, or that of
    // any new folder.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    struct stat before = {};
    const bool there = ::stat(index_.c_str(), &before) == 0;
    if (::chmod(path_.c_str(), there ? before.st_mode & 07777 : 0777 & ~mask) != 0)
        fail("cannot set the mode of", path_);
    // Xapian has synced the tables that it wrote; copied tables and folders are left.
    for (const auto& entry : fs::recursive_directory_iterator(path_))
        sync_to_disk(entry.path().string());
    sync_to_disk(path_);
    const std::string parent = fs::path(index_).parent_path().string();
    // Works when the index is missing or an empty folder.
    if (::rename(path_.c_str(), index_.c_str()) == 0) {
        path_.clear();
        return sync_placed(parent);
    }
    if (errno != ENOTEMPTY && errno != EEXIST) fail("cannot put the new index at", index_);
    if (!replace) {
        throw Error(ErrorKind::locked, "another program has just made " + index_,
                    "run this again to update it");
    }
    // If this program is killed after the exchange, the next run knows the old index by its mark.
    write_mark(index_, name_of(path_));
    unfinished_folder.clear();
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, index_.c_str(), RENAME_EXCHANGE) != 0) {
        if (errno != EINVAL) fail("cannot put the new index at", index_);
        throw Error(ErrorKind::io, "the file system of " + index_ + " cannot exchange folders",
                    "make the new index in another --db, or remove the old one first");
    }
    sync_placed(parent);  // before the old index is removed
    remove_old_index();
}

// Removes the old index, now at path_. Files that others put into it move to the new index.
void StagedIndex::remove_old_index() {
    const std::string old = std::exchange(path_, "");
    for (const std::string& file : files_of_index(old).foreign) {
        const fs::path moved = index_ / fs::path(file).lexically_relative(old);
        std::error_code error;
        fs::create_directories(moved.parent_path(), error);
        rename_file(file, moved.string(), false);
    }
    remove_own_files(old);
    if (fs::exists(old)) {
        throw Error(ErrorKind::io, index_ + " is written, but files of others are left in " + old,
                    "move them elsewhere, and remove that folder");
    }
}

// Syncs the new index's place. When that fails, the old index is kept next to it.
void StagedIndex::sync_placed(const std::string& parent) {
    try {
        sync_to_disk(parent);
    } catch (const Error& error) {
        const std::string before = path_.empty() ? "" : "; the old index is at " + path_;
        path_.clear();
        throw Error(ErrorKind::io,
                    index_ + " is written, but may not survive a crash: " + error.what() + before,
                    "check the disk, then: nonmun --db " + index_ + " doctor");
    }
}

}  // namespace nonmun
