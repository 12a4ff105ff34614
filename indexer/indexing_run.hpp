// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "indexer/input.hpp"
#include "indexer/paper_changes.hpp"

namespace nonmun {

// Called with how many of all are done; of papers that are still being read, `all` is an estimate.
using ProgressSink = std::function<void(std::size_t done, std::size_t all)>;

struct IndexingOptions {
    std::string database;
    std::vector<std::string> paths;
    bool strict = false;       // any diagnostic is an Error(input), and nothing is written
    bool prune = false;        // remove papers that no file below the paths holds any more
    bool rebuild = false;      // read everything into a new index that replaces the old one
    bool allow_empty = false;  // prune and rebuild although a path holds no digest any more
    bool dry_run = false;      // write nothing
    bool no_base = false;      // a new index learns its words from the input alone
    std::size_t shards = 0;    // databases of a new index; 0: as many as the old one has, or one
    std::chrono::seconds wait{0};  // for another writer to finish
    std::string words_of;  // the index that a new one takes its words from; "" to learn them
    std::size_t jobs = 1;  // threads
    // Called from any thread, one at a time. An exception of theirs ends the run.
    DiagnosticSink on_diagnostic = [](Diagnostic&&) {};
    ProgressSink on_read = [](std::size_t, std::size_t) {};     // entries read and parsed
    ProgressSink on_file = [](std::size_t, std::size_t) {};     // files read, or found unchanged
    ProgressSink on_written = [](std::size_t, std::size_t) {};  // papers written
    // Called again and again during a wait, with the error of the last attempt.
    std::function<void(const Error&)> on_wait = [](const Error&) {};
};

struct IndexingSummary {
    std::size_t files = 0;      // including the unchanged ones
    std::size_t unchanged = 0;  // skipped, since they are the same as in the last run
    ChangeCounts changes;
    std::size_t diagnostics = 0;
    std::size_t papers = 0;  // in the index afterwards
    bool wrote = false;
    double seconds = 0;
};

// Runs the indexer once. Afterwards the index holds everything that the run read, or (when it
// throws, or is killed) nothing of it. A first build and --rebuild learn the lexicon and the
// glossary from what they read, on top of those that ship with the program; later runs keep them,
// so that terms stay the same. The index is the same for any number of jobs. Throws Error.
IndexingSummary run_indexing(const IndexingOptions& options);

}  // namespace nonmun
