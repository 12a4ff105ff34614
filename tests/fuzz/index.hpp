// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include "indexer/indexing_run.hpp"
#include "tests/support/places.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun::fuzz {

// The path of an index of two sample digests, built once per program. It is small so that many
// inputs can be tried.
inline const std::string& small_index() {
    struct Made {
        Made() : path(folder / "db") {
            IndexingOptions options;
            options.database = path;
            options.paths = {tests::data_folder() + "/2024/05/01.md",
                             tests::data_folder() + "/2024/05/28.md"};
            run_indexing(options);
        }
        tests::TemporaryFolder folder;
        std::string path;
    };
    static const Made made;
    return made.path;
}

}  // namespace nonmun::fuzz
