// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/commit_mark.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/error.hpp"

namespace nonmun {
namespace {

std::string mark_of(const std::string& folder) {
    return folder + "/" + commit_mark_name;
}

}  // namespace

CommitMark::CommitMark(const std::string& folder)
    : file_(mark_of(folder)),
      descriptor_(::open(file_.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666)) {
    // A reader that looks holds it for a moment.
    while (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) continue;
    if (descriptor_ < 0) {
        throw Error(ErrorKind::io, "cannot write to " + folder + ": " + std::strerror(errno),
                    "nothing was changed; check the disk and the permissions");
    }
}

CommitMark::~CommitMark() {
    ::close(descriptor_);
}

void CommitMark::finish() {
    ::unlink(file_.c_str());
}

bool has_commit_mark(const std::string& folder) {
    return ::access(mark_of(folder).c_str(), F_OK) == 0;
}

bool is_being_committed(const std::string& folder) {
    const int mark = ::open(mark_of(folder).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (mark < 0) return false;
    const bool held = ::flock(mark, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(mark);
    return held;
}

}  // namespace nonmun
