// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace nonmun {

// The bytes of a file that the user named. Throws Error(usage) with the hint.
std::string read_file(const std::string& path, const std::string& hint = "check the path");

}  // namespace nonmun
