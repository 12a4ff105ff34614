// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/cli.hpp"

// What scripts/bench computes and prints; not its measurements.
namespace nonmun::tests {
namespace {

// Runs Python with the functions of scripts/bench.
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
    // A third of each kind; a query in both languages counts as Korean.
    EXPECT_EQ(printed(code), "['모델', '강화학습'] ['image', 'GPT-4']\n1 2 3 4\n10 8 6\n");
}

TEST(Bench, ProcessesOfAMeasurementEndWithIt) {
    const std::string code = R"(
import os, signal, sys, tempfile, time
from benchmark.measure import run
told = tempfile.mkstemp()[1]
bench = os.fork()
if bench == 0:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    run(['sh', '-c', f'sleep 60 & echo $! >{told}; wait'])
while not open(told).read().endswith('\n'):
    assert os.waitpid(bench, os.WNOHANG) == (0, 0), 'the measurement ended'
    time.sleep(.01)
sleeper = int(open(told).read())
os.unlink(told)
os.kill(bench, signal.SIGTERM)
os.waitpid(bench, 0)
def ended():
    try:
        return open(f'/proc/{sleeper}/stat').read().rsplit(')')[1].split()[0] in 'ZX'
    except OSError:
        return True
for _ in range(3000):
    if ended():
        break
    time.sleep(.01)
print('ended' if ended() else 'runs on')
)";
    EXPECT_EQ(printed(code), "ended\n");
}

// The record of a run with two rounds.
constexpr const char* record = R"({"papers": 100000, "rounds": 3,
"machine": {"cpu": "a processor", "cores": 2, "memory_gb": 8, "kernel": "6", "versions": {},
            "revision": "abc"},
"values": {
 "nonmun": {"build_s": [9, 10, 11], "build_mb": [50, 50, 50], "p50_ms": [2, 2, 2],
            "pairs_mb": [500, 500, 500], "incremental_s": [0.3, 0.3, 0.3]},
 "lucene-nori": {"build_s": [30, 25, 20], "build_mb": [200, 200, 200], "p50_ms": [1, 1, 1]},
 "groonga": {"build_s": [5, 5, 5]}},
"served": [{"papers": 3590, "values": {
 "nonmun": {"1_rps": [300, 200, 250], "1_p50_ms": [3, 3, 3], "1_p99_ms": [9, 9, 9], "1_errors": [0, 0, 0],
            "8_rps": [150, 150, 150], "8_p50_ms": [3, 3, 3], "8_p99_ms": [9, 9, 9], "8_errors": [0, 0, 0],
            "64_rps": [900, 900, 900], "64_p50_ms": [3, 3, 3], "64_p99_ms": [9, 9, 11], "64_errors": [0, 0, 0]},
 "groonga": {"1_rps": [100, 100, 100], "1_p50_ms": [3, 3, 3], "1_p99_ms": [9, 9, 9], "1_errors": [0, 0, 0],
             "8_rps": [100, 100, 100], "8_p50_ms": [3, 3, 3], "8_p99_ms": [9.5, 9.5, 9.5], "8_errors": [0, 0, 0],
             "64_rps": [100, 100, 100], "64_p50_ms": [3, 3, 3], "64_p99_ms": [8, 8, 8], "64_errors": [0, 2, 0]}}}],
"soak": {"papers": 100000, "connections": 8, "requests": 200100, "seconds": 100, "errors": 0,
         "rss_mb": [100, 104, 103], "grew": false},
"run": {"date": "2026-01-01 00:00", "minutes": 1, "load_at_start": 0.1, "load_at_end": 1,
        "others_share": 0.5, "quiet": false}})";

// The cells of the first row of a table that begins with `name`, and contains `peer` if it is
// given. One cell "no such row" when there is none.
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
    return {"no such row"};
}

