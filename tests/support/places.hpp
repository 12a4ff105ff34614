// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

// The files that tests read. tests/CMakeLists.txt defines the macros.
namespace nonmun::tests {

// The samples of the project.
inline std::string data_folder() {
    return NONMUN_SOURCE_DIR "/data";
}
inline std::vector<std::string> clean_data() {
    return {data_folder() + "/2023", data_folder() + "/2024"};
}

// The real archive and the evaluation sets, which only developers and CI have next to the project.
// Elsewhere, tests that need them report "skipped".
inline std::filesystem::path shared(const std::string& name) {
    return std::filesystem::path(NONMUN_SOURCE_DIR).parent_path() / "shared" / name;
}

}  // namespace nonmun::tests

#define NONMUN_NEEDS_SHARED(name)                                                     \
    if (!std::filesystem::exists(::nonmun::tests::shared(name))) {                    \
        GTEST_SKIP() << "skipped: ../shared/" << (name) << " is not on this machine"; \
    }                                                                                 \
    static_assert(true)
