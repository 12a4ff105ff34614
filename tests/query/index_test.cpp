// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/index.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <set>
#include <thread>

#include "common/paper_record.hpp"
#include "common/schema.hpp"
#include "tests/support/index.hpp"
#include "tests/support/remote_server.hpp"

namespace nonmun {
namespace {

using tests::paper;
using tests::TemporaryFolder;

// The kind and line of the error on opening.
std::pair<std::optional<ErrorKind>, std::string> failure(const std::vector<std::string>& paths) {
    try {
        Index index(paths);
    } catch (const Error& error) {
        return {error.kind, error.line()};
    }
    return {std::nullopt, "no error"};
}

void expect_failure(const std::string& path, ErrorKind kind) {
    const auto [found, line] = failure({path});
    EXPECT_EQ(found, kind) << line;
    EXPECT_NE(line.find(path), std::string::npos) << line;
    EXPECT_NE(line.find("; "), std::string::npos) << "says what to do: " << line;
}

void set_metadata(const std::string& path, const std::string& key, const std::string& value) {
    Xapian::WritableDatabase database(path, Xapian::DB_OPEN);
    database.set_metadata(key, value);
    database.commit();
}

TEST(Index, APathWithoutAnIndexIsMissing) {
    const TemporaryFolder folder;
    expect_failure(folder / "nowhere", ErrorKind::missing);
    expect_failure(folder.path(), ErrorKind::missing);
    folder.write("full/readme.txt", "text");
    expect_failure(folder / "full", ErrorKind::missing);
}

TEST(Index, AnInaccessiblePathIsNotMissing) {
    expect_failure("/" + std::string(300, 'x'), ErrorKind::io);
}

TEST(Index, AFileOrADamagedDatabaseCannotBeOpened) {
    const TemporaryFolder folder;
    expect_failure(folder.write("file", "this is no stub file\n"), ErrorKind::io);
    folder.write("broken/iamglass", "not a database");
    const auto [kind, line] = failure({folder / "broken"});
    EXPECT_TRUE(kind == ErrorKind::io || kind == ErrorKind::version) << line;
    EXPECT_NE(line.find(folder / "broken"), std::string::npos) << line;
}

TEST(Index, ADatabaseOfAnotherProgramIsRefused) {
    const TemporaryFolder folder;
    { Xapian::WritableDatabase foreign(folder / "foreign", Xapian::DB_CREATE); }
    expect_failure(folder / "foreign", ErrorKind::version);
}

TEST(Index, AnotherVersionIsRefused) {
    for (const char* key : {schema_key, analyzer_key}) {
        const TemporaryFolder folder;
        const std::string path = tests::write_index(folder, {paper("a", "robot")});
        set_metadata(path, key, "999");
        expect_failure(path, ErrorKind::version);
        EXPECT_NE(failure({path}).second.find("999"), std::string::npos);
        EXPECT_NE(failure({path}).second.find("--rebuild"), std::string::npos);
    }
}

TEST(Index, EveryDatabaseOfSeveralIsChecked) {
    const TemporaryFolder folder;
    const std::string path = tests::write_index(folder, {paper("a", "robot")});
    EXPECT_EQ(failure({path, folder / "nowhere"}).first, ErrorKind::missing);
}

TEST(Index, AStubFileNamesDatabases) {
    const TemporaryFolder folder;
    const std::string first = tests::write_index(folder, {paper("a", "robot")}, "first");
    const std::string second = tests::write_index(folder, {paper("b", "robot")}, "second");
    tests::OpenIndex stub({folder.write("stub", "auto " + first + "\nauto " + second + "\n")});
    EXPECT_EQ(stub.search("robot").total, 2u);
    folder.write("folder/XAPIANDB", "auto " + first + "\n");
    tests::OpenIndex in_folder({folder / "folder"});
    EXPECT_EQ(in_folder.search("robot").total, 1u);
}

TEST(Index, AModifiedCopyIsADifferentDatabase) {
    const TemporaryFolder folder;
    const auto robot = [](const std::string& id, std::int64_t votes) {
        return tests::with_votes(tests::with_date(paper(id, "robot"), "2024-05-01"), votes);
    };
    const std::string path = tests::write_index(folder, {robot("1", 5)});
    const std::string copy = folder / "copy";
    std::filesystem::copy(path, copy);
    std::vector<Paper> more;
    for (int i = 2; i < 30; ++i) more.push_back(robot(std::to_string(i), 1));
    tests::write_index(folder, more, "copy");
    tests::OpenIndex both({path, copy});
    std::vector<double> relevance, votes;
    for (const Hit& hit : both.search("robot").hits) {
        if (hit.paper.id != "1") continue;
        relevance.push_back(hit.parts.at(0).value);
        votes.push_back(hit.parts.at(1).value);
    }
    ASSERT_EQ(relevance.size(), 2u);
    EXPECT_NEAR(relevance[0], relevance[1], 1e-9) << "each is scored with its own votes";
    EXPECT_GT(std::abs(votes[0] - votes[1]), 0.1)
        << "the levels differ, because the other votes of that day differ";
}

TEST(Index, CopiesOfEqualLengthAreNotConfused) {
    const TemporaryFolder folder;
    const std::string path = tests::write_index(folder, {paper("0", "graph")});
    const std::string copy = folder / "copy";
    std::filesystem::copy(path, copy);
    tests::write_index(folder, {paper("1", "robot arm")});
    tests::write_index(folder, {paper("2", "video arm")}, "copy");
    tests::OpenIndex both({path, copy});
    EXPECT_EQ(both.found("robot"), std::vector<std::string>{"1"});
    EXPECT_EQ(both.found("video"), std::vector<std::string>{"2"});
    EXPECT_EQ(both.index().term_scores(), nullptr);
    tests::OpenIndex one({path});
    EXPECT_NE(one.index().term_scores(), nullptr);
}

TEST(Index, TheRevisionHasEachDatabase) {
    const TemporaryFolder folder;
    const auto robot = [](std::int64_t votes) {
        return tests::with_votes(paper("b", "robot"), votes);
    };
    const std::string first = tests::write_index(folder, {paper("a", "robot")}, "first");
    const std::string second = tests::write_index(folder, {robot(1)}, "second");
    const std::string before = Index({first, second}).revision();
    EXPECT_EQ(Index({first, second}).revision(), before);
    tests::write_index(folder, {robot(2)}, "second");
    EXPECT_NE(Index({first, second}).revision(), before)
        << "although the numbers of papers and words are equal";
}

TEST(Index, TheLexiconIsReadFromTheIndex) {
    const TemporaryFolder folder;
    const std::string text = "강화는 강화를 강화의 강화가 학습은 학습을 학습의 학습이";
    tests::OpenIndex index({tests::write_index(folder, {paper("a", "", {text})})});
    EXPECT_GT(index.index().lexicon().stem_count("강화"), 0u);
}

// Changes every paper and commits, repeatedly: this overwrites blocks of the revision that a reader
// has open.
void commit_much(const std::string& path) {
    Xapian::WritableDatabase writer(path, Xapian::DB_OPEN);
    for (int commit = 0; commit < 4; ++commit) {
        for (Xapian::docid id = 1; id <= writer.get_doccount(); ++id) {
            Xapian::Document document = writer.get_document(id);
            const std::string line = stored_line(document) + " ";
            document.add_value(record_slot, record_of_line(line));
            document.add_boolean_term("XNEW" + std::to_string(line.size()));
            writer.replace_document(id, document);
        }
        writer.commit();
    }
}

std::vector<Paper> many_papers() {
    std::vector<Paper> papers;
    for (int i = 0; i < 300; ++i) {
        papers.push_back(paper("p" + std::to_string(i), "robot number " + std::to_string(i),
                               {"video and graph " + std::to_string(i * 7919)}));
    }
    return papers;
}

TEST(Index, AReaderContinuesWithANewRevision) {
    const TemporaryFolder folder;
    const std::string path = tests::write_index(folder, many_papers());
    tests::OpenIndex reader({path});
    EXPECT_EQ(reader.search("robot").total, 300u);
    for (int round = 0; round < 3; ++round) {
        commit_much(path);
        const HitList list = reader.search("robot");
        EXPECT_EQ(list.total, 300u);
        EXPECT_EQ(list.hits.size(), 300u);
    }
}

TEST(Index, ReadSeesOneRevision) {
    const TemporaryFolder folder;
    const std::string path = tests::write_index(folder, many_papers());
    Index index({path});
    int runs = 0;
    const std::size_t read = index.read([&](const Xapian::Database& database) {
        ++runs;
        std::size_t papers = 0;
        for (auto posting = database.postlist_begin(""); posting != database.postlist_end("");
             ++posting) {
            papers += stored_paper(database.get_document(*posting)).id.empty() ? 0 : 1;
            if (runs == 1 && papers == 10) commit_much(path);
        }
        return papers;
    });
    EXPECT_EQ(read, 300u);
    EXPECT_EQ(runs, 2) << "the revision was overwritten during the read, so the body ran again";
}

// Copies of two indexes with two shards replace each other repeatedly.
TEST(Index, ShardsAreOpenedInOneState) {
    const TemporaryFolder folder;
    const std::vector<Paper> papers = many_papers();
    const std::vector<std::string> states = {
        tests::write_index(folder, {papers.begin(), papers.begin() + 4}, "few", 2),
        tests::write_index(folder, {papers.begin(), papers.begin() + 8}, "more", 2)};
    const std::string path = folder / "db", next = folder / "next";
    std::filesystem::copy(states[0], path, std::filesystem::copy_options::recursive);
    Index before({path});
    EXPECT_FALSE(before.outdated());
    std::atomic<bool> enough = false;
    std::thread writer([&] {
        for (std::size_t turn = 1; !enough; ++turn) {
            std::filesystem::copy(states[turn % 2], next, std::filesystem::copy_options::recursive);
            ::renameat2(AT_FDCWD, next.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE);
            std::filesystem::remove_all(next);
        }
    });
    std::set<std::size_t> seen;
    for (int opened = 0; opened < 200 || (seen.size() < 2 && opened < 100'000); ++opened) {
        try {
            seen.insert(
                Index({path}).read([](const Xapian::Database& all) { return all.get_doccount(); }));
        } catch (const Error& error) {
            EXPECT_NE(error.line().find("faster than it can be read"), std::string::npos)
                << error.line();
        }
    }
    enough = true;
    writer.join();
    EXPECT_TRUE(before.outdated());
    EXPECT_FALSE(Index({path}).outdated());
    EXPECT_EQ(seen, (std::set<std::size_t>{4, 8}))
        << "6 would be four of one index and two of the other";
}

// The line of the error on reading.
template <typename Body>
std::string failure_of(Index& index, Body body) {
    try {
        index.read(body);
    } catch (const Error& error) {
        return error.line();
    }
    return "no error";
}

TEST(Index, AnErrorNamesItsShardAndAHint) {
    const TemporaryFolder folder;
    const std::string path = tests::write_index(folder, {paper("a", "robot")});
    const tests::RemoteServer server(path);
    const std::string remote = server.line().substr(7, server.line().size() - 8);
    Index index({path, folder.write("stub", server.line())});
    const auto lost = [&](const Xapian::Database&) -> int {
        throw Xapian::NetworkTimeoutError("too late", "remote:tcp(" + remote + ")", 0);
    };
    const std::string line = failure_of(index, lost);
    EXPECT_NE(line.find("the shard " + remote + " does not answer: too late"), std::string::npos)
        << line;
    EXPECT_EQ(line.find("rebuild"), std::string::npos) << line;
    const auto damaged = [](const Xapian::Database&) -> int {
        throw Xapian::DatabaseCorruptError("a block");
    };
    EXPECT_NE(failure_of(index, damaged).find(path + ", " + (folder / "stub")), std::string::npos);
    EXPECT_NE(failure_of(index, damaged).find("doctor"), std::string::npos);
}

TEST(Index, TooManyCommitsDuringReadAreAnError) {
    const TemporaryFolder folder;
    const std::string path = tests::write_index(folder, {paper("a", "robot")});
    Index index({path});
    int runs = 0;
    const auto never = [&](const Xapian::Database&) -> int {
        ++runs;
        throw Xapian::DatabaseModifiedError("modified");
    };
    const std::string line = failure_of(index, never);
    EXPECT_EQ(runs, 4);
    EXPECT_NE(line.find(path), std::string::npos) << line;
    EXPECT_NE(line.find("ask again"), std::string::npos) << line;
}

TEST(Index, FindsPapersById) {
    auto& index = tests::data_index();
    index.read([](const Xapian::Database& database) {
        const Xapian::docid document = find_paper(database, "2404.19756");
        ASSERT_NE(document, 0u);
        EXPECT_EQ(stored_paper(database.get_document(document)).id, "2404.19756");
        EXPECT_EQ(require_paper(database, "2404.19756"), document);
        for (const std::string& id :
             {std::string(""), std::string("2404"), std::string(5000, '1')}) {
            EXPECT_EQ(find_paper(database, id), 0u) << id;
            EXPECT_THROW(require_paper(database, id), Error) << id;
        }
    });
}

TEST(Index, AnUnknownIdIsPrintedWithoutControlCharacters) {
    tests::data_index().read([](const Xapian::Database& database) {
        try {
            require_paper(database, "x\x1b[31m");
            ADD_FAILURE();
        } catch (const Error& error) {
            EXPECT_EQ(error.kind, ErrorKind::missing);
            EXPECT_EQ(error.line().find('\x1b'), std::string::npos);
        }
    });
}

}  // namespace
}  // namespace nonmun
