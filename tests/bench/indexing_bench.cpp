// SPDX-License-Identifier: GPL-2.0-or-later
#include <benchmark/benchmark.h>

#include "common/paper_record.hpp"
#include "common/vote_levels.hpp"
#include "indexer/document_builder.hpp"
#include "indexer/indexing_run.hpp"
#include "tests/bench/corpus.hpp"

namespace nonmun {
namespace {

void build_documents(benchmark::State& state) {
    DocumentBuilder builder(base_lexicon());
    std::vector<SourcedPaper> papers;
    for (const Paper& paper : bench::corpus()) papers.push_back({record_of(paper), {"source"}});
    for (auto _ : state) {
        for (const SourcedPaper& paper : papers) {
            const Xapian::Document document = builder.build(paper, neutral_vote_level);
            benchmark::DoNotOptimize(document.termlist_count());
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(bench::corpus().size()));
}
BENCHMARK(build_documents)->Name("writer/documents")->Unit(benchmark::kMillisecond);

IndexingOptions options_for(const std::string& database, const std::string& input) {
    IndexingOptions options;
    options.database = database;
    options.paths = {input};
    return options;
}

// A first build on a number of threads, from reading to the index on disk.
void build_index(benchmark::State& state) {
    std::int64_t papers = 0;
    for (auto _ : state) {
        const tests::TemporaryFolder folder;
        IndexingOptions options = options_for(folder / "db", bench::corpus_file());
        options.jobs = static_cast<std::size_t>(state.range(0));
        papers += static_cast<std::int64_t>(run_indexing(options).papers);
    }
    state.SetItemsProcessed(papers);
}
BENCHMARK(build_index)
    ->Name("writer/first_build")
    ->ArgName("jobs")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

// A run that adds 15 new papers to the index of the corpus.
void add_papers(benchmark::State& state) {
    const tests::TemporaryFolder folder;
    run_indexing(options_for(folder / "db", bench::corpus_file()));
    std::size_t number = 0;
    for (auto _ : state) {
        state.PauseTiming();
        std::string lines;
        for (int i = 0; i < 15; ++i) {
            Paper paper = bench::corpus()[number % bench::corpus().size()];
            paper.id = "new-" + std::to_string(number++);
            lines += to_line(paper) + "\n";
        }
        const std::string file = folder.write("day.jsonl", lines);
        state.ResumeTiming();
        run_indexing(options_for(folder / "db", file));
    }
}
BENCHMARK(add_papers)->Name("writer/15_papers_more")->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace nonmun
