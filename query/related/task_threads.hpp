// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>

namespace nonmun {

// How many threads oneTBB gets for so many jobs: as many, but one in a build with the thread
// sanitizer. Debian's oneTBB is built without it, so that it sees nothing of what orders them.
inline std::size_t task_threads([[maybe_unused]] std::size_t jobs) {
#ifdef __SANITIZE_THREAD__
    return 1;
#else
    return jobs;
#endif
}

}  // namespace nonmun
