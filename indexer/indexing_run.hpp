// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "indexer/index_build.hpp"
#include "indexer/index_writer.hpp"
#include "indexer/json_lines.hpp"

namespace nonmun {

struct IndexingOptions {
    std::string database;
    std::vector<std::string> paths;
    bool strict = false;     // any diagnostic is an Error(input), and nothing is written
    bool prune = false;      // papers that no file below the paths holds any more are removed
    bool rebuild = false;    // everything is read anew into a new index in the old one's place
    bool dry_run = false;    // nothing is written
    bool no_base = false;    // a new index learns its words from the input alone
    std::size_t shards = 0;  // databases of a new index; 0: as many as the old one had, or one
    std::optional<std::chrono::seconds> wait = std::chrono::seconds(0);  // for another writer to
                                                                         // finish; nullopt: always
    std::string words_of;  // an index that a new one takes its words from; "" to learn them
    DiagnosticSink on_diagnostic = [](Diagnostic&&) {};
    std::size_t jobs = 1;  // threads of a first build and of --rebuild
    PaperProgress on_surveyed = [](std::size_t, std::size_t) {
    };                                                          // read for their words: new indexes
    PaperProgress on_papers = [](std::size_t, std::size_t) {};  // read and written
    FileProgress on_file = [](std::size_t, std::size_t) {};     // read, or found unchanged
};

struct IndexingSummary {
    std::size_t files = 0;      // read, the unchanged ones too
    std::size_t unchanged = 0;  // skipped, since their bytes are those of the last run
    IndexChanges changes;
    std::size_t diagnostics = 0;
    std::size_t papers = 0;  // in the index afterwards
    bool wrote = false;
    double seconds = 0;
};

// One run of the indexer: all of it is in the index afterwards, or (when it throws, or is killed)
// nothing. A first build and --rebuild learn the lexicon and the glossary from what they read, on
// top of those that ship with the program; later runs keep them, so that terms stay the same.
// Throws Error.
IndexingSummary run_indexing(const IndexingOptions& options);

}  // namespace nonmun
