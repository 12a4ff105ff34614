// SPDX-License-Identifier: GPL-2.0-or-later
// Reads digests damaged at random: bad-input FIRST COUNT PATH... damages and reads COUNT files of
// the paths, from the random number FIRST on, and prints what became of them as one JSON object.
// Exit status 1 when an entry was lost.
#include <cstdlib>
#include <iostream>

#include <nlohmann/json.hpp>

#include "indexer/digest_parser.hpp"
#include "indexer/document_builder.hpp"
#include "indexer/json_lines.hpp"
#include "tests/support/damaged_digests.hpp"

namespace {

using namespace nonmun;
using namespace nonmun::tests;

constexpr std::size_t longest_term = 245;  // Xapian's limit, in which a NUL counts twice
constexpr std::size_t most_shown = 5;
constexpr int rounds_between_large_lines = 50;
constexpr int rounds_between_documents = 10;

// What of the papers could not be put into an index.
void check_documents(const std::string& text, DocumentBuilder& builder,
                     std::vector<std::string>& problems) {
    for (const Paper& paper : parse_digest(text, "x.md").entries) {
        const Xapian::Document document = builder.build(paper);
        for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
            if ((*term).size() > longest_term || (*term).find('\0') != std::string::npos)
                problems.push_back("a term that no index takes: " + *term);
        }
    }
}

std::string damaged(const Samples& samples, Random& random, int round) {
    std::string text = samples.any_file(random);
    if (round % rounds_between_large_lines == 0) {
        insert_line(text, random, large_lines()[below(random, large_lines().size())]);
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
    const Lexicon lexicon;
    DocumentBuilder builder(lexicon);
    const int first = std::atoi(argv[1]), count = std::atoi(argv[2]);
    std::size_t untouched = 0, lost = 0, problems = 0;
    for (int round = first; round < first + count; ++round) {
        Random random(static_cast<unsigned>(round));
        const std::string text = damaged(samples, random, round);
        DamageReport report = read_damaged(text, samples);
        if (round % rounds_between_documents == 1) check_documents(text, builder, report.problems);
        read_json_lines(
            text, "x.jsonl", 1, [](Paper&&) {}, [](Diagnostic&&) {});
        untouched += report.untouched;
        lost += report.lost;
        for (const std::string& problem : report.problems) {
            if (++problems <= most_shown)
                std::cerr << "file " << round << ": " << problem.substr(0, 500) << '\n';
        }
    }
    std::cout << nlohmann::json{{"files", count},
                                {"untouched", untouched},
                                {"lost", lost},
                                {"problems", problems},
                                {"samples", samples.files().size()}}
              << '\n';
    return problems == 0 ? 0 : 1;
}
