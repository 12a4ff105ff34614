// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "tests/support/cli.hpp"

// scripts/make-corpus on the samples.
namespace nonmun::tests {
namespace {

Outcome make_corpus(const Strings& arguments) {
    return run(NONMUN_SOURCE_DIR "/scripts/make-corpus",
               Strings{"--source", data_folder()} + arguments);
}

std::string lines_of_corpus(const Strings& arguments) {
    const Outcome outcome = make_corpus(arguments + Strings{"--format", "jsonl", "-"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out;
}

// The names and contents of all files of a folder, in order.
std::string content_of(const std::string& folder) {
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) files.insert(entry.path());
    }
    std::string text;
    for (const auto& file : files)
        text += std::filesystem::relative(file, folder).string() + "\n" + read_file(file);
    return text;
}

TEST(MakeCorpus, TheSameArgumentsGiveTheSameBytes) {
    const std::string once = lines_of_corpus({"--papers", "200"});
    EXPECT_EQ(lines_of(once).size(), 200u);
    EXPECT_EQ(lines_of_corpus({"--papers", "200"}), once);
    EXPECT_EQ(lines_of_corpus({"--papers", "200", "--stats"}), once);
    EXPECT_NE(lines_of_corpus({"--papers", "200", "--seed", "2"}), once);

    const TemporaryFolder folder;
    for (const char* name : {"one", "two"})
        ASSERT_EQ(make_corpus({"--papers", "200", folder / name}).status, 0);
    EXPECT_EQ(content_of(folder / "one"), content_of(folder / "two"));
}

TEST(MakeCorpus, BothFormatsHaveTheSamePapersWithoutDiagnostics) {
    const TemporaryFolder folder;
    ASSERT_EQ(make_corpus({"--papers", "300", folder / "digests"}).status, 0);
    const std::string lines = lines_of_corpus({"--papers", "300"});
    const Outcome digests = index_into(folder / "one", {"--strict", folder / "digests"});
    ASSERT_EQ(digests.status, 0) << digests.err;
    EXPECT_NE(digests.err.find("0 diagnostics"), std::string::npos) << digests.err;
    ASSERT_EQ(index_into(folder / "two", {"--strict", "-"}, {lines, {}}).status, 0);
    const std::string papers = run("nonmun", {"--db", folder / "one", "export"}).out;
    EXPECT_EQ(lines_of(papers).size(), 300u) << "ids are unique";
    EXPECT_EQ(run("nonmun", {"--db", folder / "two", "export"}).out, papers);
}

TEST(MakeCorpus, VocabularyAndAuthorsGrowAsInRealText) {
    const TemporaryFolder folder;
    const Outcome outcome =
        make_corpus({"--papers", "3000", "--stats", "--format", "jsonl", folder / "corpus.jsonl"});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const std::string label = "Heaps beta ";
    const auto told = outcome.err.find(label);
    ASSERT_NE(told, std::string::npos) << outcome.err;
    const double beta = std::stod(outcome.err.substr(told + label.size()));
    EXPECT_GT(beta, 0.45);
    EXPECT_LT(beta, 0.7);

    std::set<std::string> words, authors;
    std::size_t papers = 0, count = 0, places = 0;
    std::vector<std::pair<std::size_t, std::size_t>> growth;
    for (const std::string& line : lines_of(read_file(folder / "corpus.jsonl"))) {
        const auto paper = nlohmann::json::parse(line);
        for (const auto& item : paper["summary"]) {
            std::istringstream in(item["text"].get<std::string>());
            for (std::string word; in >> word; ++count) words.insert(word);
        }
        for (const auto& author : paper["authors"]) authors.insert(author.get<std::string>());
        places += paper["authors"].size();
        if (++papers % 1500 == 0) growth.emplace_back(count, words.size());
    }
    ASSERT_EQ(growth.size(), 2u);
    const double slope =
        std::log(static_cast<double>(growth[1].second) / static_cast<double>(growth[0].second)) /
        std::log(static_cast<double>(growth[1].first) / static_cast<double>(growth[0].first));
    EXPECT_GT(slope, 0.4) << "the vocabulary still grows at the end";
    EXPECT_LT(slope, 0.8);
    EXPECT_GT(authors.size() * 10, places) << "there are always new authors";
    EXPECT_LT(authors.size() * 4, places * 3) << "authors have several papers";
}

TEST(MakeCorpus, ErrorsAreOneLineAndWriteNothing) {
    const TemporaryFolder folder;
    folder.write("full/file", "kept");
    for (const Strings& arguments :
         {Strings{"--papers", "10", folder / "full"}, Strings{"--papers", "0", folder / "new"},
          Strings{"--source", folder / "nowhere", folder / "new"}}) {
        const Outcome outcome = make_corpus(arguments);
        EXPECT_EQ(outcome.status, 2) << outcome.err;
        EXPECT_NE(outcome.err.find("make-corpus: "), std::string::npos) << outcome.err;
        EXPECT_EQ(outcome.err.find("Traceback"), std::string::npos) << outcome.err;
        EXPECT_FALSE(std::filesystem::exists(folder / "new"));
    }
    EXPECT_EQ(read_file(folder / "full/file"), "kept");
}

}  // namespace
}  // namespace nonmun::tests
