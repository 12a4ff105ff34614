// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <sys/stat.h>

#include <string>
#include <utility>

namespace nonmun {

// The device and inode of the folder at the path; they change when another folder takes its place.
// Zeros when there is none.
inline std::pair<dev_t, ino_t> folder_identity(const std::string& path) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) return {};
    return {status.st_dev, status.st_ino};
}

}  // namespace nonmun
