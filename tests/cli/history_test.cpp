// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <filesystem>

#include <nlohmann/json.hpp>

#include "tests/support/cli.hpp"

// Appearances of a paper are never lost.
namespace nonmun::tests {
namespace {

using Json = nlohmann::json;

std::string day(const std::string& date, const std::string& title, const std::string& votes) {
    return "## Daily Papers (" + date + ")\n\n### [" + title +
           "](https://arxiv.org/abs/2405.00001)\n\nVote: " + votes +
           "\n\nAuthors: Max Tegmark\n\n- 요약입니다\n\n";
}

std::string exported(const std::string& database) {
    return run("nonmun", {"--db", database, "export"}).out;
}

// Day, votes and title of each appearance.
std::vector<Strings> series(const std::string& lines) {
    std::vector<Strings> rows;
    const Json paper = Json::parse(lines);
    for (const Json& seen : paper["appearances"]) {
        rows.push_back({seen["date"].get<std::string>(),
                        seen["votes"].is_null() ? "-" : seen["votes"].dump(),
                        seen["title"].get<std::string>()});
    }
    return rows;
}

class History : public testing::Test {
  protected:
    const TemporaryFolder folder;
    const std::string database = folder / "db";
    const std::string digests = folder / "in";
    const std::vector<Strings> whole = {{"2024-05-01", "3", "A Robot"},
                                        {"2024-05-02", "-", "A Robot (v2)"},
                                        {"2024-05-07", "29", "The Robot"}};

    void write_days() const {
        folder.write("in/01.md", day("2024-05-01", "A Robot", "3"));
        folder.write("in/02.md", day("2024-05-02", "A Robot (v2)", "-"));
        folder.write("in/07.md", day("2024-05-07", "The Robot", "29"));
    }
};

TEST_F(History, SurvivesEveryWayToRewriteTheIndex) {
    write_days();
    ASSERT_EQ(index_into(database, {digests}).status, 0);
    const std::string lines = exported(database);
    EXPECT_EQ(series(lines), whole);
    const Json paper = Json::parse(lines);
    EXPECT_EQ(paper["votes"], 29);
    EXPECT_EQ(paper["date"], "2024-05-01");
    EXPECT_EQ(paper["title"], "The Robot");
    for (const Strings& again : {Strings{},
                                 {"--rebuild"},
                                 {"--prune"},
                                 {"--rebuild", "--shards", "3"},
                                 {"--rebuild", "--jobs", "1"}}) {
        ASSERT_EQ(index_into(database, again + Strings{digests}).status, 0);
        EXPECT_EQ(exported(database), lines) << testing::PrintToString(again);
    }
    ASSERT_EQ(index_into(folder / "imported", {"-"}, {lines, {}}).status, 0);
    EXPECT_EQ(exported(folder / "imported"), lines);
    ASSERT_EQ(index_into(folder / "imported", {digests}).status, 0);
    EXPECT_EQ(exported(folder / "imported"), lines)
        << "reading the same days again changes nothing";
}

TEST_F(History, GrowsDayByDayInAnyOrder) {
    write_days();
    for (const char* file : {"07.md", "01.md", "02.md"})
        ASSERT_EQ(index_into(database, {digests + "/" + file}).status, 0);
    EXPECT_EQ(series(exported(database)), whole);
}

TEST_F(History, ACorrectedDayChangesItsOwnAppearanceOnly) {
    write_days();
    ASSERT_EQ(index_into(database, {digests}).status, 0);
    folder.write("in/02.md", day("2024-05-02", "A Robot (v2)", "11"));
    ASSERT_EQ(index_into(database, {digests}).status, 0);
    std::vector<Strings> corrected = whole;
    corrected[1][1] = "11";
    EXPECT_EQ(series(exported(database)), corrected);
}

TEST_F(History, AnImportOfOldRecordsIsMergedWithNewOnes) {
    folder.write("in/01.md", day("2024-05-01", "A Robot", "3"));
    folder.write("in/02.md", day("2024-05-02", "A Robot (v2)", "-"));
    ASSERT_EQ(index_into(folder / "old", {digests}).status, 0);
    const std::string old = exported(folder / "old");
    folder.write("new/07.md", day("2024-05-07", "The Robot", "29"));
    ASSERT_EQ(index_into(database, {folder / "new"}).status, 0);
    ASSERT_EQ(index_into(database, {"-"}, {old, {}}).status, 0);
    EXPECT_EQ(series(exported(database)), whole);
    EXPECT_EQ(Json::parse(exported(database))["title"], "The Robot") << "the newest title";
}

TEST_F(History, ADayWhoseFileIsGoneStaysUntilARebuild) {
    write_days();
    ASSERT_EQ(index_into(database, {digests}).status, 0);
    std::filesystem::remove(digests + "/02.md");
    ASSERT_EQ(index_into(database, {"--prune", digests}).status, 0);
    EXPECT_EQ(series(exported(database)), whole) << "other files still hold the paper";
}

}  // namespace
}  // namespace nonmun::tests
