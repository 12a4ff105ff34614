// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "tests/support/cli.hpp"

// nonmun-index and nonmun export.
namespace nonmun::tests {
namespace {

namespace fs = std::filesystem;

bool says(const Outcome& outcome, const std::string& part) {
    return outcome.err.find(part) != std::string::npos;
}

std::string exported(const std::string& database) {
    return run("nonmun", {"--db", database, "export"}).out;
}

TEST(Indexing, PrintsASummary) {
    const TemporaryFolder folder;
    const Outcome first = index_into(folder / "db", clean_data());
    EXPECT_EQ(first.status, 0);
    EXPECT_EQ(first.out, "") << "standard output is for data only";
    EXPECT_TRUE(says(first, "10 files read, 0 unchanged")) << first.err;
    EXPECT_TRUE(says(first, "71 added")) << first.err;
    EXPECT_TRUE(says(first, "2 merged")) << first.err;
    EXPECT_TRUE(says(first, "0 diagnostics")) << first.err;
    EXPECT_EQ(index_into(folder / "quiet", Strings{"--quiet"} + clean_data()).err, "");
}

TEST(Indexing, CountsOfOneAreInTheSingular) {
    const TemporaryFolder folder;
    const std::string digest = folder.write("one.md",
                                            "## Daily Papers (2024-05-01)\n\n"
                                            "### [Alpha](https://arxiv.org/abs/2405.00001)\n\n"
                                            "Vote: 1\n\n- text\n\n"
                                            "### [B](https://arxiv.org/abs/none)\n- text\n");
    const Outcome indexed = index_into(folder / "db", {digest});
    EXPECT_TRUE(says(indexed, "1 file read, 0 unchanged;")) << indexed.err;
    EXPECT_TRUE(says(indexed, "; 1 diagnostic;")) << indexed.err;
    EXPECT_TRUE(says(indexed, "\n1 paper in ")) << indexed.err;
    const Outcome again = index_into(folder / "db", {digest});
    EXPECT_TRUE(says(again, ": 1 paper in ")) << again.err;
    const Outcome strict = index_into(folder / "db", {"--rebuild", "--strict", digest});
    EXPECT_TRUE(says(strict, "1 flaw in the input and --strict")) << strict.err;
    const auto ask = [&](const Strings& command) {
        return run("nonmun", Strings{"--db", folder / "db"} + command);
    };
    EXPECT_EQ(ask({"search", "title:alpha"}).err, "1-1 of 1 paper\n");
    EXPECT_NE(ask({"search", "title:alpha"}).out.find("· 1 vote\n"), std::string::npos);
    EXPECT_NE(ask({"doctor"}).out.find("whole; 1 paper, schema"), std::string::npos);
}

TEST(Indexing, ReportsAFolderWithoutDigests) {
    const TemporaryFolder folder;
    const std::string empty = folder / "empty";
    fs::create_directory(empty);
    folder.write("other/deep/notes.txt", "no digest");
    for (const std::string& path : {empty, folder / "other"}) {
        const Outcome outcome = index_into(folder / "db", {"--quiet", path});
        EXPECT_EQ(outcome.status, 0);
        EXPECT_EQ(outcome.err,
                  path + ": this folder holds no digest: no file ends in .md, .jsonl or .ndjson\n");
    }
    const Outcome again = index_into(folder / "db", {empty});
    EXPECT_TRUE(says(again, "; 1 diagnostic; ")) << again.err;
    const Outcome strict = index_into(folder / "strict", {"--strict", empty});
    EXPECT_EQ(strict.status, 2);
    EXPECT_FALSE(fs::exists(folder / "strict"));
}

TEST(Indexing, TheSameInputChangesNothing) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    index_into(path, clean_data());
    const std::string before = exported(path);
    const auto written = fs::last_write_time(path + "/iamglass");
    const Outcome again = index_into(path, clean_data());
    EXPECT_EQ(again.status, 0);
    EXPECT_TRUE(says(again, "10 unchanged")) << again.err;
    EXPECT_TRUE(says(again, "nothing was written")) << again.err;
    EXPECT_EQ(fs::last_write_time(path + "/iamglass"), written);
    EXPECT_EQ(exported(path), before);
}

TEST(Indexing, ExportRoundTripsByteForByte) {
    const std::string lines = exported(samples());
    EXPECT_EQ(lines_of(lines).size(), 71u);
    const TemporaryFolder folder;
    const Outcome piped = index_into(folder / "piped", {"-"}, {lines, {}});
    EXPECT_EQ(piped.status, 0) << piped.err;
    EXPECT_EQ(exported(folder / "piped"), lines);
    index_into(folder / "file", {folder.write("papers.jsonl", lines)});
    EXPECT_EQ(exported(folder / "file"), lines);
}

TEST(Indexing, OrderAndNumberOfRunsDoNotMatter) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    const Strings folders = clean_data();
    for (auto it = folders.rbegin(); it != folders.rend(); ++it) index_into(path, {*it});
    EXPECT_EQ(exported(path), exported(samples()));
}

