// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "indexer/index_writer.hpp"
#include "indexer/input.hpp"
#include "indexer/survey.hpp"

namespace nonmun {

// Told how many of all files are done.
using FileProgress = std::function<void(std::size_t done, std::size_t all)>;

struct BuildOptions {
    std::size_t jobs = 1;               // threads
    bool strict = false;                // nothing is written when there is a diagnostic
    bool dry_run = false;               // find out what would be written, and write nothing
    std::size_t shards = 1;             // databases that the papers are dealt to
    bool no_base = false;               // learn the words from the input alone
    const Vocabulary* words = nullptr;  // when given, nothing is learned
    DiagnosticSink on_diagnostic;
    PaperProgress on_surveyed;  // papers read for their words, votes and places
    PaperProgress on_papers;    // papers written
    FileProgress on_file;       // files whose papers are all written
};

struct BuildSummary {
    IndexChanges changes;
    std::size_t papers = 0;
    std::size_t diagnostics = 0;
};

// Makes an index of everything in the inputs in an empty folder. Reads the inputs twice: first for
// what the index has to know of all papers, then to write them, by parts of neighbouring papers
// that the workers share and that are then compacted into one database, or one a shard. What is in
// the index, its document ids too (papers by their first entry), is the same for any number of
// jobs, and what an IndexWriter would make of the same papers. Callbacks are called from any
// thread, never two at once. Throws Error: input, io.
BuildSummary build_index(const std::vector<Input>& inputs, const std::string& path,
                         const BuildOptions& options);

}  // namespace nonmun
