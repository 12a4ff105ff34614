// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/statistics.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "common/analyzer/analyzer.hpp"
#include "common/author_name.hpp"
#include "tests/support/index.hpp"
#include "tests/support/remote_server.hpp"

namespace nonmun {
namespace {

using tests::paper;
using tests::SmallIndex;
using Counts = std::vector<std::pair<std::string, std::size_t>>;

IndexStatistics statistics(tests::OpenIndex& index) {
    return index.read(
        [](const Xapian::Database& database) { return read_statistics(database, 7, "of now"); });
}

TEST(Statistics, CountPapersAuthorsAndTerms) {
    Paper sections = tests::with_date(paper("c", "graph", {}, {"Alan Turing"}), "2024-05-01");
    sections.summary = {{"What's New", "x"}, {"What's New", "y"}, {"Details", "z"}};
    Paper other = tests::with_date(paper("b", "robot"), "2023-12-01");
    other.summary = {{"What's New", "w"}};
    SmallIndex index({
        tests::with_votes(paper("a", "robot", {}, {"Ada Lovelace", "Alan Turing"}), 0),
        tests::with_votes(other, 3),
        sections,
    });
    const IndexStatistics found = statistics(*index);
    EXPECT_EQ(found.papers, 3u);
    EXPECT_EQ(found.papers_with_votes, 2u);
    EXPECT_EQ(found.authors, 2u);
    EXPECT_EQ(found.lexicon_words, 7u);
    EXPECT_EQ(found.first_date, "2023-12-01");
    EXPECT_EQ(found.last_date, "2024-05-01");
    EXPECT_EQ(found.months, (Counts{{"2023-12", 1}, {"2024-05", 1}}));
    EXPECT_EQ(found.sections, (Counts{{"whats new", 2}, {"details", 1}}));
    EXPECT_EQ(found.terms, 6u) << "robot, graph, x, y, z, w";
    EXPECT_FALSE(found.revision.empty());
}

TEST(Statistics, MatchTheSamples) {
    const std::vector<Paper> papers = tests::all_papers(tests::data_index());
    const IndexStatistics found = statistics(tests::data_index());
    std::set<std::string> authors;
    std::map<std::string, std::size_t> months;
    std::size_t votes = 0;
    for (const Paper& one : papers) {
        for (const std::string& name : one.authors) authors.insert(author_key(name));
        if (one.date) ++months[to_string(*one.date).substr(0, 7)];
        votes += one.votes ? 1 : 0;
    }
    EXPECT_EQ(found.papers, 71u);
    EXPECT_EQ(found.papers, papers.size());
    EXPECT_EQ(found.papers_with_votes, votes);
    EXPECT_EQ(found.authors, authors.size());
    EXPECT_EQ(found.months, Counts(months.begin(), months.end()));
    EXPECT_EQ(found.first_date, "2023-11-23");
    EXPECT_EQ(found.last_date, "2024-12-12");
    EXPECT_GT(found.average_length, 0);
}

TEST(Statistics, WithoutDaysThereIsNoDate) {
    SmallIndex index({paper("a", "robot")});
    const IndexStatistics found = statistics(*index);
    EXPECT_EQ(found.first_date, "");
    EXPECT_EQ(found.last_date, "");
    EXPECT_TRUE(found.months.empty());
    EXPECT_EQ(found.papers_with_votes, 0u);
}

TEST(Statistics, WorkForRemoteDatabases) {
    const tests::TemporaryFolder folder;
    const tests::RemoteServer server(tests::write_index(folder, {paper("a", "robot")}));
    tests::OpenIndex index({folder.write("stub", server.line())});
    EXPECT_EQ(statistics(index).papers, 1u);
}

TEST(Statistics, DaysOfDeletedPapersAreNotCounted) {
    const tests::TemporaryFolder folder;
    const std::string path =
        tests::write_index(folder, {tests::with_date(paper("a", "robot"), "2024-05-01"),
                                    tests::with_date(paper("b", "robot"), "2024-12-01")});
    {
        Xapian::WritableDatabase database(path, Xapian::DB_OPEN);
        database.delete_document("Qb");
    }
    tests::OpenIndex index({path});
    EXPECT_EQ(statistics(index).first_date, "2024-05-01");
    EXPECT_EQ(statistics(index).last_date, "2024-05-01");
    EXPECT_EQ(statistics(index).months, (Counts{{"2024-05", 1}}));
}

TEST(Statistics, TermsAreDistinctStemsAndParts) {
    SmallIndex index(
        {paper("a", "robots", {"모델을 robot"}), paper("b", "robot", {"모델은 크다"})});
    // robot, 모델, 크다
    EXPECT_EQ(statistics(*index).terms, 3u);
}

}  // namespace
}  // namespace nonmun
