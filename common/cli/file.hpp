// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace nonmun {

// The bytes of a file that a person named or keeps. Throws Error(usage), with `hint` for what to
// do.
std::string read_file(const std::string& path, const std::string& hint = "check the path");

}  // namespace nonmun
