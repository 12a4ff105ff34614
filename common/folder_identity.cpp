// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/folder_identity.hpp"

#include <sys/stat.h>

namespace nonmun {

std::pair<dev_t, ino_t> folder_identity(const std::string& path) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) return {};
    return {status.st_dev, status.st_ino};
}

}  // namespace nonmun
