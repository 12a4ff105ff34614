// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>

#include "tests/support/cli.hpp"

// Indexes of several databases. (scripts/torture tests remote ones.)
namespace nonmun::tests {
namespace {

namespace fs = std::filesystem;

Outcome of(const std::string& database, const Strings& command) {
    return run("nonmun", Strings{"--db", database} + command);
}

const std::vector<Strings>& questions() {
    static const std::vector<Strings> list = {
        {"export"},
        {"search", "강화학습으로 학습한 모델", "--limit", "100", "--format", "json"},
        {"search", "\"gaussian splatting\" votes:>=8", "--format", "json"},
        {"search", "모델", "--facets", "month,author", "--format", "json"},
        {"related", "2404.19756", "--format", "json"},
        {"author", "Max Tegmark", "--format", "json"},
        {"show", "2404.19756", "--format", "json"},
    };
    return list;
}

void expect_same_answers(const std::string& one, const std::string& many) {
    for (const Strings& question : questions()) {
        const Outcome outcome = of(many, question);
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        EXPECT_EQ(outcome.out, of(one, question).out) << testing::PrintToString(question);
    }
    const Outcome doctor = of(many, {"doctor"});
    EXPECT_EQ(doctor.status, 0) << doctor.out;
}

TEST(Sharding, ManyDatabasesAnswerAsOneAfterEveryRun) {
    const TemporaryFolder folder;
    const std::string one = folder / "one", many = folder / "many";
    const std::string data = data_folder() + "/";
    for (const Strings& paths : {Strings{data + "2023", data + "2024/05"}, clean_data()}) {
        ASSERT_EQ(index_into(one, paths).status, 0);
        const bool first = !fs::exists(many);
        ASSERT_EQ(index_into(many, (first ? Strings{"--shards", "4"} : Strings{}) + paths).status,
                  0);
        expect_same_answers(one, many);
    }
    EXPECT_EQ(index_into(many, clean_data()).status, 0);
    ASSERT_EQ(index_into(one, Strings{"--rebuild"} + clean_data()).status, 0);
    ASSERT_EQ(index_into(many, Strings{"--rebuild"} + clean_data()).status, 0);
    EXPECT_TRUE(fs::exists(many + "/3")) << "as many as before";
    expect_same_answers(one, many);
    ASSERT_EQ(index_into(many, Strings{"--rebuild", "--shards", "2"} + clean_data()).status, 0);
    EXPECT_FALSE(fs::exists(many + "/2"));
    expect_same_answers(one, many);
    ASSERT_EQ(index_into(many, Strings{"--rebuild", "--shards", "1"} + clean_data()).status, 0);
    EXPECT_TRUE(fs::exists(many + "/iamglass"));
    expect_same_answers(one, many);
}

// The names of all files below the folder except locks, with their modification times.
std::map<std::string, fs::file_time_type> files_below(const std::string& folder) {
    std::map<std::string, fs::file_time_type> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().filename() != "flintlock")
            files[entry.path().string()] = entry.last_write_time();
    }
    return files;
}

TEST(Sharding, AllShardsChangeTogetherOrNotAtAll) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    ASSERT_EQ(index_into(path, Strings{"--shards", "3", data_folder() + "/2023"}).status, 0);
    folder.write("db/1/notes.txt", "somebody's");
    const auto before = files_below(path);
    EXPECT_EQ(index_into(path, Strings{data_folder() + "/2023"}).status, 0);
    EXPECT_EQ(files_below(path), before) << "nothing new, nothing written";
    EXPECT_EQ(index_into(path, Strings{"--strict"} + clean_data() +
                                   Strings{folder.write("bad.md", "### no link\n")})
                  .status,
              2);
    EXPECT_EQ(files_below(path), before) << "a failed run changes nothing";
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 2)
        << "there is only db and bad.md";
    const Xapian::Database reader(path + "/0");
    EXPECT_EQ(index_into(path, clean_data()).status, 0);
    EXPECT_EQ(read_file(path + "/1/notes.txt"), "somebody's");
    EXPECT_EQ(of(path, {"doctor"}).status, 0);
    EXPECT_GT(Xapian::Database(path + "/0").get_doccount(), reader.get_doccount());
}

TEST(Sharding, AShardOnAnotherDiskIsAnError) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    ASSERT_EQ(index_into(path, Strings{"--shards", "2", data_folder() + "/2023"}).status, 0);
    fs::rename(path + "/1", folder / "elsewhere");
    fs::create_directory_symlink(folder / "elsewhere", path + "/1");
    EXPECT_EQ(of(path, {"doctor"}).status, 0);
    expect_error(index_into(path, clean_data()), {path + "/1 is a link", "--db"});
    EXPECT_EQ(of(path, {"doctor"}).status, 0);
}

TEST(Sharding, OneShardCannotBeWrittenAlone) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    ASSERT_EQ(index_into(path, Strings{"--shards", "2"} + clean_data()).status, 0);
    for (const Strings& options : {Strings{}, {"--rebuild"}})
        expect_error(index_into(path + "/1", options + clean_data()), {"shard 1/2", "--db"});
    expect_error(index_into(path, Strings{"--shards", "3"} + clean_data()),
                 {"2 shards", "--rebuild"});
    EXPECT_EQ(of(path, {"doctor"}).status, 0);
}

TEST(Sharding, AMissingShardIsAnError) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    ASSERT_EQ(index_into(path, Strings{"--shards", "3"} + clean_data()).status, 0);
    fs::rename(path + "/1", folder / "away");
    expect_error(of(path, {"search", "모델"}), {path + "/1"});
    const Outcome partial = of(path, {"search", "모델", "--partial", "--format", "json"});
    EXPECT_EQ(partial.status, 0);
    EXPECT_NE(partial.err.find("2 of 3 shards"), std::string::npos) << partial.err;
    EXPECT_NE(partial.out.find("2 of 3 shards"), std::string::npos);
    for (const Strings& command :
         {Strings{"stats"}, {"related", "--author", "Xun Huang"}, {"report", "--scope", "모델"}})
        EXPECT_NE(of(path, command + Strings{"--partial"}).err.find("2 of 3 shards"),
                  std::string::npos)
            << command.front();
    EXPECT_EQ(of(path, {"export", "--partial"}).status, 2) << "an export must have all papers";
    expect_error(index_into(path, clean_data()), {path + "/1"});
    fs::rename(folder / "away", path + "/1");
    EXPECT_EQ(of(path, {"doctor"}).status, 0) << "nothing was written to the others";
}

TEST(Sharding, AWriterOfOneShardLocksAll) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    ASSERT_EQ(index_into(path, Strings{"--shards", "2", data_folder() + "/2023"}).status, 0);
    const Xapian::WritableDatabase lock(path + "/1", Xapian::DB_OPEN);
    const std::string self = "process " + std::to_string(::getpid());
    expect_error(index_into(path, clean_data()), {path, self, "--wait"});
    expect_error(index_into(path, Strings{"--rebuild"} + clean_data()), {path, self});
    expect_error(index_into(path, Strings{"--wait=0"} + clean_data()), {path, self});
}

}  // namespace
}  // namespace nonmun::tests
