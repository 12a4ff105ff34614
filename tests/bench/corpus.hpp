// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/paper_json.hpp"
#include "indexer/indexing_run.hpp"
#include "query/index/index.hpp"
#include "tests/support/temporary.hpp"

// The corpus of the micro benchmarks: 2,000 papers that the build generates from the samples in
// data/, or the JSON Lines file in the environment variable NONMUN_BENCH_CORPUS.
namespace nonmun::bench {

inline std::string corpus_file() {
    const char* named = std::getenv("NONMUN_BENCH_CORPUS");
    return named ? named : NONMUN_BENCH_CORPUS;
}

inline const std::vector<Paper>& corpus() {
    static const std::vector<Paper> papers = [] {
        std::ifstream in(corpus_file());
        if (!in) throw std::runtime_error("cannot read " + corpus_file());
        std::vector<Paper> read;
        for (std::string line; std::getline(in, line);) read.push_back(paper_from_line(line));
        return read;
    }();
    return papers;
}

// An index of the corpus, created once and deleted at exit.
inline Index& corpus_index() {
    struct Made {
        Made() : index({make(folder / "db")}) {}
        static std::string make(const std::string& database) {
            IndexingOptions options;
            options.database = database;
            options.paths = {corpus_file()};
            run_indexing(options);
            return database;
        }
        tests::TemporaryFolder folder;
        Index index;
    };
    static Made made;
    return made.index;
}

}  // namespace nonmun::bench
