// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/shard.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <thread>

#include "common/error.hpp"
#include "tests/support/index.hpp"
#include "tests/support/remote_server.hpp"

namespace nonmun {
namespace {

using tests::paper;
using tests::TemporaryFolder;

std::string failure(const std::string& stub) {
    const TemporaryFolder folder;
    try {
        shards_of(folder.write("stub", stub));
    } catch (const Error& error) {
        return error.line();
    }
    return "none";
}

TEST(Shards, AreTheLinesOfAStubFile) {
    const TemporaryFolder folder;
    const std::string first = tests::write_index(folder, {paper("a", "robot")}, "first");
    tests::write_index(folder, {paper("b", "robot")}, "second");
    const std::string inner = folder.write("inner/stub", "auto ../second\n");
    const std::vector<Shard> shards =
        shards_of(folder.write("stub",
                               "# a comment\n\nglass first\r\nauto inner/stub\nremote fe80::1:7\n"
                               "remote host:8\nremote :ssh host nonmun\nauto gone\n"));
    ASSERT_EQ(shards.size(), 6u);
    EXPECT_EQ(shards[0].path, first);
    EXPECT_TRUE(std::filesystem::equivalent(shards[1].path, folder / "second"));
    EXPECT_EQ(shards[2].host, "fe80::1");
    EXPECT_EQ(shards[3].host, "host");
    EXPECT_EQ(shards[3].port, 8u);
    EXPECT_TRUE(shards[3].remote());
    EXPECT_EQ(shards[4].program, "ssh");
    EXPECT_EQ(shards[4].arguments, "host nonmun");
    EXPECT_EQ(shards[5].name, folder / "gone") << "open_shard() reports that it is missing";
}

// An index folder may come from anywhere.
TEST(Shards, OnlyANamedStubFileMayStartPrograms) {
    const TemporaryFolder folder;
    const std::string program = "remote :/bin/true\n";
    const std::string named = folder.write("db/XAPIANDB", program);
    EXPECT_TRUE(shards_of(named).front().remote());
    folder.write("shards/XAPIANDB", "auto 0\n");
    folder.write("shards/0", program);
    for (const std::string& path :
         {folder / "db", folder / "shards", folder.write("stub", "auto shards/0\n")}) {
        try {
            shards_of(path);
            ADD_FAILURE() << path;
        } catch (const Error& error) {
            EXPECT_NE(error.line().find("may start a program"), std::string::npos) << error.line();
        }
    }
}

TEST(Shards, AnInvalidLineIsReportedWithItsNumber) {
    EXPECT_NE(failure("auto x\nremote nowhere\n").find("stub:2: "), std::string::npos);
    EXPECT_NE(failure("remote host:99999\n").find("not a port"), std::string::npos);
    EXPECT_NE(failure("remote host:\n").find("not a port"), std::string::npos);
    EXPECT_NE(failure("\n").find("names no database"), std::string::npos);
    EXPECT_NE(failure("auto\n").find("line 1 names no database"), std::string::npos);
    EXPECT_NE(failure("auto stub\n").find("refer to each other"), std::string::npos);
}

TEST(Shards, AnUnreadableStubFileIsReported) {
    const TemporaryFolder folder;
    const std::string socket = folder / "socket";
    ASSERT_EQ(::mknod(socket.c_str(), S_IFSOCK | 0600, 0), 0);
    try {
        shards_of(socket);
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind, ErrorKind::io);
        EXPECT_EQ(error.line(), "cannot read " + socket +
                                    ": No such device or address; check the path and its "
                                    "permissions");
    }
}

TEST(Shards, AMissingShardIsAnErrorUnlessPartial) {
    const TemporaryFolder folder;
    const std::string first = tests::write_index(folder, {paper("a", "robot")}, "first");
    for (const std::string gone : {"auto gone", "remote 127.0.0.1:1"}) {
        const std::string stub = folder.write("stub", "auto first\n" + gone + "\n");
        EXPECT_THROW(Index({stub}), Error);
        Index index({stub}, ShardPolicy::partial);
        EXPECT_EQ(index.shards(), 2u);
        ASSERT_EQ(index.missing().size(), 1u);
        EXPECT_NE(index.missing().front().find(gone.substr(gone.find(' ') + 1)), std::string::npos);
        SearchRequest request;
        request.text = "robot";
        EXPECT_EQ(Searcher(index).search(request).total, 1u);
    }
    const std::string none = folder.write("none", "remote 127.0.0.1:1\n");
    EXPECT_THROW(Index({none}, ShardPolicy::partial), Error) << "at least one database must open";
}

// Servers close idle connections.
TEST(Shards, AClosedConnectionIsReopened) {
    const TemporaryFolder folder;
    const std::string path = tests::write_index(folder, {paper("a", "robot")});
    const tests::RemoteServer server(path, {"--idle-timeout", "200"});
    tests::OpenIndex index({folder.write("stub", server.line())});
    EXPECT_EQ(index.search("robot").total, 1u);
    for (int round = 0; round < 2; ++round) {
        server.wait_until_idle_ones_are_closed();
        EXPECT_EQ(index.search("robot").total, 1u);
    }
}

// A rebuilt index has another vocabulary.
TEST(Shards, AReopenedShardHasItsOwnVocabulary) {
    const TemporaryFolder folder;
    const std::string path = tests::write_index(folder, {paper("a", "robot")});
    const tests::RemoteServer server(path, {"--idle-timeout", "200"});
    tests::OpenIndex index({folder.write("stub", server.line())});
    EXPECT_TRUE(index.search("곡예비행").hits.empty());
    const std::string forms = "곡예는 곡예를 곡예의 곡예가 비행은 비행을 비행의 비행이";
    const std::string next =
        tests::write_index(folder, {paper("b", "", {"곡예 비행을 한다", forms})}, "next");
    std::filesystem::rename(path, folder / "old");
    std::filesystem::rename(next, path);
    server.wait_until_idle_ones_are_closed();
    EXPECT_EQ(index.found("+곡예비행"), (std::vector<std::string>{"b"}));
    EXPECT_GT(index.index().lexicon().stem_count("곡예"), 0u);
    EXPECT_EQ(&index.analyzer().lexicon(), &index.index().lexicon());
}

TEST(Shards, AFailedReopenChangesNothing) {
    const TemporaryFolder folder;
    const std::string path = tests::write_index(folder, {paper("a", "robot")}, "first");
    const std::string other = tests::write_index(folder, {paper("b", "robot")}, "second");
    Index index({path, other});
    const std::string revision = index.revision();
    std::filesystem::rename(other, folder / "away");
    const auto lost = [](const Xapian::Database&) -> int {
        throw Xapian::NetworkError("lost", "", 0);
    };
    EXPECT_THROW(index.read(lost), Error);
    EXPECT_EQ(index.revision(), revision);
    EXPECT_FALSE(index.outdated()) << "a missing folder is being replaced";
    const auto papers = [](const Xapian::Database& database) { return database.get_doccount(); };
    EXPECT_EQ(index.read(papers), 2u);
}

}  // namespace
}  // namespace nonmun
