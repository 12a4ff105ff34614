// SPDX-License-Identifier: GPL-2.0-or-later
// Reads randomly damaged digests. `bad-input FIRST COUNT PATH...` damages and reads COUNT files
// from the paths, with the random seeds FIRST, FIRST + 1, …, and prints the counts as one JSON
// object. The exit status is 1 when an entry was lost.
#include <algorithm>
#include <cstdlib>
#include <iostream>

#include <nlohmann/json.hpp>

#include "indexer/document_builder.hpp"
#include "indexer/input_chunk.hpp"
#include "tests/support/damaged_digests.hpp"

namespace {

using namespace nonmun;
using namespace nonmun::tests;

constexpr std::size_t most_shown = 5;
constexpr int rounds_between_large_lines = 100;
constexpr int rounds_between_documents = 10;

bool has_large_line(int round) {
    return round % rounds_between_large_lines == 0;
}

std::string damaged(const Samples& samples, Random& random, int round) {
    std::string text = samples.any_file(random);
    if (has_large_line(round)) {  // each kind of large line in turn
        const auto turn = static_cast<std::size_t>(round / rounds_between_large_lines);
        insert_line(text, random, large_lines()[turn % large_lines().size()]);
        return text;
    }
    for (std::size_t n = 1 + below(random, 3); n > 0; --n)
        small_damages()[below(random, small_damages().size())](text, random, samples);
    return text;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::cerr << "usage: bad-input FIRST COUNT PATH...\n";
        return 2;
    }
    const Samples samples({argv + 3, argv + argc});
    if (samples.files().empty()) {
        std::cerr << "bad-input: no digest is in these paths\n";
        return 2;
    }
    const Lexicon lexicon;
    DocumentBuilder builder(lexicon);
    const int first = std::atoi(argv[1]), count = std::atoi(argv[2]);
    std::size_t untouched = 0, lost = 0, problems = 0, most_authors = 0;
    for (int round = first; round < first + count; ++round) {
        Random random(static_cast<unsigned>(round));
        const std::string text = damaged(samples, random, round);
        const bool builds = has_large_line(round) || round % rounds_between_documents == 1;
        const DamageReport report = read_damaged(text, samples, builds ? &builder : nullptr);
        parse_json_lines(
            text, "x.jsonl", 1, [](Paper&&) {}, [](Diagnostic&&) {});
        untouched += report.untouched;
        lost += report.lost;
        most_authors = std::max(most_authors, report.most_authors);
        for (const std::string& problem : report.problems) {
            if (++problems <= most_shown)
                std::cerr << "file " << round << ": " << problem.substr(0, 500) << '\n';
        }
    }
    std::cout << nlohmann::json{{"files", count},
                                {"untouched", untouched},
                                {"lost", lost},
                                {"problems", problems},
                                {"most_authors", most_authors},
                                {"samples", samples.files().size()},
                                {"sample_entries", samples.texts().size()},
                                {"left_out", samples.left_out()}}
              << '\n';
    return problems == 0 ? 0 : 1;
}
