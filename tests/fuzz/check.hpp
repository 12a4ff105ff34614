// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace nonmun::fuzz {

// Ends the run as a crash, so that the input is kept.
inline void expect(bool condition, const std::string& what) {
    if (condition) return;
    std::fprintf(stderr, "broken promise: %s\n", what.c_str());
    std::abort();
}

}  // namespace nonmun::fuzz
