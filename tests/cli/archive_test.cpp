// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "tests/support/cli.hpp"

// Typical use of the real archive. Skipped if the archive is not there.
namespace nonmun::tests {
namespace {

using Json = nlohmann::json;

std::vector<Json> search(const std::string& database, const Strings& words) {
    std::vector<Json> hits;
    const Outcome outcome =
        run("nonmun",
            Strings{"--db", database, "search", "--limit", "10000", "--format", "jsonl"} + words);
    for (const std::string& line : lines_of(outcome.out)) hits.push_back(Json::parse(line));
    return hits;
}

std::string text_of(const Json& paper) {
    std::string text = paper["title"].get<std::string>() + "\n";
    for (const Json& item : paper["summary"]) text += item["text"].get<std::string>() + "\n";
    return text;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return c < 0x80 ? std::tolower(c) : c; });
    return text;
}

bool has(const Json& paper, const std::string& words) {
    return lower(text_of(paper)).find(words) != std::string::npos;
}

TEST(Archive, AnswersTypicalQuestions) {
    NONMUN_NEEDS_SHARED("archive");
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    const Outcome indexed = index_into(path, {shared("archive").string()});
    ASSERT_EQ(indexed.status, 0) << indexed.err;
    EXPECT_NE(indexed.err.find("265 files read"), std::string::npos) << indexed.err;
    EXPECT_NE(indexed.err.find("3590 papers"), std::string::npos) << indexed.err;

    EXPECT_EQ(found(path, "모델을"), found(path, "모델"));

    // Compounds find papers that write them apart, and the reverse.
    const Strings joined = found(path, "강화학습");
    const Strings apart = found(path, "강화 학습");
    const auto finds = [](const Strings& ids, const Json& hit) {
        return std::find(ids.begin(), ids.end(), hit["paper"]["id"].get<std::string>()) !=
               ids.end();
    };
    std::size_t only_joined = 0, only_apart = 0;
    for (const Json& hit : search(path, {"강화", "학습"})) {
        const bool has_joined = has(hit["paper"], "강화학습"),
                   has_apart = has(hit["paper"], "강화 학습");
        only_joined += has_joined && !has_apart;
        only_apart += has_apart && !has_joined;
        EXPECT_TRUE(!has_apart || finds(joined, hit)) << hit["paper"]["id"];
    }
    for (const Json& hit : search(path, {"강화학습"})) {
        EXPECT_TRUE(!has(hit["paper"], "강화학습") || finds(apart, hit)) << hit["paper"]["id"];
    }
    EXPECT_GT(only_joined, 20u);
    EXPECT_GT(only_apart, 20u);

    const std::vector<Json> phrase = search(path, {"\"Gaussian Splatting\""});
    EXPECT_GT(phrase.size(), 40u);
    for (const Json& hit : phrase) {
        EXPECT_TRUE(has(hit["paper"], "gaussian splatting") ||
                    has(hit["paper"], "gaussian-splatting"))
            << hit["paper"]["id"];
    }
}

TEST(Archive, ExportRoundTripsByteForByte) {
    NONMUN_NEEDS_SHARED("archive");
    const TemporaryFolder folder;
    ASSERT_EQ(index_into(folder / "db", {shared("archive").string()}).status, 0);
    const std::string lines = run("nonmun", {"--db", folder / "db", "export"}).out;
    EXPECT_EQ(lines_of(lines).size(), 3590u);
    ASSERT_EQ(index_into(folder / "again", {"-"}, {lines, {}}).status, 0);
    EXPECT_EQ(run("nonmun", {"--db", folder / "again", "export"}).out, lines);
}

TEST(Archive, TheSeedPageAnswersTypicalQuestions) {
    NONMUN_NEEDS_SHARED("seed");
    const TemporaryFolder folder;
    Strings files;
    for (const auto& entry : std::filesystem::directory_iterator(shared("seed")))
        files.push_back(entry.path().string());
    const std::string path = folder / "db";
    ASSERT_EQ(index_into(path, files).status, 0);
    const std::pair<const char*, const char*> questions[] = {
        {"다중 토큰 예측", "2404.19737"},  {"Kolmogorov", "2404.19756"},
        {"Soljacic", "2404.19756"},        {"Marin Soljačić", "2404.19756"},
        {"author:soljacic", "2404.19756"}, {"multi-token prediction", "2404.19737"},
        {"GS-LRM", "2404.19702"},
    };
    for (const auto& [query, id] : questions) {
        const Strings ids = found(path, query);
        ASSERT_FALSE(ids.empty()) << query;
        EXPECT_EQ(ids.front(), id) << query;
    }
    for (const char* id : {"2404.19756", "2404.19702"}) {
        const Outcome related =
            run("nonmun", {"--db", path, "related", id, "--format", "trec", "--limit", "100"});
        const Strings ids = trec_ids(related.out);
        EXPECT_EQ(related.status, 0) << related.err;
        EXPECT_EQ(ids.size(), 13u);
        EXPECT_TRUE(std::find(ids.begin(), ids.end(), id) == ids.end());
    }
    const Strings like_gs_lrm =
        trec_ids(run("nonmun", {"--db", path, "related", "2404.19702", "--format", "trec"}).out);
    EXPECT_TRUE(std::find(like_gs_lrm.begin(), like_gs_lrm.begin() + 4, "2404.19149") !=
                like_gs_lrm.begin() + 4)
        << "the other paper on Gaussian splatting is among the first";
}

}  // namespace
}  // namespace nonmun::tests
