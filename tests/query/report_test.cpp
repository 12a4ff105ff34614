#include "query/report/report.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "query/render/render.hpp"
#include "tests/support/index.hpp"

namespace nonmun {
namespace {

std::vector<ReportEntry> report(const ReportRequest& request) {
    std::vector<ReportEntry> entries;
    make_report(
        tests::data_index().searcher(), request,
        [&](const ReportEntry& entry) { entries.push_back(entry); },
        [](std::size_t, std::size_t) {});
    return entries;
}

std::string as_text(const std::vector<ReportEntry>& entries) {
    std::ostringstream out;
    for (const ReportEntry& entry : entries) {
        out << to_line(report_json(entry)) << '\n';
        render_report_markdown(entry, out);
    }
    return out.str();
}

TEST(Report, HasEveryPaperOnceById) {
    std::vector<std::string> expected, ids;
    for (const Paper& one : tests::all_papers(tests::data_index())) expected.push_back(one.id);
    std::sort(expected.begin(), expected.end());
    ReportRequest request;
    request.top = 4;
    for (const ReportEntry& entry : report(request)) {
        ids.push_back(entry.paper.id);
        ASSERT_EQ(entry.neighbours.size(), 4u);
        for (std::size_t i = 0; i < 4; ++i) {
            EXPECT_NE(entry.neighbours[i].paper.id, entry.paper.id);
            EXPECT_EQ(entry.neighbours[i].rank, i + 1);
        }
    }
    EXPECT_EQ(ids, expected);
}

TEST(Report, IsTheSameBytesTwice) {
    const std::string first = as_text(report({}));
    EXPECT_FALSE(first.empty());
    EXPECT_EQ(as_text(report({})), first);
}

TEST(Report, AScopeIsAQueryAndNeighboursAreOfTheWholeIndex) {
    ReportRequest request;
    request.scope = "title:mamba";
    std::vector<std::string> expected = tests::data_index().found(request.scope);
    std::sort(expected.begin(), expected.end());
    std::vector<std::string> ids;
    std::set<std::string> neighbours;
    for (const ReportEntry& entry : report(request)) {
        ids.push_back(entry.paper.id);
        for (const Hit& hit : entry.neighbours) neighbours.insert(hit.paper.id);
    }
    EXPECT_EQ(ids, expected);
    EXPECT_GT(neighbours.size(), expected.size());
    request.scope = "unheard";
    EXPECT_TRUE(report(request).empty());
}

TEST(Report, LeavesOutWhatIsLessLike) {
    ReportRequest request;
    request.least_score = 0.3;
    std::size_t kept = 0, all = 0;
    const auto entries = report(request);
    for (const ReportEntry& entry : entries) {
        for (const Hit& hit : entry.neighbours) EXPECT_GE(hit.score, 0.3);
        kept += entry.neighbours.size();
    }
    for (const ReportEntry& entry : report({})) all += entry.neighbours.size();
    EXPECT_EQ(entries.size(), tests::all_papers(tests::data_index()).size());
    EXPECT_LT(kept, all);
    EXPECT_GT(kept, 0u);
}

TEST(Report, AgreesWithRelated) {
    ReportRequest request;
    request.scope = "id:2404.19756";
    const auto entries = report(request);
    ASSERT_EQ(entries.size(), 1u);
    RelatedRequest related;
    related.ids = {"2404.19756"};
    related.same_author_limit = 0;
    const HitList list = tests::data_index().read([&](const Xapian::Database& database) {
        return RelatedFinder(database, tests::data_index().analyzer()).find(related);
    });
    ASSERT_EQ(entries.front().neighbours.size(), list.hits.size());
    for (std::size_t i = 0; i < list.hits.size(); ++i) {
        EXPECT_EQ(entries.front().neighbours[i].paper.id, list.hits[i].paper.id);
        EXPECT_DOUBLE_EQ(entries.front().neighbours[i].score, list.hits[i].score);
    }
}

TEST(Report, TellsHowFarItIs) {
    std::vector<std::size_t> done;
    std::size_t all = 0;
    const std::size_t papers = make_report(
        tests::data_index().searcher(), {}, [](const ReportEntry&) {},
        [&](std::size_t now, std::size_t of) {
            done.push_back(now);
            all = of;
        });
    EXPECT_EQ(all, papers);
    ASSERT_EQ(done.size(), papers);
    EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
    EXPECT_EQ(done.back(), papers);
}

}  // namespace
}  // namespace nonmun