TEST(Bench, TheTableSaysWhichBarsAreReached) {
    const TemporaryFolder folder;
    const std::string file = folder.write("record.json", record);
    const Outcome outcome =
        run(NONMUN_SOURCE_DIR "/scripts/bench", {"--from", file, "--output", folder / "out"});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(read_file(folder / "out/peers.md"), outcome.out);
    EXPECT_NE(outcome.out.find("the machine was busy"), std::string::npos);
    using Row = std::vector<std::string>;
    EXPECT_EQ(row_of(outcome.out, "first build, wall", "nori"),
              (Row{"first build, wall, two threads each", "10 s", "Lucene + nori", "25 s", "0.4",
                   "≤ 0.9", "≤ 0.4", "aim"}));
    EXPECT_EQ(row_of(outcome.out, "first build, wall", "Groonga").back(), "must");
    EXPECT_EQ(row_of(outcome.out, "peak memory", "nori").back(), "must");
    EXPECT_EQ(row_of(outcome.out, "repeated search p50", "nori").back(), "no");
    EXPECT_EQ(row_of(outcome.out, "repeated search p99", "FTS5").back(), "not measured");
    EXPECT_EQ(
        row_of(outcome.out, "all pairs, peak memory", ""),
        (Row{"all pairs, peak memory", "500 MB", "–", "–", "–", "≤ 600 MB", "≤ 400 MB", "must"}));
    EXPECT_EQ(row_of(outcome.out, "one new digest", "").back(), "no");
}

TEST(Bench, AServerIsFasterOnlyWithAP99ThatIsNotWorse) {
    const TemporaryFolder folder;
    const std::string file = folder.write("record.json", record);
    const Outcome outcome =
        run(NONMUN_SOURCE_DIR "/scripts/bench", {"--from", file, "--output", folder / "out"});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    using Row = std::vector<std::string>;
    EXPECT_EQ(row_of(outcome.out, "3,590", "| 1 "),
              (Row{"3,590", "1", "250 (200–300)", "100", "2.5", "3", "3", "9", "9", "0", "0", "≥ 1",
                   "≥ 2", "aim"}));
    EXPECT_EQ(row_of(outcome.out, "3,590", "| 8 ").back(), "must");
    EXPECT_EQ(row_of(outcome.out, "3,590", "| 64 ").back(), "no") << "its p99 is worse";
    EXPECT_EQ(row_of(outcome.out, "100,000 papers", ""),
              (Row{"100,000 papers", "8", "200,100", "100", "0", "100 MB", "103 MB", "104 MB",
                   "no error, ≤ +5%", "must"}));
}

// Sends queries to servers of the samples, for a second each, and prints rows of the tables and
// papers.
std::string asked_over_http(const std::string& names) {
    const TemporaryFolder folder;
    const std::string code = "folder, project, data, build = '" + folder.path() +
                             "', '" NONMUN_SOURCE_DIR "', '" + data_folder() +
                             "/2024', '" NONMUN_BINARY_DIR R"('
import pathlib
from benchmark import load, tables, work
load.CONNECTIONS = 1, 64
place = work.ArchiveWork(folder, pathlib.Path(project), pathlib.Path(data))
place.build = pathlib.Path(build)
names = ')" + names + R"('.split()
values = {}
load.run_round(place, 1, names, 1, values)
for name in names:
    assert values[name]['answered'][0] > .9, values
    for connections in load.CONNECTIONS:
        assert values[name][f'{connections}_rps'][0] > 0 and values[name][f'{connections}_errors'] == [0], values
soak = load.soak(place, 300)
assert soak['requests'] >= 300 and soak['errors'] == 0 and min(soak['rss_mb']) > 1, soak
table = tables.http_tables({'served': [{'papers': place.papers, 'values': values}], 'soak': soak})
print(len(table.splitlines()), place.papers)
)";
    return printed(code);
}

TEST(Bench, TheServerIsMeasuredOverHttp) {
    EXPECT_EQ(asked_over_http("nonmun"), "9 55\n");
}

TEST(Bench, GroongaIsMeasuredOverHttpTheSameWay) {
    EXPECT_EQ(asked_over_http("nonmun groonga"), "9 55\n");
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
