// SPDX-License-Identifier: GPL-2.0-or-later
#include <benchmark/benchmark.h>

#include <string>

#include "query/related/related.hpp"
#include "query/search/searcher.hpp"
#include "tests/bench/corpus.hpp"

namespace nonmun {
namespace {

// The ten best papers with their text, as in `nonmun search`. Queries are repeated.
void search(benchmark::State& state, const std::string& text) {
    Searcher searcher(bench::corpus_index());
    SearchRequest request;
    request.text = text;
    request.with_suggestion = false;
    for (auto _ : state) benchmark::DoNotOptimize(searcher.search(request).hits.size());
}
BENCHMARK_CAPTURE(search, one_korean_word, "모델")
    ->Name("searcher/one_korean_word")
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(search, one_english_word, "diffusion")
    ->Name("searcher/one_english_word")
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(search, four_words, "확산 모델 image generation")
    ->Name("searcher/four_words")
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(search, phrase, "\"확산 모델\"")
    ->Name("searcher/phrase")
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(search, misspelled, "difusion modle")
    ->Name("searcher/misspelled")
    ->Unit(benchmark::kMicrosecond);

// The ten most similar papers of one paper, without the time to read the model.
void related(benchmark::State& state) {
    Index& index = bench::corpus_index();
    Analyzer analyzer(index.lexicon());
    index.read([&](const Xapian::Database& database) {
        RelatedFinder finder(database, analyzer);
        RelatedRequest request;
        request.ids = {bench::corpus().front().id};
        for (auto _ : state) benchmark::DoNotOptimize(finder.find(request).hits.size());
    });
}
BENCHMARK(related)->Name("searcher/related")->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace nonmun
