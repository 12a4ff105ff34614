// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/report/report.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>

#include "query/related/related.hpp"
#include "query/report/communities.hpp"
#include "query/report/report_file.hpp"
#include "tests/support/index.hpp"
#include "tests/support/remote_server.hpp"

namespace nonmun {
namespace {

using tests::paper;
using tests::SmallIndex;
using tests::TemporaryFolder;
using Records = std::vector<Json>;

Records report(tests::OpenIndex& index, const ReportRequest& request) {
    Records records;
    ReportSink sink;
    sink.record = [&](const Json& record) { records.push_back(record); };
    sink.progress = [](const char*, std::size_t, std::size_t) {};
    make_report(index.searcher(), request, sink);
    return records;
}

Records report(const ReportRequest& request) {
    return report(tests::data_index(), request);
}

Records of_type(const Records& records, const std::string& type) {
    Records found;
    for (const Json& record : records) {
        if (record.at("type") == type) found.push_back(record);
    }
    return found;
}

std::string as_text(const Records& records) {
    std::string text;
    for (const Json& record : records) text += to_line(record) + "\n";
    return text;
}

TEST(Report, HasEveryPaperOnceInIdOrder) {
    std::vector<std::string> expected, ids;
    for (const Paper& one : tests::all_papers(tests::data_index())) expected.push_back(one.id);
    std::sort(expected.begin(), expected.end());
    ReportRequest request;
    request.top = 4;
    const Records records = report(request);
    EXPECT_EQ(records.front().at("type"), "report");
    EXPECT_EQ(records.front().at("papers"), expected.size());
    for (const Json& record : of_type(records, "paper")) {
        ids.push_back(record.at("id"));
        const Json& neighbours = record.at("neighbours");
        ASSERT_EQ(neighbours.size(), 4u);
        for (std::size_t i = 0; i < 4; ++i) {
            EXPECT_NE(neighbours[i].at("id"), record.at("id"));
            EXPECT_EQ(neighbours[i].at("rank"), i + 1);
            EXPECT_TRUE(i == 0 || neighbours[i - 1].at("score") >= neighbours[i].at("score"));
            double sum = 0;
            for (const auto& [name, value] : neighbours[i].at("parts").items())
                sum += value.get<double>();
            EXPECT_NEAR(sum, neighbours[i].at("score").get<double>(), 1e-9);
        }
    }
    EXPECT_EQ(ids, expected);
}

TEST(Report, OnALargeIndexComparesOnlyTheScope) {
    ReportRequest request;
    request.scope = "date:2024-05";
    const Records whole = report(request);
    request.most_compared = 10;
    Records alone;
    std::size_t compared = 0;
    ReportSink sink;
    sink.record = [&](const Json& record) { alone.push_back(record); };
    sink.progress = [&](const std::string& what, std::size_t, std::size_t all) {
        if (what == "papers compared") compared = all;
    };
    make_report(tests::data_index().searcher(), request, sink);
    EXPECT_EQ(compared, whole.front().at("papers")) << "not all of the index";
    ASSERT_EQ(alone.size(), whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (whole[i].at("type") != "paper") {
            EXPECT_EQ(to_line(alone[i]), to_line(whole[i]));
            continue;
        }
        const Json &one = alone[i].at("neighbours"), &other = whole[i].at("neighbours");
        ASSERT_EQ(one.size(), other.size());
        for (std::size_t j = 0; j < one.size(); ++j) {
            EXPECT_EQ(one[j].at("id"), other[j].at("id"));
            EXPECT_NEAR(one[j].at("score").get<double>(), other[j].at("score").get<double>(), 1e-5);
        }
    }
}

TEST(Report, IsTheSameBytesForAnyNumberOfThreads) {
    ReportRequest request;
    const std::string first = as_text(report(request));
    EXPECT_FALSE(first.empty());
    for (const std::size_t jobs : {1u, 2u, 7u}) {
        request.jobs = jobs;
        EXPECT_EQ(as_text(report(request)), first) << jobs;
    }
}

TEST(Report, AScopeIsAQueryOrIdsAndNeighboursAreOfTheWholeIndex) {
    ReportRequest request;
    request.scope = "title:mamba";
    std::vector<std::string> expected = tests::data_index().found(request.scope);
    std::sort(expected.begin(), expected.end());
    std::vector<std::string> ids;
    std::set<std::string> neighbours;
    for (const Json& record : of_type(report(request), "paper")) {
        ids.push_back(record.at("id"));
        for (const Json& near : record.at("neighbours")) neighbours.insert(near.at("id"));
    }
    EXPECT_EQ(ids, expected);
    EXPECT_GT(neighbours.size(), expected.size());
    ReportRequest by_ids;
    by_ids.ids = {expected.rbegin(), expected.rend()};
    by_ids.ids.push_back(expected.front());
    EXPECT_EQ(of_type(report(by_ids), "paper"), of_type(report(request), "paper"));
    request.scope = "unheard";
    EXPECT_TRUE(report(request).empty());
    by_ids.ids = {"9999.99999"};
    EXPECT_THROW(report(by_ids), Error);
}

TEST(Report, LeavesOutNeighboursWithALowScore) {
    ReportRequest request;
    request.least_score = 0.3;
    std::size_t kept = 0, all = 0;
    for (const Json& record : of_type(report(request), "paper")) {
        for (const Json& near : record.at("neighbours")) EXPECT_GE(near.at("score"), 0.3);
        kept += record.at("neighbours").size();
    }
    for (const Json& record : of_type(report({}), "paper")) all += record.at("neighbours").size();
    EXPECT_LT(kept, all);
    EXPECT_GT(kept, 0u);
}

TEST(Report, AgreesWithRelated) {
    auto& index = tests::data_index();
    RelatedRequest related;
    related.same_author_limit = 0;
    const auto records = of_type(report({}), "paper");
    ASSERT_FALSE(records.empty());
    for (const Json& record : records) {
        related.ids = {record.at("id")};
        const HitList list = index.read([&](const Xapian::Database& database) {
            return RelatedFinder(database, index.analyzer()).find(related);
        });
        const Json& neighbours = record.at("neighbours");
        ASSERT_EQ(neighbours.size(), list.hits.size());
        for (std::size_t i = 0; i < list.hits.size(); ++i) {
            EXPECT_EQ(neighbours[i].at("id"), list.hits[i].paper.id);
            EXPECT_NEAR(neighbours[i].at("score").get<double>(), list.hits[i].score, 2e-6);
            EXPECT_EQ(neighbours[i].at("shared_terms"), Json(list.hits[i].shared_terms));
        }
    }
}

TEST(Report, NamesClustersDuplicatesAndMonths) {
    std::vector<Paper> papers;
    const auto add = [&](const std::string& id, const std::string& text, Date date) {
        papers.push_back(paper(id, text));
        papers.back().date = date;
    };
    const char* robots[] = {"robot arm grasp", "robot arm motor", "robot grasp motor",
                            "arm grasp motor robot"};
    const char* graphs[] = {"graph node edge", "graph node walk", "graph edge walk",
                            "node edge walk graph"};
    for (int i = 0; i < 4; ++i) {
        add("r" + std::to_string(i), robots[i], {2024, 4, 1 + i});
        add("g" + std::to_string(i), graphs[i], {2024, 5, 1 + i});
    }
    add("s1", "solitude meadow lantern orchard", {2024, 5, 1});
    add("s2", "solitude meadow lantern orchard", {2024, 5, 2});
    SmallIndex index(papers);
    const Records records = report(*index, {});
    const Records clusters = of_type(records, "cluster");
    ASSERT_EQ(clusters.size(), 2u);
    EXPECT_EQ(clusters[0].at("papers"), (Json{"g0", "g1", "g2", "g3"}));
    EXPECT_EQ(clusters[1].at("papers"), (Json{"r0", "r1", "r2", "r3"}));
    EXPECT_NE(clusters[0].at("name").get<std::string>().find("graph"), std::string::npos);
    const Records twins = of_type(records, "near_duplicates");
    ASSERT_FALSE(twins.empty());
    const bool found = std::any_of(twins.begin(), twins.end(), [](const Json& group) {
        return group.at("papers").at(0).at("id") == "s1" &&
               group.at("papers").at(1).at("id") == "s2";
    });
    EXPECT_TRUE(found);
    const Records months = of_type(records, "month");
    ASSERT_EQ(months.size(), 2u);
    EXPECT_EQ(months[0].at("month"), "2024-04");
    EXPECT_TRUE(months[0].at("new").empty()) << "the first month has no earlier one";
    EXPECT_EQ(months[1].at("papers"), 6);
    const Json& fresh = months[1].at("new");
    const bool graph = std::any_of(fresh.begin(), fresh.end(),
                                   [](const Json& term) { return term.at("term") == "graph"; });
    EXPECT_TRUE(graph) << to_line(months[1]);
}

TEST(Report, ReportsProgressAndResumes) {
    ReportRequest request;
    Records whole = report(request), rest;
    ReportSink sink;
    std::size_t last = 0;
    sink.finished_papers = [&](const Json& header, const std::vector<std::string>& ids) {
        EXPECT_EQ(header, whole.front());
        EXPECT_EQ(ids.size(), header.at("papers"));
        return std::size_t{30};
    };
    sink.record = [&](const Json& record) { rest.push_back(record); };
    sink.progress = [&](const char* what, std::size_t done, std::size_t) {
        if (std::string(what) == "papers") last = done;
    };
    const std::size_t papers = make_report(tests::data_index().searcher(), request, sink);
    EXPECT_EQ(last, papers);
    whole.erase(whole.begin() + 1, whole.begin() + 31);
    EXPECT_EQ(rest, whole);
    sink.progress = [](const char*, std::size_t, std::size_t) {
        throw std::runtime_error("enough");
    };
    EXPECT_THROW(make_report(tests::data_index().searcher(), request, sink), std::runtime_error);
}

TEST(Report, StartsAgainWhenTheIndexChanges) {
    ReportRequest request;
    request.scope = "mamba";
    const Records whole = report(request);
    ASSERT_GT(whole.size(), 4u);
    // While papers are compared, at the first record, and later.
    for (const std::size_t given : {0u, 1u, 3u}) {
        Records records;
        int begun = 0;
        ReportSink sink;
        sink.begin = [&] {
            records.clear();
            ++begun;
        };
        const auto change = [&] {
            if (begun == 1 && records.size() == given)
                throw Xapian::DatabaseModifiedError("commit");
        };
        sink.record = [&](const Json& record) {
            records.push_back(record);
            change();
        };
        sink.progress = [&](const char*, std::size_t, std::size_t) { change(); };
        make_report(tests::data_index().searcher(), request, sink);
        EXPECT_EQ(begun, 2);
        EXPECT_EQ(records, whole);
    }
}

TEST(Report, IncludesPapersOfACommitMeanwhile) {
    const TemporaryFolder folder;
    const std::string path =
        tests::write_index(folder, {paper("a", "robot arm"), paper("b", "robot leg")});
    tests::OpenIndex index({path});
    Records records;
    bool committed = false;
    ReportSink sink;
    sink.begin = [&] { records.clear(); };
    sink.record = [&](const Json& record) {
        records.push_back(record);
        if (std::exchange(committed, true)) return;
        IndexingOptions options;
        options.database = path;
        options.paths = {folder.write("c.jsonl", to_line(paper("c", "robot eye")) + "\n")};
        run_indexing(options);
        throw Xapian::DatabaseModifiedError("as for a reader that is two commits behind");
    };
    sink.progress = [](const char*, std::size_t, std::size_t) {};
    EXPECT_EQ(make_report(index.searcher(), ReportRequest(), sink), 3u);
    EXPECT_EQ(records.front().at("papers"), 3u);
    EXPECT_EQ(records.front().at("index"), index.index().revision());
    EXPECT_EQ(of_type(records, "paper").size(), 3u);
}

TEST(Report, NamesTheRevisionOfEachDatabase) {
    const TemporaryFolder folder;
    const auto made = [&](std::int64_t votes) {
        std::vector<std::string> paths = {
            tests::write_index(folder, {paper("a", "robot arm")}, "first"),
            tests::write_index(folder, {tests::with_votes(paper("b", "robot leg"), votes)},
                               "second")};
        tests::OpenIndex index(paths);
        return report(index, {}).front().at("index");
    };
    const Json before = made(1);
    EXPECT_EQ(made(1), before) << "nothing was committed";
    EXPECT_NE(made(2), before);
}

TEST(Report, CanBeOfARemoteDatabaseOnly) {
    const TemporaryFolder folder;
    const tests::RemoteServer server(
        tests::write_index(folder, {paper("a", "robot arm"), paper("b", "robot leg")}));
    tests::OpenIndex index({folder.write("stub", server.line())});
    const Records records = report(index, {});
    EXPECT_EQ(of_type(records, "paper").size(), 2u);
    EXPECT_EQ(records.front().at("index"), index.index().revision());
}

// --- report files ---

const Json header = {{"type", "report"}, {"papers", 3}};
const std::vector<std::string> ids = {"1", "2", "3"};
Json paper_record(int i) {
    return {{"type", "paper"}, {"id", std::to_string(i)}, {"title", "Paper"}};
}

TEST(ReportFile, KeepsWholeRecordsAndResumes) {
    const TemporaryFolder folder;
    const std::string path = folder / "report";
    {
        ReportFile file(path, false, false);
        EXPECT_FALSE(file.begun());
        EXPECT_EQ(file.finished_papers(header, ids), 0u);
        file.add(header);
        EXPECT_TRUE(file.begun());
        file.add(paper_record(1));
        file.add(paper_record(2));
    }
    std::ofstream(path + ".part", std::ios::app) << R"({"type":"paper","i)";
    EXPECT_FALSE(std::filesystem::exists(path));
    EXPECT_THROW(ReportFile(path, false, false), Error)
        << "an interrupted report is not overwritten";
    ReportFile file(path, false, true);
    EXPECT_EQ(file.finished_papers(header, ids), 2u);
    file.add(header);
    file.add(paper_record(3));
    file.finish([](const Records& records, std::ostream& out) { out << as_text(records); });
    EXPECT_EQ(tests::read_file(path),
              as_text({header, paper_record(1), paper_record(2), paper_record(3)}));
    EXPECT_FALSE(std::filesystem::exists(path + ".part"));
}

TEST(ReportFile, DoesNotMixReportsAndReplacesOnlyWithForce) {
    const TemporaryFolder folder;
    const std::string path = folder.write("report", "old");
    EXPECT_THROW(ReportFile(path, false, false), Error);
    EXPECT_THROW(ReportFile(folder / "other", false, true), Error) << "nothing to resume";
    EXPECT_THROW(ReportFile(folder / "no/folder", false, false).add(header), Error);
    {
        ReportFile file(path, true, false);
        file.add(header);
    }
    EXPECT_EQ(tests::read_file(path), "old");
    ReportFile file(path, true, true);
    EXPECT_THROW(file.finished_papers({{"type", "report"}, {"papers", 4}}, ids), Error);
}

TEST(ReportFile, StartsAgainFromTheBeginning) {
    const TemporaryFolder folder;
    const std::string path = folder / "report";
    {
        ReportFile file(path, false, false);
        file.restart();
        EXPECT_FALSE(file.begun());
        file.add(header);
        file.add(paper_record(1));
    }
    ReportFile file(path, false, true);
    file.restart();
    EXPECT_EQ(file.finished_papers(header, ids), 1u) << "resumed records stay";
    file.add(paper_record(2));
    file.restart();
    const Json next = {{"type", "report"}, {"papers", 2}};
    EXPECT_EQ(file.finished_papers(next, {"2", "3"}), 0u);
    file.add(next);
    file.add(paper_record(2));
    file.add(paper_record(3));
    file.finish([](const Records& records, std::ostream& out) { out << as_text(records); });
    EXPECT_EQ(tests::read_file(path), as_text({next, paper_record(2), paper_record(3)}));
}

TEST(ReportFile, DoesNotMixReportsOfOtherPapers) {
    const TemporaryFolder folder;
    const std::string path = folder / "report";
    {
        ReportFile file(path, false, false);
        file.add(header);
        file.add(paper_record(1));
        file.add(paper_record(2));
    }
    ReportFile file(path, false, true);
    EXPECT_THROW(file.finished_papers(header, {"1", "3", "4"}), Error);
    EXPECT_THROW(file.finished_papers(header, {"1"}), Error);
    EXPECT_EQ(file.finished_papers(header, ids), 2u);
}

TEST(ReportFile, AFailedRendererLeavesNoTemporaryFile) {
    const TemporaryFolder folder;
    const std::string path = folder / "report";
    ReportFile file(path, false, false);
    file.add(header);
    EXPECT_THROW(file.finish([](const Records&, std::ostream&) { throw std::runtime_error("no"); }),
                 std::runtime_error);
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        EXPECT_EQ(entry.path().filename(), "report.part");
}

TEST(ReportFile, CreatesNoFileBeforeTheFirstRecord) {
    const TemporaryFolder folder;
    const std::string path = folder / "report";
    EXPECT_EQ(ReportFile(path, false, false).finished_papers(header, ids), 0u);
    EXPECT_FALSE(std::filesystem::exists(path + ".part")) << "a refused report leaves none";
    folder.write("report.part", "a beginning");
    EXPECT_EQ(ReportFile(path, true, false).finished_papers(header, ids), 0u);
    EXPECT_EQ(tests::read_file(path + ".part"), "a beginning");
    ReportFile(path, true, false).add(header);
    EXPECT_EQ(tests::read_file(path + ".part"), as_text({header}));
}

TEST(ReportFile, FollowsNoLink) {
    const TemporaryFolder folder;
    const std::string path = folder / "report";
    const std::string other = folder.write("other", as_text({header, paper_record(1)}));
    std::filesystem::create_symlink(other, path + ".part");
    EXPECT_THROW(ReportFile(path, false, true), Error);
    ReportFile(path, true, false).add(paper_record(2));
    EXPECT_EQ(tests::read_file(other), as_text({header, paper_record(1)}));
    EXPECT_FALSE(std::filesystem::is_symlink(path + ".part"));
}

// --- communities ---

TEST(Communities, AreDenselyConnected) {
    std::vector<SimilarPair> edges;
    for (const std::uint32_t first : {0u, 4u}) {
        for (std::uint32_t a = 0; a < 4; ++a) {
            for (std::uint32_t b = a + 1; b < 4; ++b) edges.push_back({first + a, first + b, 1});
        }
    }
    edges.push_back({3, 4, 0.2});
    EXPECT_EQ(communities(9, edges), (NodeGroups{{0, 1, 2, 3}, {4, 5, 6, 7}, {8}}));
    EXPECT_EQ(components(9, edges), (NodeGroups{{0, 1, 2, 3, 4, 5, 6, 7}, {8}}));
    EXPECT_TRUE(communities(0, {}).empty());
    EXPECT_EQ(communities(2, {}), (NodeGroups{{0}, {1}}));
}

// A server can make two reports at once.
TEST(Communities, CanBeFoundByManyThreads) {
    constexpr std::uint32_t nodes = 300;
    std::vector<SimilarPair> edges;
    std::mt19937 random(4);
    for (int i = 0; i < 2000; ++i) {
        const auto from = static_cast<std::uint32_t>(random() % nodes);
        const auto step = static_cast<std::uint32_t>(1 + random() % (nodes - 1));
        edges.push_back({from, (from + step) % nodes, 1});
    }
    const NodeGroups expected = communities(nodes, edges);
    std::atomic<int> others = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 25; ++round)
                if (communities(nodes, edges) != expected) ++others;
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(others, 0);
}

}  // namespace
}  // namespace nonmun
