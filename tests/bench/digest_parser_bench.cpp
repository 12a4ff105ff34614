// SPDX-License-Identifier: GPL-2.0-or-later
#include <benchmark/benchmark.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "indexer/digest_parser.hpp"
#include "indexer/input_chunk.hpp"
#include "tests/bench/corpus.hpp"

namespace nonmun {
namespace {

// The undamaged sample digests.
std::vector<std::string> sample_digests() {
    std::vector<std::string> texts;
    for (const char* year : {"/data/2023", "/data/2024"}) {
        const std::string folder = std::string(NONMUN_SOURCE_DIR) + year;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (entry.path().extension() == ".md") texts.push_back(tests::read_file(entry.path()));
        }
    }
    return texts;
}

void parse_digests(benchmark::State& state) {
    const std::vector<std::string> texts = sample_digests();
    std::size_t bytes = 0, entries = 0;
    for (auto _ : state) {
        for (const std::string& text : texts) {
            entries += parse_digest(text, "digest").entries.size();
            bytes += text.size();
        }
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
    state.SetItemsProcessed(static_cast<std::int64_t>(entries));
}
BENCHMARK(parse_digests)->Name("parser/digest")->Unit(benchmark::kMicrosecond);

void parse_lines(benchmark::State& state) {
    const std::string text = tests::read_file(bench::corpus_file());
    std::size_t papers = 0;
    for (auto _ : state) {
        parse_json_lines(
            text, "lines", 1, [&](Paper&&) { ++papers; }, [](Diagnostic&&) {});
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
    state.SetItemsProcessed(static_cast<std::int64_t>(papers));
}
BENCHMARK(parse_lines)->Name("parser/json_lines")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace nonmun
