// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>

namespace nonmun {

// Which folder stands at the path: its device and inode, others once another one took its place;
// zeros where none stands.
std::pair<dev_t, ino_t> folder_identity(const std::string& path);

}  // namespace nonmun