TEST(Indexing, DamagedFilesKeepWhatCanBeRead) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    const Outcome outcome = index_into(path, {data_folder() + "/damaged"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_FALSE(exported(path).empty());
    for (const char* file : {"bad-date.md:", "binary.md", "empty.md",
                             "invalid-utf8.md:", "no-id.md:", "truncated.md"}) {
        EXPECT_TRUE(says(outcome, file)) << file << " in " << outcome.err;
    }
    for (const char c : outcome.err)
        EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
}

TEST(Indexing, StrictWritesNothingAfterADiagnostic) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    const Outcome outcome = index_into(path, {"--strict", data_folder() + "/damaged"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_TRUE(says(outcome, "--strict")) << outcome.err;
    EXPECT_TRUE(fs::is_empty(folder.path())) << "neither a database nor another file";
    EXPECT_EQ(index_into(path, Strings{"--strict"} + clean_data()).status, 0)
        << "clean input has no diagnostics";
    const std::string before = exported(path);
    EXPECT_EQ(index_into(path, {"--strict", data_folder() + "/damaged"}).status, 2);
    EXPECT_EQ(exported(path), before);
}

TEST(Indexing, ADryRunWritesNothing) {
    const TemporaryFolder folder;
    const Outcome outcome = index_into(folder / "db", Strings{"--dry-run"} + clean_data());
    EXPECT_EQ(outcome.status, 0);
    EXPECT_TRUE(says(outcome, "71 added")) << outcome.err;
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Indexing, AChangedFileUpdatesItsPapersAndPruneRemoves) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    const std::string files = folder / "files";
    const std::string one = R"({"id":"a","title":"robot"})"
                            "\n";
    const std::string two = R"({"id":"b","title":"video"})"
                            "\n";
    folder.write("files/papers.jsonl", one + two);
    folder.write("files/more.jsonl", R"({"id":"c","title":"graph"})");
    index_into(path, {files});
    folder.write("files/papers.jsonl", R"({"id":"a","title":"robots and video"})"
                                       "\n");
    const Outcome changed = index_into(path, {files});
    EXPECT_TRUE(says(changed, "1 updated")) << changed.err;
    EXPECT_TRUE(says(changed, "1 unchanged")) << changed.err;
    Strings ids = found(path, "title:video");
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(ids, (Strings{"a", "b"})) << "b is kept until it is pruned";
    fs::remove(files + "/more.jsonl");
    const Outcome pruned = index_into(path, {"--prune", files});
    EXPECT_TRUE(says(pruned, "2 removed")) << pruned.err;
    EXPECT_EQ(lines_of(exported(path)).size(), 1u);
}

TEST(Indexing, RebuildReplacesTheIndex) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    index_into(path, {data_folder() + "/2023"});
    EXPECT_EQ(index_into(path, Strings{"--rebuild"} + clean_data()).status, 0);
    EXPECT_EQ(exported(path), exported(samples()));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1)
        << "no other file is left";
}

TEST(Indexing, MessagesEscapeFileNamesAndText) {
    const TemporaryFolder folder;
    folder.write("in/evil\nx.md: 1 papers\x1b[31m.md",
                 "## Daily Papers (2024-99-99)\n\n### [T](https://arxiv.org/abs/none)\n");
    folder.write("in/b.jsonl",
                 "{\"id\":\"a\\u001b[2J\",\"title\":\"x\"}\n{\"id\":5.5,\"title\":\"\\nall "
                 "good\"}\nnot json\x07\n");
    const Outcome outcome = index_into(folder / "db", {folder / "in"});
    EXPECT_NE(outcome.err.find("x.md: 1 papers"), std::string::npos)
        << "the diagnostics are printed";
    for (const char c : outcome.err)
        EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n') << outcome.err;
    for (const std::string& line : lines_of(outcome.err))
        EXPECT_FALSE(line.starts_with("x.md: 1 papers")) << outcome.err;
}

// Term statistics are of all databases together, so two halves with one vocabulary act as one
// index.
TEST(Indexing, TwoHalvesWithTheSameVocabularyRankAsOneIndex) {
    const TemporaryFolder folder;
    const std::string whole = folder / "whole", first = folder / "first", rest = folder / "rest";
    const std::string data = data_folder() + "/";
    ASSERT_EQ(index_into(whole, {data + "2023", data + "2024"}).status, 0);
    ASSERT_EQ(index_into(first, {data + "2023", "--words-of", whole}).status, 0);
    ASSERT_EQ(index_into(rest, {data + "2024", "--words-of", whole}).status, 0);
    for (const char* query : {"강화학습으로 학습한 모델", "diffusion model", "가우시안 스플래팅",
                              "mamba", "votes:>=10 영상 생성"}) {
        const auto hits = [&](const Strings& databases) {
            std::vector<std::pair<std::string, double>> found;
            const Outcome outcome = run("nonmun", databases + Strings{"search", "--limit", "50",
                                                                      "--format", "json", query});
            const auto answer = nlohmann::json::parse(outcome.out);
            for (const auto& hit : answer["hits"])
                found.emplace_back(hit["paper"]["id"], hit["score"]);
            return found;
        };
        const auto one = hits({"--db", whole});
        EXPECT_FALSE(one.empty()) << query;
        EXPECT_EQ(hits({"--db", first, "--db", rest}), one) << query;
    }
    EXPECT_EQ(index_into(folder / "new", {data, "--words-of", folder / "none"}).status, 2);
    const Outcome other = index_into(whole, {data + "2024", "--words-of", first});
    EXPECT_EQ(other.status, 0) << "the same words: " << other.err;
    const std::string own = folder / "own";
    ASSERT_EQ(index_into(own, {data + "2023"}).status, 0);
    const Outcome refused = index_into(own, {data + "2024", "--words-of", whole});
    EXPECT_EQ(refused.status, 2);
    EXPECT_NE(refused.err.find("--rebuild"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace nonmun::tests
