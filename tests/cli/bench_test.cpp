#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/cli.hpp"

// scripts/bench, as far as it counts and writes; what it measures is no matter of tests.
namespace nonmun::tests {
namespace {

// Runs Python with what scripts/bench is made of at hand.
Outcome python(const std::string& code) {
    const std::string folder = NONMUN_SOURCE_DIR "/scripts";
    return run("/usr/bin/python3",
               {"-B", "-c", "import sys; sys.path.insert(0, '" + folder + "')\n" + code});
}

std::string printed(const std::string& code) {
    const Outcome outcome = python(code);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out;
}

TEST(Bench, PercentilesAreNearestRanks) {
    const std::string code = R"(
from benchmark.measure import percentile
print(percentile([3, 1, 2], .5), percentile([4, 1, 3, 2], .5), percentile(range(1, 101), .99),
      percentile(range(1, 1001), .99), percentile([7], .99))
)";
    EXPECT_EQ(printed(code), "2 2 99 990 7\n");
}

TEST(Bench, RatiosAreOfMedians) {
    const std::string code = R"(
from benchmark.measure import ratio
print(ratio([9, 1, 2], [4, 400, 3]), ratio([1], []), ratio(None, [1]), ratio([1], [0]))
)";
    EXPECT_EQ(printed(code), "0.5 None None None\n");
}

TEST(Bench, TheExponentIsTheSlopeOfTheLogarithms) {
    const std::string code = R"(
from benchmark.measure import exponent
print(f'{exponent([(n, 7 * n ** 1.5) for n in (10, 30, 100)]):.6f}', exponent([(10, 1)]))
)";
    EXPECT_EQ(printed(code), "1.500000 None\n");
}

TEST(Bench, QueriesAreTheSameForTheSamePapersAndOfAllKinds) {
    const std::string code = R"(
import re
from benchmark.work import draw_queries, words_of
print(*words_of('확산 모델은 사용하는 the image를 GPT-4의 및 강화학습으로 a'))
papers = ['모델은 데이터를 영상의 학습과 추론에서 model data image video text',
          '로봇을 정책이 환경의 보상과 행동을 robot policy reward agent action']
one = draw_queries(papers, 24)
assert one == draw_queries(papers, 24) and one != draw_queries(papers, 24, seed=2)
print(*(len(query.split()) for query in one[:4]))
kinds = [(bool(re.search('[가-힣]', query)), bool(re.search('[a-z]', query))) for query in one]
print(kinds.count((True, False)), kinds.count((False, True)), kinds.count((True, True)))
)";
    // A third each; one word of both languages is a Korean one.
    EXPECT_EQ(printed(code), "['모델', '강화학습'] ['image', 'GPT-4']\n1 2 3 4\n10 8 6\n");
}

// A record of two rounds, as a run keeps it.
constexpr const char* record = R"({"papers": 100000, "rounds": 3,
"machine": {"cpu": "a processor", "cores": 2, "memory_gb": 8, "kernel": "6", "versions": {},
            "revision": "abc"},
"values": {
 "nonmun": {"build_s": [9, 10, 11], "build_mb": [50, 50, 50], "p50_ms": [2, 2, 2],
            "report_mb": [500, 500, 500], "incremental_s": [0.3, 0.3, 0.3]},
 "lucene-nori": {"build_s": [30, 25, 20], "build_mb": [200, 200, 200], "p50_ms": [1, 1, 1]},
 "groonga": {"build_s": [5, 5, 5]}},
"run": {"date": "2026-01-01 00:00", "minutes": 1, "load_at_start": 0.1, "load_at_end": 1,
        "others_share": 0.5, "quiet": false}})";

// The cells of the first row of a table that begins with `name` and, if any, holds `peer`.
std::vector<std::string> row_of(const std::string& table, const std::string& name,
                                const std::string& peer) {
    for (const std::string& line : lines_of(table)) {
        if (line.rfind("| " + name, 0) != 0 || line.find(peer) == std::string::npos) continue;
        std::vector<std::string> cells;
        for (std::size_t at = 1, end; (end = line.find('|', at)) != std::string::npos;
             at = end + 1) {
            const std::string cell = line.substr(at, end - at);
            const auto first = cell.find_first_not_of(' '), last = cell.find_last_not_of(' ');
            cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
        }
        return cells;
    }
    return {};
}

TEST(Bench, TheTableSaysWhichBarsAreReached) {
    const TemporaryFolder folder;
    const std::string file = folder.write("record.json", record);
    const Outcome outcome =
        run(NONMUN_SOURCE_DIR "/scripts/bench", {"--from", file, "--output", folder / "out"});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(read_file(folder / "out/peers.md"), outcome.out);
    EXPECT_NE(outcome.out.find("the machine was not quiet"), std::string::npos);
    using Row = std::vector<std::string>;
    EXPECT_EQ(row_of(outcome.out, "first build, wall", "nori"),
              (Row{"first build, wall, two threads each", "10 s", "Lucene + nori", "25 s", "0.4",
                   "≤ 0.9", "≤ 0.4", "aim"}));
    EXPECT_EQ(row_of(outcome.out, "first build, wall", "Groonga").back(), "must");
    EXPECT_EQ(row_of(outcome.out, "peak memory", "nori").back(), "must");
    EXPECT_EQ(row_of(outcome.out, "search p50", "nori").back(), "no");
    EXPECT_EQ(row_of(outcome.out, "search p99", "FTS5").back(), "not measured");
    EXPECT_EQ(
        row_of(outcome.out, "all pairs, peak memory", ""),
        (Row{"all pairs, peak memory", "500 MB", "–", "–", "–", "≤ 600 MB", "≤ 400 MB", "must"}));
    EXPECT_EQ(row_of(outcome.out, "one new digest", "").back(), "no");
}

TEST(Bench, ErrorsAreOneLine) {
    const Outcome outcome =
        run(NONMUN_SOURCE_DIR "/scripts/bench", {"--from", "/nowhere/record.json"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(lines_of(outcome.err).size(), 1u) << outcome.err;
    EXPECT_NE(outcome.err.find("/nowhere/record.json"), std::string::npos) << outcome.err;
    const Outcome unknown = run(NONMUN_SOURCE_DIR "/scripts/bench", {"--only", "speed"});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_NE(unknown.err.find("is not one of"), std::string::npos) << unknown.err;
}

}  // namespace
}  // namespace nonmun::tests
