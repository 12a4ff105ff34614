// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "common/error.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, int reason) {
    throw Error(ErrorKind::io, "cannot write " + path + ": " + std::strerror(reason),
                "check the folder's permissions and the disk");
}

}  // namespace

std::string make_file_beside(const std::string& path) {
    std::string made = (fs::path(path).parent_path() / ".new-XXXXXX").string();
    const int file = ::mkostemp(made.data(), O_CLOEXEC);
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (file < 0 || ::fchmod(file, 0666 & ~mask) != 0 || ::close(file) != 0) fail(path, errno);
    return made;
}

bool rename_file(const std::string& from, const std::string& to, bool replace) {
    if (replace) return ::rename(from.c_str(), to.c_str()) == 0;
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL || ::link(from.c_str(), to.c_str()) != 0) return false;
    ::unlink(from.c_str());
    return true;
}

std::pair<dev_t, ino_t> folder_identity(const std::string& path) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) return {};
    return {status.st_dev, status.st_ino};
}

void sync_to_disk(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int reason = errno;
    if (descriptor >= 0) ::close(descriptor);
    std::error_code error;
    if (synced || ((reason == EACCES || reason == EINVAL) && fs::is_directory(path, error))) return;
    fail(path, reason);
}

void write_file_atomically(const std::string& path, std::string_view text) {
    const fs::path folder = fs::path(path).parent_path();
    std::error_code error;
    if (!folder.empty()) fs::create_directories(folder, error);
    if (error) fail(path, error.value());
    const std::string made = make_file_beside(path);
    try {
        errno = 0;
        std::ofstream out(made, std::ios::binary);
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        out.close();
        if (!out) fail(path, errno ? errno : EIO);
        sync_to_disk(made);
        if (!rename_file(made, path, true)) fail(path, errno);
    } catch (...) {
        ::unlink(made.c_str());
        throw;
    }
    sync_to_disk(folder.empty() ? "." : folder.string());
}

}  // namespace nonmun
