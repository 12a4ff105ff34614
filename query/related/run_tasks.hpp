// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>

#include <cstddef>

namespace nonmun {

// Runs `body`, whose tasks of oneTBB get `jobs` threads (1 or more); one alone in a build with the
// thread sanitizer: Debian's oneTBB is built without it, so that it sees nothing of what orders
// them. Throws what `body` throws.
template <typename Body>
void run_tasks([[maybe_unused]] std::size_t jobs, Body body) {
#ifdef __SANITIZE_THREAD__
    const std::size_t threads = 1;
#else
    const std::size_t threads = jobs;
#endif
    namespace tbb = oneapi::tbb;
    const tbb::global_control control(tbb::global_control::max_allowed_parallelism, threads);
    tbb::task_arena arena(static_cast<int>(threads));
    arena.execute(body);
}

}  // namespace nonmun
