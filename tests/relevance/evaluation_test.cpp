// SPDX-License-Identifier: GPL-2.0-or-later
// Checks the quality of the ranking on the evaluation sets, if they are on the machine, with one
// set of constants.

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "tests/relevance/metrics.hpp"
#include "tests/support/places.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun::tests {
namespace {

struct Floor {
    const char* set;
    const char* documents;  // the set whose documents are searched
    bool related;
    double least_ndcg;  // nDCG@10
    double least_map;   // to depth 1000; 0: not asked for
};

// The name of a set in failure messages.
void PrintTo(const Floor& floor, std::ostream* out) {
    *out << floor.set;
}

constexpr Floor floors[] = {
    {"korquad", "korquad", false, 0.960, 0},
    {"koknown", "koknown", false, 0.86, 0},
    {"xling", "xling", false, 0.75, 0},
    {"cacm", "cacm", false, 0.575, 0.45},
    {"cisi", "cisi", false, 0.42, 0.24},
    {"digest_related", "digest_related", true, 0.243, 0},
    {"digest_method", "digest_method", true, 0.11, 0},
    {"cacm_cocite", "cacm", true, 0.249, 0},
    {"cisi_cocite", "cisi", true, 0.283, 0},
};

Qrels read_qrels(const std::string& file) {
    Qrels qrels;
    std::ifstream lines(file);
    std::string query, zero, document;
    for (int gain = 0; lines >> query >> zero >> document >> gain;) {
        if (gain > 0) qrels[query][document] = 1;  // the sets are binary
    }
    return qrels;
}

class Evaluation : public testing::TestWithParam<Floor> {};

TEST_P(Evaluation, ReachesItsFloor) {
    const Floor& floor = GetParam();
    NONMUN_NEEDS_SHARED("eval");
    const auto sets = shared("eval");
    const TemporaryFolder folder;
    const std::string database = folder / "db";
    ASSERT_EQ(run("nonmun-index", {"--db", database, sets / floor.documents / "docs.jsonl"}).status,
              0);
    const std::string queries = sets / floor.set / "queries.dev.tsv";
    const std::vector<std::string> arguments =
        floor.related
            ? std::vector<std::string>{"related",  "--papers", queries,
                                       "--limit",  "100",      "--same-author-limit",
                                       "0",        "--db",     database,
                                       "--format", "trec"}
            : std::vector<std::string>{"search", "--queries", queries,    "--limit", "1000",
                                       "--db",   database,    "--format", "trec"};
    const Outcome outcome = run("nonmun", arguments);
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const Qrels qrels = read_qrels(sets / floor.set / "qrels.dev.tsv");
    const Ranking ranked = read_run(outcome.out, floor.related);
    double ndcg = 0, map = 0;
    for (const auto& [query, relevant] : qrels) {
        const auto found = ranked.find(query);
        if (found == ranked.end()) continue;
        ndcg += ndcg_at_10(found->second, relevant) / static_cast<double>(qrels.size());
        map += average_precision(found->second, relevant) / static_cast<double>(qrels.size());
    }
    std::printf("%s: nDCG@10 %.4f, MAP %.4f\n", floor.set, ndcg, map);
    EXPECT_GE(ndcg, floor.least_ndcg);
    EXPECT_GE(map, floor.least_map);
}

INSTANTIATE_TEST_SUITE_P(Sets, Evaluation, testing::ValuesIn(floors),
                         [](const auto& floor) { return std::string(floor.param.set); });

}  // namespace
}  // namespace nonmun::tests
