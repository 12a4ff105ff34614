// SPDX-License-Identifier: GPL-2.0-or-later
#include <benchmark/benchmark.h>

#include <cstddef>
#include <string>

#include "common/analyzer/analyzer.hpp"
#include "tests/bench/corpus.hpp"

namespace nonmun {
namespace {

// Title and summary of every paper, in bytes per second.
void analyze(benchmark::State& state) {
    Analyzer analyzer(base_lexicon());
    Tokens tokens;
    std::size_t bytes = 0, count = 0;
    for (auto _ : state) {
        for (const Paper& paper : bench::corpus()) {
            analyzer.analyze(paper.title, tokens);
            bytes += paper.title.size();
            for (const SummaryItem& item : paper.summary) {
                analyzer.analyze(item.text, tokens);
                bytes += item.text.size();
                count += tokens.list.size();
            }
        }
        benchmark::DoNotOptimize(count);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(analyze)->Name("analyzer/corpus")->Unit(benchmark::kMillisecond);

void analyze_text(benchmark::State& state, const std::string& text) {
    Analyzer analyzer(base_lexicon());
    Tokens tokens;
    for (auto _ : state) {
        analyzer.analyze(text, tokens);
        benchmark::DoNotOptimize(tokens.list.data());
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK_CAPTURE(analyze_text, korean, "확산 모델을 이용한 영상 생성에서는 강화학습이 쓰인다")
    ->Name("analyzer/korean");
BENCHMARK_CAPTURE(analyze_text, english, "diffusion models for text-to-image generation")
    ->Name("analyzer/english");
BENCHMARK_CAPTURE(analyze_text, mixed, "GPT-4V를 LoRA로 미세 조정한 LLM은")->Name("analyzer/mixed");

}  // namespace
}  // namespace nonmun
