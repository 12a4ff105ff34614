// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace nonmun::fuzz {

// Aborts when the condition does not hold, so that libFuzzer saves the input.
inline void expect(bool condition, const std::string& what) {
    if (condition) return;
    std::fprintf(stderr, "does not hold: %s\n", what.c_str());
    std::abort();
}

}  // namespace nonmun::fuzz
