// SPDX-License-Identifier: GPL-2.0-or-later
#include <benchmark/benchmark.h>

#include "query/related/neighbour_graph.hpp"
#include "query/related/similarity_model.hpp"
#include "tests/bench/corpus.hpp"

namespace nonmun {
namespace {

// Reads the postings into the model, and fits the topics.
void read_model(benchmark::State& state) {
    bench::corpus_index().read([&](const Xapian::Database& database) {
        for (auto _ : state) benchmark::DoNotOptimize(SimilarityModel(database).size());
    });
}
BENCHMARK(read_model)->Name("all_pairs/model")->Unit(benchmark::kMillisecond);

// The ten nearest papers of every paper, exactly, on 1 and 2 threads.
void find_neighbours(benchmark::State& state) {
    bench::corpus_index().read([&](const Xapian::Database& database) {
        const SimilarityModel model(database);
        const auto jobs = static_cast<std::size_t>(state.range(0));
        for (auto _ : state) benchmark::DoNotOptimize(neighbour_graph(model, 10, jobs).size());
        state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(model.size()));
    });
}
BENCHMARK(find_neighbours)
    ->Name("all_pairs/neighbours")
    ->ArgName("jobs")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace nonmun
